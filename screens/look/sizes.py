"""How large a window has to be, as (columns, rows)."""

from __future__ import annotations

MADE_FOR = (80, 24)
"""Every step is laid out for this."""

LEAST = (60, 20)
"""From here on everything can be used, with some scrolling."""
