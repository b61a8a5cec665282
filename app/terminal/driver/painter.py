"""A thread that brings the picture to the terminal, so that a slow or stalled line never holds up the wizard itself.

What Textual writes waits in a queue only until the thread wakes up. While the terminal takes nothing, frames are drawn
over each other in memory; what's sent in the end is the way to the newest one.
"""

from __future__ import annotations

import os
import select
import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from app.terminal.driver.controls import ENTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.terminal.driver.picture import Picture

SETTLE = 0.2
"""Seconds after a resize or a return that Textual has for a frame that fits, before the old one is painted again."""

PATIENCE = 1.5
"""Seconds that a stalled terminal has for the last words."""

_WAIT = 20
"""Milliseconds between two looks at what's new, while the terminal takes nothing."""


class Painter:
    """`terminal`: file descriptor of the terminal. `failed` is called from the thread with an error that ended it.

    Every method only puts a note into the queue, so any thread and any signal handler may call it.
    """

    def __init__(self, picture: Picture, terminal: int, failed: Callable[[Exception], object]) -> None:
        self._picture, self._terminal, self._failed = picture, terminal, failed
        self._queue: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._unsent = b""
        self._settled = 0.0
        self._expected = picture.size
        self._stopping = False

    # ------------------------------------------------------------------------------------------ from anywhere

    def start(self) -> None:
        """Begins to paint; again after `stop`, if need be."""
        if self._thread is not None:
            return
        self._stopping = False
        self._thread = threading.Thread(target=self._run, daemon=True, name="painter")
        self._thread.start()

    def stop(self) -> None:
        """Paints what's left, if the terminal takes it, and ends."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(self._stop)
            thread.join(PATIENCE + 0.5)

    def write(self, data: str) -> None:
        """Takes what Textual has written; the thread paints what it changes."""
        self._queue.put(lambda: self._take(data))

    def resize(self, width: int, height: int) -> None:
        """Textual paints for another size from now on."""
        self._queue.put(lambda: self._picture.resize(width, height))

    def unsettle(self, width: int, height: int) -> None:
        """The terminal has this size now, and may have had another for a moment: what it shows is anyone's guess."""
        self._queue.put(lambda: self._unsettle((width, height)))

    def redraw(self) -> None:
        self._queue.put(self._picture.repair)

    # ------------------------------------------------------------------------------------------ in the thread

    def _run(self) -> None:
        line = _open(self._terminal)
        try:
            while not self._stopping:
                self._listen(line)
                self._send(line)
            end = time.monotonic() + PATIENCE
            while self._unsent and time.monotonic() < end:
                self._writable(line)
                self._send(line)
        except Exception as error:  # noqa: BLE001 - a thread's errors are nobody's unless they're handed over
            self._failed(error)
        finally:
            os.close(line)

    def _listen(self, line: int) -> None:
        """Takes in what's new; waits for it unless something else is to be done."""
        if self._unsent:
            self._writable(line)
        else:
            pause = max(0.0, self._settled - time.monotonic()) if self._settled else None
            with suppress(Empty):
                self._queue.get(timeout=pause)()
        with suppress(Empty):
            while True:
                self._queue.get_nowait()()

    def _send(self, line: int) -> None:
        """As much as the terminal takes."""
        while self._unsent or self._fetch():
            try:
                self._unsent = self._unsent[os.write(line, self._unsent) :]
            except BlockingIOError:
                return
            except OSError:  # the terminal is gone; the hang-up watch ends the program
                self._unsent = b""

    def _fetch(self) -> bool:
        """Makes one write of what's to be said and the way to the newest frame. False if there's nothing new."""
        if self._picture.complete:
            self._unsent = self._picture.commands()
            if time.monotonic() >= self._settled:
                self._settled = 0.0
                self._unsent += self._picture.frame()
        return bool(self._unsent)

    def _writable(self, line: int) -> None:
        poll = select.poll()
        poll.register(line, select.POLLOUT)
        poll.poll(_WAIT)

    def _take(self, data: str) -> None:
        if data == ENTER and self._picture.drawn:
            self._unsettle(self._picture.size)
        if self._picture.take(data) and self._picture.size == self._expected:
            self._settled = 0.0

    def _unsettle(self, size: tuple[int, int]) -> None:
        self._picture.lose()
        self._expected = size
        self._settled = time.monotonic() + SETTLE

    def _stop(self) -> None:
        self._stopping = True


def _open(terminal: int) -> int:
    """The same terminal opened once more, so that only here writing doesn't wait; where that's refused, it does wait.

    Making the given descriptor itself non-blocking would do so for everyone who shares it, the shell included.
    """
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return os.dup(terminal)
