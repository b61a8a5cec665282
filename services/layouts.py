"""What a scanner meant that's set to another keyboard layout than the computer: some letters change places."""

from __future__ import annotations

from itertools import chain

_SWAPPED = ("YZ",), ("QA",), ("WZ",), ("QA", "WZ")
"""Pairs of keys: of German and of French keyboards. Of the French, some programs change only one pair."""


def as_on_other_layouts(text: str) -> tuple[str, ...]:
    """A text in capital letters as it reads when the keys are swapped back, if that makes a difference."""
    tables = (str.maketrans(dict(chain.from_iterable((pair, pair[::-1]) for pair in pairs))) for pairs in _SWAPPED)
    return tuple(dict.fromkeys(other for table in tables if (other := text.translate(table)) != text))
