"""Screens that ask or tell one thing and then go away again."""
