"""The line below a question: its hint, what's wrong with the answer, or what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.states import Tone, colour, sign
from screens.widgets.signed_lines import SignedLine, SignedLines

if TYPE_CHECKING:
    from screens.look import Look


class FieldNote(SignedLines):
    """At first a hint, which has no sign and is muted; what's said of an answer has both."""

    def __init__(self, look: Look, hint: str = "") -> None:
        self.tone = Tone.INFO
        super().__init__(*([SignedLine(None, hint)] if hint else []))
        self.add_class("field-note")
        self._glyphs = look.glyphs

    def say(self, text: str, tone: Tone = Tone.INFO) -> None:
        """Shows `text` until something else is said. Nothing takes no line."""
        self.tone = tone
        style = "" if tone is Tone.INFO else colour(tone)
        self.set_lines([SignedLine(sign(tone, self._glyphs) or None, text, style)] if text else [])
