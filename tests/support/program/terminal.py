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
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.support.program.seen_screen import SeenScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[3]
ENTER_ALTERNATE, LEAVE_ALTERNATE = b"\x1b[?1049h", b"\x1b[?1049l"
EMPTIED = b"\x1b[m\x1b[H\x1b[J"
SHOW_CURSOR, HIDE_CURSOR = b"\x1b[?25h", b"\x1b[?25l"


class Terminal(SeenScreen):
    """Nothing reads from it but `wait` and its like.

    The program has it as its controlling terminal, as under ssh, unless `controlling` is False: then no signal tells
    that it's gone.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        folder: Path,
        environ: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
        controlling: bool = True,
    ) -> None:
        super().__init__(size)
        self.folder = folder
        self._master, self._slave = pty.openpty()
        self.resize(*size)
        self.modes_before = self._modes()
        slave = self._slave
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=clean_environment(folder) | dict(environ or {}),
            preexec_fn=lambda: _take(slave, controlling=controlling),  # noqa: PLW1509 - a session is what it's about
        )

    # ------------------------------------------------------------------------------------------ what a person does

    def send(self, text: str) -> None:
        """Bytes as they are, in one piece: a paste, a scanner. Surrogate escapes are bytes that are no UTF-8."""
        os.write(self._master, text.encode(errors="surrogateescape"))

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

    def read(self, seconds: float) -> bytes:
        """Of the pty's other side."""
        if self._master < 0 or not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            return os.read(self._master, 65536)
        except OSError:  # the other side is closed
            return b""

    # ------------------------------------------------------------------------------------------ what's left behind

    def restored(self) -> bool:
        """Whether the terminal is as it was before: its modes, the normal screen, the cursor; and the wizard's own screen
        was left empty, since there may be no other.
        """
        return (
            self._modes() == self.modes_before
            and self.raw.rfind(EMPTIED + LEAVE_ALTERNATE) > self.raw.rfind(ENTER_ALTERNATE) >= 0
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


def _take(terminal: int, *, controlling: bool) -> None:
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)  # under nohup the tests would hand on that it's ignored
    if controlling:
        os.login_tty(terminal)
        return
    os.setsid()
    for stream in range(3):
        os.dup2(terminal, stream)


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
