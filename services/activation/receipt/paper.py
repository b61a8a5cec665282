"""Sets a receipt's text: columns of cells, not of characters, and plain ASCII where nothing else can be shown."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = 72
"""The width of a receipt: an e-mail quotes it without a break."""

_LABEL = 19
_WIDE = ("W", "F")
_PLAIN = str.maketrans({
    "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
    "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ı": "i", "•": "*", "·": "-", "–": "-", "—": "-", "’": "'", "‘": "'",
    "“": '"', "”": '"', "„": '"', "€": "EUR", "\u00a0": " ", "\u202f": " ",
})  # fmt: skip


def title_line(left: str, right: str) -> str:
    """One text at each end of a line."""
    return left + " " * max(2, COLUMNS - _cells(left) - _cells(right)) + right


def wrapped(text: str, label: str) -> Iterator[str]:
    """A label and beside it the text, on as many lines as it takes; without a label the text takes the whole width."""
    indent = _LABEL if label else 0
    lines = list(_broken(text.split(), COLUMNS - indent)) or [""]
    if _cells(label) >= indent > 0:
        yield label
    else:
        lines[0] = label + " " * (indent - _cells(label)) + lines[0]
        yield lines.pop(0)
    for line in lines:
        yield " " * indent + line


def _broken(words: Sequence[str], room: int) -> Iterator[str]:
    """Words on lines of at most `room` cells; a word that's longer than a line is cut."""
    line = ""
    for word in words:
        rest = word
        while rest:
            if line and _cells(line) + 1 + _cells(rest) <= room:
                line, rest = f"{line} {rest}", ""
                continue
            if line:
                yield line
                line = ""
            head = _start(rest, room)
            line, rest = head, rest[len(head) :]
    if line:
        yield line


def _start(text: str, room: int) -> str:
    used = 0
    for at, char in enumerate(text):
        used += _cells(char)
        if used > room and at:
            return text[:at]
    return text


def _cells(text: str) -> int:
    """How many columns a terminal gives a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text
    )


def in_ascii(text: str) -> str:
    """The same in the letters that every terminal and printer has; a sign without a likeness becomes "?"."""
    plain = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return bare.encode("ascii", "replace").decode("ascii")
