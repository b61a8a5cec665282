"""The line above the buttons: what's going on, what went well, what went wrong and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from screens.look.sizes import MADE_FOR
from screens.look.states import Tone, colour, sign

if TYPE_CHECKING:
    from screens.look import Look


class Notice(Static):
    """Empty it takes no line at all."""

    def __init__(self, look: Look) -> None:
        super().__init__("", id="notice", markup=False)
        self.look = look
        self.tone: Tone | None = None
        self.text = ""
        self.said = 0
        """How often something was."""
        self._beat = 0

    def say(self, tone: Tone, text: str) -> None:
        """Shows `text` until something else is said."""
        self._beat = self._beat + 1 if tone is self.tone is Tone.BUSY else 0
        self.tone, self.text = tone, text
        self.said += 1
        busy = self.look.glyphs.busy
        before = busy[self._beat % len(busy)] if tone is Tone.BUSY else sign(tone, self.look.glyphs)
        said = f"{before} {text}" if before else text
        style = f"bold {colour(tone)}" if tone is Tone.OK else colour(tone)
        self.update(Content.styled(said, style))
        self.set_class(self.app.size.height >= MADE_FOR[1], "airy")  # a small window has no row to spare
        self.display = True

    def clear(self) -> None:
        if self.tone is not None or self.display:
            self.tone, self.text = None, ""
            self.update("")
            self.display = False

    def on_mount(self) -> None:
        self.display = self.tone is not None
