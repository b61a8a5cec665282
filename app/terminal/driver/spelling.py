"""Spells what a terminal's encoding has no letters for, cell for cell, so that nothing behind it moves."""

from __future__ import annotations

import codecs

from rich.cells import split_graphemes


def says_everything(encoding: str) -> bool:
    """Whether it's UTF-8."""
    return codecs.lookup(encoding).name == "utf-8"


def spell(text: str, encoding: str) -> str:
    """`text` with question marks, as wide as what they stand for, where the encoding has no letter."""
    if _has(text, encoding):
        return text
    clusters = [(text[start:end], width) for start, end, width in split_graphemes(text)[0]]
    return "".join(cluster if _has(cluster, encoding) else "?" * width for cluster, width in clusters)


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
