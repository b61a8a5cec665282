"""Takes out of a text what could harm a terminal or mislead a reader, at the door, before anything keeps it.

What can't be seen is decided here alone, for every field and for what clouds say: `is_invisible`.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 120
"""Characters of a name that are kept; enough for any address line, too few to fill a screen."""

MOST_MARKS = 3
"""Combining marks on one letter; no name needs more, and piles of them climb over other lines."""

CUT = "…"
"""Stands where `clean_text` cut something off."""

_ZWNJ, _ZWJ, _EMOJI_STYLE = "\u200c", "\u200d", "\ufe0f"
_INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})  # controls, format characters, halves of a broken character
# Nothing to see either, though of other categories: Unicode's Default_Ignorable_Code_Point, and the empty Braille cell.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Arabic to Sinhala, Myanmar, Khmer and Mongolian, Arabic presentation forms: joiners change how words are spelt there.
_SCRIPTS_WITH_JOINERS = re.compile("[\u0600-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefe]")

_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"  # CSI: colours, cursor movements
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"  # OSC, DCS and the like, with text
    "|\x1b[ -/]*[0-~]?"  # every other one
)
# Capital letters of Cyrillic and Greek, and the Latin ones that they look like.
_LATIN_LOOKALIKES = dict(
    zip(
        "АВСЕҺІЈКМНОРЅТХУԀԚԜѴΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ",
        "ABCEHIJKMHOPSTXYDQWVABEZHIKMNOPTYXCJ",
        strict=True,
    )
)
_OTHER_WIDTH = re.compile("[\uff01-\uffe2\uffe4-\uffee]+")  # without U+FFE3, which would become a space and an accent


def is_invisible(char: str) -> bool:
    """Whether a character can't be seen and leaves no space: soft hyphens, bidi marks, zero-width spaces, controls, …

    A tab or a line break is a space.
    """
    if char.isspace():
        return False
    return unicodedata.category(char) in _INVISIBLE_CATEGORIES or _INVISIBLE.match(char) is not None


def without_invisible(text: str) -> str:
    """A text that people read, without what can't be seen in it.

    A joiner stays inside a word of a script that's spelt with it, and between the parts of an emoji.
    """
    kept: list[str] = []
    joiner = ""
    for char in text:
        last = kept[-1] if kept else ""
        if not is_invisible(char):
            if joiner and last and _join(last, joiner, char):
                kept.append(joiner)
            kept.append(char)
            joiner = ""
        elif char == _EMOJI_STYLE and last and not joiner and _is_symbol(last):
            kept.append(char)
        elif char in (_ZWNJ, _ZWJ):
            joiner = joiner or char
    return "".join(kept)


def clean_text(value: object, limit: int = LONGEST_NAME) -> str:
    """One line of plain text in NFC, at most `limit` characters; anything but a str becomes the empty text.

    Escape sequences, control characters, bidi overrides and other invisible ones go; line breaks and tabs become
    spaces.
    """
    if not isinstance(value, str):
        return ""
    shorter = value[: limit * 8]  # nobody waits for a megabyte to be cleaned
    plain = "".join(char for char in _ESCAPES.sub("", shorter) if not _is_unknown(char))
    plain = unicodedata.normalize("NFC", without_invisible(plain))
    kept: list[str] = []
    marks = 0
    for char in plain:
        marks = marks + 1 if unicodedata.category(char).startswith("M") else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    text = " ".join("".join(kept).split())
    return text if len(text) <= limit else without_invisible(text[: limit - 1]).rstrip() + CUT


def clean_or_none(value: object, limit: int = LONGEST_NAME) -> str | None:
    """As `clean_text`, but None where nothing is left: what isn't said stays unsaid."""
    return clean_text(value, limit) or None


def bare_word(text: str) -> str:
    """What was typed or pasted for an e-mail address, a key or a PIN: none of them has spaces or invisible characters.

    Full-width and half-width characters and the digits of other scripts become plain ones; nothing else changes, since
    a secret is only right as it is.
    """
    seen = "".join(char for char in text if not (char.isspace() or is_invisible(char)))
    plain = _OTHER_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found.group()), seen)
    return "".join(plain_digit(char) for char in plain)


def plain_digit(char: str) -> str:
    """The digit 0 to 9 for a decimal digit of any script; any other character as it is, raised digits too."""
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)


def latin_lookalike(char: str) -> str | None:
    """The Latin letter that a Cyrillic or Greek one looks like."""
    return _LATIN_LOOKALIKES.get(char.upper())


def _is_unknown(char: str) -> bool:
    return unicodedata.category(char) in ("Co", "Cn")  # private use, unassigned: nobody knows how wide they are


def _join(before: str, joiner: str, after: str) -> bool:
    if _SCRIPTS_WITH_JOINERS.match(before) and _SCRIPTS_WITH_JOINERS.match(after):
        return True
    return joiner == _ZWJ and (before == _EMOJI_STYLE or _is_symbol(before)) and _is_symbol(after)


def _is_symbol(char: str) -> bool:
    """What emoji are made of (arrows and shades of skin, too), but no plain sign such as "+"."""
    return char >= "\N{LEFTWARDS ARROW}" and unicodedata.category(char) in ("So", "Sm", "Sk")
