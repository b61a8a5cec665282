"""Spells what a terminal's encoding has no letters for, cell for cell, so that nothing behind it moves."""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from rich.cells import split_graphemes

_ALIKE = {
    **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("–—─━", "-"), "│": "|",
    **dict.fromkeys("╭╮╰╯┌┐└┘", "+"), **dict.fromkeys("•●", "*"), "·": ".", "…": ".", "×": "x",
    **dict.fromkeys("▁▂▃▄▅▆▇▔▏▕", " "), "█": "#",
    "Æ": "A", "æ": "a", "Ø": "O", "ø": "o", "ß": "s", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l",
}  # fmt: skip
"""The nearest in ASCII of what texts, names, frames and scroll bars are made of here and decomposes into nothing."""


def says_everything(encoding: str) -> bool:
    """Whether it's UTF-8, which has every letter."""
    return codecs.lookup(encoding).name == "utf-8"


def spell(text: str, encoding: str) -> str:
    """`text`, with the nearest letter or else question marks, as wide as what they stand for.

    For text alone: a control sequence in it would be taken for marks of the letter before.
    """
    if _has(text, encoding):
        return text
    clusters = split_graphemes(text)[0]
    return "".join(_spelt(text[start:end], width, encoding) for start, end, width in clusters)


@lru_cache(maxsize=1024)
def _spelt(cluster: str, width: int, encoding: str) -> str:
    """One character with its marks."""
    composed = unicodedata.normalize("NFC", cluster)
    if _has(composed, encoding):
        return composed
    near = _ALIKE.get(composed[0]) or unicodedata.normalize("NFKD", composed)[0]
    return near if width == 1 and near.isascii() and near.isprintable() else "?" * width


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
