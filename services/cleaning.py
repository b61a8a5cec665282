"""Takes out of a text what could harm a terminal or mislead a reader, at the door, before anything keeps it."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
"""Characters of a name that are kept; enough for any address line, too few to fill a screen."""

MOST_MARKS = 3
"""Combining marks on one letter; no name needs more, and piles of them climb over other lines."""

_NOT_IN_WORDS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})

_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor movements
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, DCS and the like, with text
    "|\x1b[ -/]*[0-~]?"  # every other one
)


def clean_text(value: object, limit: int = LONGEST_NAME) -> str:
    """One line of plain text in NFC, at most `limit` characters; anything but a str becomes the empty text.

    Escape sequences, control characters, bidi overrides and other invisible ones go; line breaks and tabs become
    spaces.
    """
    if not isinstance(value, str):
        return ""
    shorter = value[: limit * 8]  # nobody waits for a megabyte to be cleaned
    plain = unicodedata.normalize("NFC", _ESCAPES.sub("", shorter))
    kept: list[str] = []
    marks = 0
    for char in plain:
        category = unicodedata.category(char)
        if category in ("Zl", "Zp", "Zs") or char in "\t\n\v\f\r\x85":
            kept.append(" ")
        elif category.startswith("M"):
            marks += 1
            if marks <= MOST_MARKS:
                kept.append(char)
            continue
        elif not category.startswith("C"):
            kept.append(char)
        marks = 0
    text = " ".join("".join(kept).split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def clean_or_none(value: object, limit: int = LONGEST_NAME) -> str | None:
    """As `clean_text`, but None where nothing is left: what isn't said stays unsaid."""
    return clean_text(value, limit) or None


def bare_word(text: str) -> str:
    """What was typed or pasted for an e-mail address, a key or a PIN: none of them has spaces or invisible characters.

    Full-width letters and digits become plain ones.
    """
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char) not in _NOT_IN_WORDS)
