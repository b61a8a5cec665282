"""Marks what Enter presses: no line end of a scan gets there, and no cursor stops there on its way through fields."""

from __future__ import annotations

from textual.widget import Widget


class Pressable(Widget):
    """Base of those in which Enter does something at once, beside Textual's own buttons."""
