"""Widgets that more than one screen uses, one file each."""
