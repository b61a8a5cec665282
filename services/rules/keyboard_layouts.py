"""What a scanner meant that's set to another keyboard layout than the computer: some letters change places."""

from __future__ import annotations

_SWAPPED = {"YZ": "ZY", "QA": "AQ", "WZ": "ZW", "QAWZ": "AQZW"}
"""The keys of German and of French keyboards. Some scanners' own tables know only one of the French pairs."""

_TABLES = tuple(str.maketrans(keys, others) for keys, others in _SWAPPED.items())


def as_on_other_layouts(text: str) -> tuple[str, ...]:
    """A text in capital letters as it reads when the keys are swapped back, if that makes a difference."""
    return tuple(dict.fromkeys(other for table in _TABLES if (other := text.translate(table)) != text))
