"""How large a window has to be, as (columns, rows)."""

from __future__ import annotations

MADE_FOR = (80, 24)
"""Every step is laid out for this."""

LEAST = (60, 20)
"""From here on everything can be used, with some scrolling."""

WIDEST = 100
"""Columns that a screen takes in a wider window: longer rows tear apart what belongs together."""
