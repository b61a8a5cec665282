"""Ends the program in order when the line drops or somebody ends it from outside, even while its loop hangs.

Handlers of asyncio or of the signal module don't run while Textual's writer waits for a stalled terminal, so the
signals are blocked in every thread and one thread waits for them. Where no SIGHUP can come (no controlling
terminal), the same thread asks once a second whether the terminal is still there. When the program has to end and
the terminal takes nothing, its output is led into nothing, so that the writer, and with it the loop, comes free to
sign the customer out.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SIGNALS = frozenset({signal.SIGHUP, signal.SIGTERM, signal.SIGINT})
GRACE = 10.0
"""Seconds for an orderly end, signing out included, before the process ends itself."""

STALLED_AFTER = 2.0
"""Seconds after which a terminal that still isn't given back is taken for stalled."""

_LOOK_EVERY = 1.0
_NUDGE = signal.SIGURG
"""Interrupts a write; nobody else uses it, and by itself it does nothing."""


def block_signals() -> None:
    """To be called before any thread starts, since threads inherit it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def unblock_signals() -> None:
    """Once the program is out of the terminal: from here on a signal ends it at once."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


class Lifeline:
    """Calls `leave` with the exit code once, from its own thread; ends the process when that takes too long."""

    def __init__(
        self, leave: Callable[[int], object], *, grace: float = GRACE, terminal: int = 0, output: int = 2
    ) -> None:
        self._leave, self._grace, self._terminal, self._output = leave, grace, terminal, output
        self._cut = threading.Event()
        self._given_back = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True, name="lifeline")

    def hold(self) -> None:
        """Starts to watch. To be called from the main thread."""
        signal.signal(_NUDGE, lambda *_: None)
        self._thread.start()

    def give_back(self) -> None:
        """The terminal is as it was before: whatever is still on its way to it may take its time."""
        self._given_back.set()

    def cut(self) -> None:
        """The program has ended by itself in order: nothing to watch any more."""
        self._cut.set()

    def _wait(self) -> None:
        poll = select.poll()
        poll.register(self._terminal, select.POLLHUP)
        while not self._cut.is_set():
            found = signal.sigtimedwait(SIGNALS, _LOOK_EVERY)
            # after a stop longer than its patience Python hands out an answer with nothing in it
            number = found.si_signo if found is not None and found.si_signo in SIGNALS else None
            if number is None and any(event & (select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0)):
                number = signal.SIGHUP
            if number is not None:
                self._end(128 + number)
                return

    def _end(self, code: int) -> None:
        if self._cut.is_set():
            return
        with suppress(RuntimeError):  # the loop has just ended by itself
            self._leave(code)
        since = time.monotonic()
        while (passed := time.monotonic() - since) < self._grace:
            if self._cut.wait(0.1):
                return
            if passed > STALLED_AFTER and not self._given_back.is_set():
                self._lead_into_nothing()
        os._exit(code)

    def _lead_into_nothing(self) -> None:
        """A write that hangs is interrupted; Python takes it up again, and finds the other end open."""
        with suppress(OSError):
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, self._output)
            os.close(nothing)
        for thread in threading.enumerate():
            if thread.ident is not None and thread is not threading.current_thread():
                with suppress(ProcessLookupError):  # it has just ended
                    signal.pthread_kill(thread.ident, _NUDGE)
