"""A terminal for the real program: a pty, keys by their names, and a picture of what a person would see.

with Terminal(["python", "-m", "app", "--sandbox"], folder=tmp_path) as terminal:
    terminal.wait("Begin")
    terminal.keys("{f10}")
    assert terminal.exit_code() == 0
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds after which what was waited for never happens; a busy machine needs some of them."""

ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"
SHOW_CURSOR, HIDE_CURSOR = b"\x1b[?25h", b"\x1b[?25l"

_KEYS = {
    "enter": "\r", "tab": "\t", "backtab": "\x1b[Z", "escape": "\x1b", "backspace": "\x7f", "delete": "\x1b[3~",
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
    "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}  # fmt: skip

# pyte prints the tails of sequences that it doesn't know: private modes other than ?...h and ?...l, OSC and DCS strings
_UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$?[a-gi-km-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\"
)


class Terminal:
    """The program has it as its controlling terminal, as under ssh. Nothing reads from it but `wait` and its like."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        environ: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        self.folder = folder
        self.raw = bytearray()
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._master, self._slave = pty.openpty()
        self.resize(*size)
        self.modes_before = self._modes()
        slave = self._slave
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=clean_environment(folder) | dict(environ or {}),
            preexec_fn=lambda: os.login_tty(slave),  # noqa: PLW1509 - a new session is what it's about
        )

    # ------------------------------------------------------------------------------------------ what a person does

    def keys(self, text: str, *, pause: float = 0.0) -> None:
        """Types a text; {names} in braces are keys. `pause`: seconds after each."""
        for part in re.findall(r"\{[a-z0-9+]+\}|.", text, re.DOTALL):
            self.send(_KEYS.get(part[1:-1], part))
            if pause:
                self.look(pause)

    def send(self, text: str) -> None:
        """Bytes as they are, in one piece: a paste, a scanner."""
        os.write(self._master, text.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Pulls at the window."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """The line is gone: the kernel tells the program by SIGHUP."""
        os.close(self._master)
        self._master = -1

    def takes_nothing(self) -> bool:
        """Whether it's full to the brim, since nobody has looked for a while: a write into it would hang."""
        # opened anew, so that nothing of the program's own terminal is touched
        another = os.open(os.ttyname(self._slave), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        try:
            return not select.select([], [another], [], 0)[1]
        finally:
            os.close(another)

    def signal(self, number: int) -> None:
        """Somebody ends the program from outside."""
        self.process.send_signal(number)

    # ------------------------------------------------------------------------------------------ what a person sees

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def look(self, seconds: float = 0.0) -> None:
        """Takes in what the program has painted, for so long, or what's there by now."""
        end = time.monotonic() + seconds
        while self._master >= 0:
            ready, _, _ = select.select([self._master], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                return
            try:
                data = os.read(self._master, 65536)
            except OSError:  # the other side is closed
                return
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

    # ------------------------------------------------------------------------------------------ what's left behind

    def restored(self) -> bool:
        """Whether the terminal is as it was before: its modes, the normal screen, the cursor."""
        return (
            self._modes() == self.modes_before
            and self.raw.rfind(LEAVE_ALTERNATE) > self.raw.rfind(ENTER_ALTERNATE) >= 0
            and self.raw.rfind(SHOW_CURSOR) > self.raw.rfind(HIDE_CURSOR)
        )

    @property
    def afterwards(self) -> str:
        """What was printed after the wizard's screen was left, without control sequences."""
        rest = bytes(self.raw[self.raw.rfind(LEAVE_ALTERNATE) + len(LEAVE_ALTERNATE) :])
        return re.sub(rb"\x1b\[[<=>?]?[0-9;]*[a-zA-Z]", b"", rest).decode().replace("\r\n", "\n")

    def _modes(self) -> list[Any]:
        return termios.tcgetattr(self._slave)

    def close(self) -> None:
        """Ends the program, if it hasn't ended by itself."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for one in (self._master, self._slave):
            if one >= 0:
                os.close(one)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def clean_environment(folder: Path) -> dict[str, str]:
    """What a login on a plain host gives; homes and state folders are below `folder`."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "Europe/Stockholm",
        "PYTHONPATH": str(ROOT),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
    }
