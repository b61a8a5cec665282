"""Ends the program in order when the line drops or somebody ends it from outside, even while its loop hangs.

Handlers of asyncio or of the signal module don't run while Textual's writer waits for a stalled terminal, so the
signals are blocked in every thread and one thread waits for them. Where no SIGHUP can come (no controlling
terminal), another thread waits for the terminal's end, and sends it. Neither wakes up for anything else. When the
program has to end and the terminal takes nothing, its output is led into nothing, so that the writer, and with it the
loop, comes free to sign the customer out.
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

LEFT_ALONE = {
    "SIGKILL": "nobody can wait for it",
    "SIGSTOP": "nobody can wait for it",
    "SIGSEGV": "a fault of the program's own memory: nothing more can be done in order",
    "SIGBUS": "as above",
    "SIGFPE": "as above",
    "SIGILL": "as above",
    "SIGPIPE": "Python ignores it and raises an error instead",
    "SIGXFSZ": "Python ignores it and raises an error instead",
    "SIGTSTP": "stops the program, and it goes on",
    "SIGTTIN": "stops the program, and it goes on",
    "SIGTTOU": "stops the program, and it goes on",
    "SIGCONT": "ends nothing",
    "SIGCHLD": "ends nothing",
    "SIGURG": "ends nothing",
    "SIGWINCH": "ends nothing",
    "SIGINFO": "ends nothing; only macOS has it",
}
"""Signals that keep their usual effect, and why."""

SIGNALS = frozenset(number for number in signal.valid_signals() if getattr(number, "name", "") not in LEFT_ALONE)
"""Every other one would end the program at once: `kill` with any number, a limit on processor time, a power cut that
the host has been told of. The real-time signals have no names."""

GRACE = 10.0
"""Seconds for an orderly end, signing out included, before the process ends itself."""

STALLED_AFTER = 2.0
"""Seconds after which a terminal that still isn't given back is taken for stalled."""

_NUDGE = signal.SIGURG
"""Interrupts a write or a wait; nobody else uses it, and by itself it does nothing."""


def block_signals() -> None:
    """To be called before any thread starts, since threads inherit it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)


def unblock_signals() -> None:
    """Once the program is out of the terminal: from here on a signal ends it at once, but none that came before:
    the exit code tells of the first.
    """
    for number in signal.sigpending() & SIGNALS:
        signal.sigwait({number})
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


class HangupWatch:
    """Calls `leave` with the exit code once, from its own thread; ends the process when that takes too long.

    `terminal`: file descriptor of the terminal whose end is the program's, too; None if nobody needs to look.
    """

    def __init__(
        self, leave: Callable[[int], object], *, grace: float = GRACE, terminal: int | None = 0, output: int = 2
    ) -> None:
        self._leave, self._grace, self._terminal, self._output = leave, grace, terminal, output
        self._cut = threading.Event()
        self._given_back = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True, name="hangup-watch")
        self._waiting = False
        self._at_work = threading.Lock()

    def hold(self) -> None:
        """Starts to watch. To be called from the main thread."""
        signal.signal(_NUDGE, lambda *_: None)
        self._waiting = True
        self._thread.start()
        if self._terminal is not None:
            threading.Thread(target=self._look, args=(self._terminal,), daemon=True, name="hang-up").start()

    def give_back(self) -> None:
        """The terminal is as it was before: whatever is still on its way to it may take its time."""
        self._given_back.set()

    def cut(self) -> None:
        """The program has ended by itself in order: nothing to watch any more."""
        self._cut.set()
        with self._at_work:
            if self._waiting and self._thread.ident is not None:
                signal.pthread_kill(self._thread.ident, _NUDGE)
        if self._waiting and self._thread is not threading.current_thread():
            self._thread.join(1.0)  # or it would take the signals that others wait for

    def _wait(self) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {_NUDGE})
        number: int = _NUDGE
        while number == _NUDGE and not self._cut.is_set():
            number = signal.sigwait(SIGNALS | {_NUDGE})
        if number != _NUDGE:
            self._end(128 + number)
        with self._at_work:
            self._waiting = False

    def _look(self, terminal: int) -> None:
        poll = select.poll()
        poll.register(terminal, 0)  # its end is told unasked
        poll.poll()
        if not self._cut.is_set():
            os.kill(os.getpid(), signal.SIGHUP)

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
