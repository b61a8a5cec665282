"""What somebody has keyed in, once it's sorted; and what few terminals send for what all of them have."""

from __future__ import annotations

from dataclasses import dataclass

F1, F10, DELETE = "\x1bOP", "\x1b[21~", "\x1b[3~"
SAME_AS = {"\x1b[M": F1, "\x1bOY": F10, "\x1b[P": DELETE}
"""What some send for a key, and what all send: SCO's F1 (which is how a mouse report begins, too), the F10 of PuTTY's
"VT100+", the Delete of st."""

ALT_GRAPHIC = "@[]{}\\|~$€"
"""What many keyboards have on AltGr. Some terminals send it as with Alt, and there's no key with Alt here."""

WITH_ALT = {f"\x1b{digit}": f"alt+{digit}" for digit in "0123456789"}
"""A digit with Alt, or right behind Escape, and the key that it is. Textual takes it for what Option types on a Mac."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """Characters and control keys, as they were typed."""

    text: str


@dataclass(frozen=True, slots=True)
class KeySequence:
    """A whole sequence that's known; a lone Escape is one, too."""

    text: str


@dataclass(frozen=True, slots=True)
class PastedText:
    """All of a paste."""

    text: str
