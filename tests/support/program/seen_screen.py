"""A program that's seen through a line, whichever it is: keys by their names, and a picture of what a person would see."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyte

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which what was waited for never happens; a busy machine needs some of them."""

_KEYS = {
    "enter": "\r", "tab": "\t", "backtab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "delete": "\x1b[3~",
    "home": "\x1b[H", "end": "\x1b[F", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip

# pyte prints the tails of sequences that it doesn't know: private modes other than ?...h and ?...l, OSC and DCS strings
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$?[a-gi-km-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)


class SeenScreen:
    """`process` is the program. A subclass knows the line: how bytes are sent, read, and the size told."""

    process: subprocess.Popen[bytes]

    def __init__(self, size: tuple[int, int]) -> None:
        self.raw = bytearray()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._text: tuple[tuple[int, int, int], str] | None = None

    def send(self, text: str) -> None:
        """Bytes as they are, in one piece: a paste, a scanner."""
        raise NotImplementedError

    def read(self, seconds: float) -> bytes:
        """What the program has painted, as soon as there's something; nothing once the time is up or the line gone."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------ what a person does

    def keys(self, text: str, *, pause: float = 0.0) -> None:
        """Types a text; {names} in braces are keys. `pause`: seconds after each."""
        for part in self.parts(text):
            self.send(_KEYS.get(part[1:-1], part))
            if pause:
                self.look(pause)

    @staticmethod
    def parts(text: str) -> list[str]:
        """The keys of a text, one by one."""
        return re.findall(r"\{[a-z0-9+]+\}|.", text, re.DOTALL)

    # ------------------------------------------------------------------------------------------ what a person sees

    @property
    def text(self) -> str:
        """The screen, line by line. Put together once for what has come so far: `wait` asks fifty times a second."""
        state = len(self.raw), self._screen.columns, self._screen.lines
        if self._text is None or self._text[0] != state:
            self._text = state, "\n".join(line.rstrip() for line in self._screen.display)
        return self._text[1]

    def look(self, seconds: float = 0.0) -> None:
        """Takes in what the program has painted, for so long, or what's there by now."""
        end = time.monotonic() + seconds
        while data := self.read(max(0.0, end - time.monotonic())):
            self.raw += data
            self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", data))

    def wait(self, wanted: str | Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Until the screen shows a regular expression, or until something is true."""
        end = time.monotonic() + seconds
        while True:
            self.look(0.02)
            if re.search(wanted, self.text) if isinstance(wanted, str) else wanted():
                return
            over = self.process.poll() is not None
            if over or time.monotonic() > end:
                what = f"it ended with {self.process.returncode} before" if over else "never saw"
                raise AssertionError(f"{what} {wanted!r}; the screen:\n{self.text}")

    def wait_outside(self, wanted: Callable[[], Any], seconds: float = PATIENCE) -> None:
        """Until something is true elsewhere, whatever has become of this end."""
        end = time.monotonic() + seconds
        while not wanted():
            assert time.monotonic() < end, f"it never happened; the screen:\n{self.text}"
            time.sleep(0.05)

    def settle(self, quiet: float = 0.2, seconds: float = PATIENCE) -> None:
        """Until it has painted nothing for `quiet` seconds, though it had a processor for anything that it wanted."""
        end = time.monotonic() + seconds
        before = -1
        while before != len(self.raw) or self._wants_to_run():
            assert time.monotonic() < end, f"it never comes to rest; the screen:\n{self.text}"
            before = len(self.raw)
            self.look(quiet)

    def _wants_to_run(self) -> bool:
        """Whether one of its threads runs or waits for a processor; where the host doesn't tell, none does."""
        states = (path.read_text() for path in Path(f"/proc/{self.process.pid}/task").glob("*/stat"))
        return any(state.rpartition(")")[2].split()[0] in "RD" for state in states)

    def exit_code(self, seconds: float = PATIENCE) -> int:
        """The program's exit code, once it has ended."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, f"it doesn't end; the screen:\n{self.text}"
            self.look(0.02)
        self.look(0.02)
        return self.process.returncode
