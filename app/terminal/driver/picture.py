"""Both sides of the wire: what Textual wants to be seen, and what the terminal shows; makes the bytes between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.terminal.driver.canvas import Canvas
from app.terminal.driver.controls import (
    CLEAR,
    ENTER,
    IN_UTF8,
    LEAVE,
    REPAIR,
    SANE,
    SYNC_BEGIN,
    SYNC_END,
    is_command,
    passes,
)
from app.terminal.driver.pen import Pen
from app.terminal.driver.repaint import Row, repaint
from app.terminal.driver.spelling import says_everything

if TYPE_CHECKING:
    from app.terminal.driver.terminfo import Abilities

TEARS = 200
"""Bytes: a shorter frame arrives in one piece anyway, so it isn't worth the 16 of synchronized output."""


class Picture:
    """Takes Textual's output with `take`, gives bytes with `send`. Neither reads nor writes anything by itself.

    `encoding`: the terminal's. Lives as long as the program, over suspensions too, so that coming back needs no help.
    """

    def __init__(self, abilities: Abilities, size: tuple[int, int], encoding: str = "utf-8") -> None:
        self._abilities = abilities
        self._encoding = encoding
        self._coding = IN_UTF8 if says_everything(encoding) else ""
        self._canvas = Canvas(*size, encoding)
        self._pen = Pen(abilities)
        self._shown: list[Row] | None = None
        self._commands: list[str] = []
        self.drawn = False
        """Whether there's anything to paint yet."""
        self._in_frame = False
        self._synchronizes = False
        self.ours = False
        """Whether the terminal is the wizard's: between entering and leaving."""

    # ------------------------------------------------------------------------------------------ what comes in

    def take(self, data: str) -> bool:
        """One write of Textual: a command, or something to draw. True if it was drawn."""
        if data == SYNC_BEGIN:
            self._synchronizes = self._in_frame = True
        elif data == SYNC_END:
            self._in_frame = False
        elif data == ENTER:
            self._enter()
        elif data == LEAVE:
            self._leave()
        elif is_command(data):
            if passes(data):
                self._commands.append(data)
        else:
            self._canvas.draw(data)
            self.drawn = True
            return True
        return False

    @property
    def size(self) -> tuple[int, int]:
        """What Textual paints for: columns and rows."""
        return self._canvas.width, self._canvas.height

    def resize(self, width: int, height: int) -> None:
        """Textual paints for another size from now on."""
        if (width, height) != self.size:
            self._canvas.resize(width, height)
            self.lose()

    def lose(self) -> None:
        """Nobody knows any more what the terminal shows."""
        self._shown = None
        self._pen.forget()

    def repair(self) -> None:
        """Something else has written to the terminal: set right what it may have changed, and paint everything."""
        if self.ours:
            self._commands.append(f"{ENTER if self._abilities.alternate_screen else ''}{self._coding}{REPAIR}")
            self.lose()

    def _enter(self) -> None:
        self.lose()
        self._in_frame = False
        self.ours = True
        if self._abilities.alternate_screen:
            self._commands.append(ENTER)

    def _leave(self) -> None:
        """Back to what was before, or at least to an empty screen for what's printed next.

        It's emptied in any case: where the way back to the other screen is switched off (GNU screen's `altscreen`) or
        isn't passed on (mosh), what was said of the customer would stay there.
        """
        self.ours = self._in_frame = False
        back = LEAVE if self._abilities.alternate_screen else ""
        self._commands.append(f"{self._coding}{SANE}\x1b[m{CLEAR}{back}")
        self.lose()

    # ------------------------------------------------------------------------------------------ what goes out

    @property
    def complete(self) -> bool:
        """Not in the middle of a frame."""
        return not self._in_frame

    def commands(self) -> bytes:
        """What's to be said before anything is painted."""
        out, self._commands = "".join(self._commands), []
        return out.encode("ascii")

    def frame(self) -> bytes:
        """What makes the terminal show what Textual wants; from here on it counts as shown."""
        if not self.ours or not self.drawn:
            return b""
        canvas = self._canvas
        rows = range(canvas.height) if self._shown is None else canvas.touched
        pen = repaint(self._pen, self._shown, canvas.rows, rows)
        pen.move(*canvas.cursor)
        if self._shown is None:
            self._shown = [list(row) for row in canvas.rows]
        else:
            for y in canvas.touched:
                self._shown[y] = list(canvas.rows[y])
        canvas.touched.clear()
        out, pen.out = "".join(pen.out), []
        self._pen = pen
        data = out.encode(self._encoding, "replace")
        if self._synchronizes and len(data) > TEARS:
            return SYNC_BEGIN.encode() + data + SYNC_END.encode()
        return data
