"""How large a picture gets: a window's size is said by whoever opens it, and memory mustn't go by that."""

from __future__ import annotations

MOST_COLUMNS, MOST_ROWS = 500, 200
"""Cells. Four times the largest screens that people read from; an ssh client may claim 65535 of each."""


def within_reason(columns: int, rows: int) -> tuple[int, int]:
    """The part of a window that's painted; beyond it stays blank."""
    return min(columns, MOST_COLUMNS), min(rows, MOST_ROWS)
