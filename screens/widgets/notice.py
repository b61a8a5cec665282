"""The line above the buttons: what's going on, what went well, what went wrong and what to do."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from screens.look.sizes import MADE_FOR

if TYPE_CHECKING:
    from screens.look import Look


class Tone(StrEnum):
    """What a notice is: each has a sign as well as a colour."""

    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    BUSY = "busy"


_STYLES = {
    Tone.INFO: "$foreground",
    Tone.OK: "bold $success",
    Tone.WARNING: "$warning",
    Tone.ERROR: "$error",
    Tone.BUSY: "$primary",
}


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
        glyphs = self.look.glyphs
        signs = {
            Tone.OK: glyphs.done,
            Tone.WARNING: glyphs.warning,
            Tone.ERROR: glyphs.wrong,
            Tone.BUSY: glyphs.busy[self._beat % len(glyphs.busy)],
        }
        sign = f"{signs[tone]} " if tone in signs else ""
        self.update(Content.styled(f"{sign}{text}", _STYLES[tone]))
        self.set_class(self.app.size.height >= MADE_FOR[1], "airy")  # a small window has no row to spare
        self.display = True

    def clear(self) -> None:
        """Nothing to say."""
        if self.tone is not None or self.display:
            self.tone, self.text = None, ""
            self.update("")
            self.display = False

    def on_mount(self) -> None:
        """Hidden until there's something to say."""
        self.display = self.tone is not None
