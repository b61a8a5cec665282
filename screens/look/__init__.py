"""How everything looks: what each screen needs to put words, signs and colours on the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screens.look.glyphs import UNICODE, Glyphs

if TYPE_CHECKING:
    from services.words import Words


@dataclass(frozen=True, slots=True)
class Look:
    """Handed to every screen and widget of ours: the words, the signs, and whether this is the sandbox."""

    words: Words
    glyphs: Glyphs = UNICODE
    demo: bool = False
    version: str = ""
