"""How everything looks: what each screen needs to put words, signs and colours on the terminal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from screens.look.glyphs import UNICODE, Glyphs
from screens.look.key_names import KeyNames

if TYPE_CHECKING:
    from services.text.words import Words


@dataclass(frozen=True, slots=True)
class Look:
    """Handed to every screen and widget of ours: the words, the signs, and whether this is the sandbox.

    `guesses_light`: without colours nobody knows whether the terminal writes dark on light, so a QR code may be
    inverted until F3 turns it. `takes_copies`: false where it's known that the terminal has no clipboard.
    """

    words: Words
    glyphs: Glyphs = UNICODE
    demo: bool = False
    version: str = ""
    guesses_light: bool = False
    takes_copies: bool = True
    key_names: KeyNames = field(default_factory=KeyNames)
