"""Zaptec's public API as far as an installer's client meets it, in the forms that were observed on the real one."""
