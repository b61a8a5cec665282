"""The line below a question: its hint, what's wrong with the answer, or what was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.signed_lines import SignedLine, SignedLines

if TYPE_CHECKING:
    from screens.look import Look

KINDS = ("wrong", "good", "warn")


class Note(SignedLines):
    """Its kind is a class of it, and has a sign: never a colour alone."""

    def __init__(self, look: Look, hint: str = "") -> None:
        self.kind = ""
        super().__init__(*([SignedLine("", hint)] if hint else []))
        self.add_class("field-note")
        glyphs = look.glyphs
        self._signs = {"wrong": glyphs.wrong, "good": glyphs.done, "warn": glyphs.warning}

    def say(self, text: str, kind: str = "") -> None:
        """A text of a kind: "", "wrong", "good" or "warn". Nothing takes no line."""
        self.kind = kind
        for one in KINDS:
            self.set_class(kind == one, one)
        self.show([SignedLine(self._signs.get(kind, ""), text)] if text else [])
