"""The terminal from the first moment on: what's typed before the wizard is there is neither shown nor lost.

Until Textual is imported and takes the terminal, the kernel would echo keys, make a line feed of Enter and swallow
Ctrl+Q. So the modes are set at once, and every way out until then sets them back, a signal's too. A process has one
terminal, hence one state here. Only what's quick to import is imported.
"""

from __future__ import annotations

import fcntl
import os
import struct
import sys
import termios
from contextlib import suppress
from typing import TYPE_CHECKING

from app.terminal.hangup_watch import HangupWatch, block_signals, unblock_signals

if TYPE_CHECKING:
    from typing import Any

_INPUT, _LOCAL, _CHARACTERS = 0, 3, 6
"""Places in what termios hands out."""

_OFF = b"\0"
"""No key does it (_POSIX_VDISABLE)."""


class _TakenTerminal:
    def __init__(self, terminal: int) -> None:
        self.terminal = terminal
        self.modes = termios.tcgetattr(terminal)
        self.hangup_watch = HangupWatch(_end, terminal=None)
        self.cooked = 0
        self.on_watch = True


_taken: _TakenTerminal | None = None


def take(terminal: int = 0) -> None:
    """Takes the terminal, if there is one and it's ours now. From here on signals are blocked, and end the program."""
    global _taken  # noqa: PLW0603 - see above
    if _taken is not None or not is_ours(terminal):
        return
    block_signals()
    taken = _TakenTerminal(terminal)
    taken.hangup_watch.hold()
    _taken = taken
    with suppress(termios.error):
        termios.tcsetattr(terminal, termios.TCSANOW, silent(taken.modes))
        waiting = fcntl.ioctl(terminal, termios.FIONREAD, bytes(4))
        taken.cooked = struct.unpack("i", waiting)[0]


def relieve() -> None:
    """Somebody else watches for signals from here on; they stay blocked."""
    if _taken is not None and _taken.on_watch:
        _taken.on_watch = False
        _taken.hangup_watch.cut()


def hand_over() -> tuple[list[Any] | None, int]:
    """The driver has the terminal from here on. The modes to set back in the end, or None where nothing was taken;
    and how many bytes wait that were typed before, with line feeds for Enter.
    """
    global _taken
    if _taken is None:
        return None, 0
    relieve()
    modes, cooked, _taken = _taken.modes, _taken.cooked, None
    return modes, cooked


def give_back() -> None:
    """The wizard never came: the terminal is as it was before, and a signal has its usual effect. Else does nothing."""
    global _taken  # noqa: PLW0603 - see above
    if _taken is not None:
        relieve()
        _set_back(_taken)
        _taken = None
        unblock_signals()


def is_ours(terminal: int) -> bool:
    """Whether all streams are terminals, and it's ours: in the background the kernel would stop whoever touches it."""
    try:
        streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
        if not all(stream is not None and stream.isatty() for stream in streams):
            return False
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except (OSError, ValueError):
        return False


def silent(modes: list[Any]) -> list[Any]:
    """As Textual's driver sets them, but Ctrl+C still ends a program that doesn't come up."""
    silent = [*modes[:_CHARACTERS], list(modes[_CHARACTERS])]
    silent[_INPUT] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    silent[_LOCAL] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    silent[_CHARACTERS][termios.VMIN] = 1
    for key in (termios.VQUIT, termios.VSUSP):
        silent[_CHARACTERS][key] = _OFF
    return silent


def _end(code: int) -> None:
    """A signal, in the hang-up watch's thread: nobody is signed in yet, and there's nothing to keep."""
    if _taken is not None:
        _set_back(_taken)
    os._exit(code)


def _set_back(taken: _TakenTerminal) -> None:
    with suppress(termios.error):  # it's gone
        termios.tcsetattr(taken.terminal, termios.TCSANOW, taken.modes)
