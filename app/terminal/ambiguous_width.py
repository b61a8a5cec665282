"""Asks the terminal how wide it draws signs that are one cell here, and two by some East Asian settings (UAX 11)."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.terminal.before_textual import is_ours, silent
from app.terminal.hangup_watch import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator

AMBIGUOUS = "\N{BLACK CIRCLE}"
"""One of those that the wizard draws."""

ANSWERS_WITHIN = 1.0
"""Seconds. Nearly every terminal answers, also from the other side of the world."""

_PLACE = re.compile(rb"\x1b\[[0-9]+;([0-9]+)R")
"""A report of where the cursor is: row and column, from 1."""


def cells_of_ambiguous(terminal: int = 0) -> int | None:
    """Cells of an ambiguous sign. None where nobody can be asked: no terminal of ours, no answer, or keys wait already.

    Whoever calls it has nothing in the cursor's line; it's blank afterwards, too. The encoding has to know the sign.
    """
    if not is_ours(terminal) or sys.stdout is None:
        return None
    with _silenced(terminal):
        if _waiting(terminal):
            return None
        sys.stdout.write(f"\r{AMBIGUOUS}\x1b[6n")
        sys.stdout.flush()
        answer = _answer(terminal)
        sys.stdout.write("\r\x1b[K")
        sys.stdout.flush()
    return None if answer is None else answer - 1


@contextmanager
def _silenced(terminal: int) -> Iterator[None]:
    """The answer isn't echoed, and comes at once. A signal waits until the terminal is as it was before."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    modes = termios.tcgetattr(terminal)
    try:
        termios.tcsetattr(terminal, termios.TCSANOW, silent(modes))
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _waiting(terminal: int) -> int:
    return int(struct.unpack("i", fcntl.ioctl(terminal, termios.FIONREAD, bytes(4)))[0])


def _answer(terminal: int) -> int | None:
    end, got = time.monotonic() + ANSWERS_WITHIN, b""
    while (found := _PLACE.search(got)) is None:
        if not select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]:
            return None
        more = os.read(terminal, 64)
        if not more:
            return None
        got += more
    return int(found[1])
