"""Tells whether what stands on a label, or was scanned, is one code or several."""

from __future__ import annotations

_LONGEST_GROUP, _MOST_LETTERS = 4, 2
"""Characters of a group in which a long number is printed, and of one without digits at its beginning."""
_LEAST_TWICE = 6
"""Characters that nobody's number repeats by chance."""


def in_groups(code: str) -> bool:
    """Whether it's one number, printed in short groups: each but a letter or two before it has digits."""
    first, *words = code.split()
    return not words or (
        all(len(word) <= _LONGEST_GROUP for word in (first, *words))
        and all(any(char.isdigit() for char in word) for word in words)
        and (len(first) <= _MOST_LETTERS or any(char.isdigit() for char in first))
    )


def once(code: str) -> str:
    """What was scanned several times in a row, once."""
    words = code.split()
    if len(words) > 1 and len(set(words)) == 1 and len(words[0]) > _LONGEST_GROUP:
        code = words[0]
    for size in range(_LEAST_TWICE, len(code) // 2 + 1):
        if code == code[:size] * (len(code) // size) and any(char.isdigit() for char in code):
            return code[:size]
    return code
