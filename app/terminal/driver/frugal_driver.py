"""Textual's Linux driver with another way in and out: keys come sorted, and what it writes goes to the painter.

This file alone knows Textual's inside; `tests/app/terminal/test_driver_seam.py` notices when an upgrade changes it.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from textual import constants, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from app.terminal import before_textual
from app.terminal.driver.painter import Painter
from app.terminal.driver.picture import Picture
from app.terminal.driver.terminfo import read_abilities
from app.terminal.input_sorter import InputSorter
from app.terminal.size_limit import within_reason
from app.terminal.terminal_input import WITH_ALT, KeySequence, PastedText, TypedText

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Iterable, Iterator
    from types import FrameType

    from textual.app import App
    from textual.message import Message


STILL = 0.1
"""Seconds without another size, after which somebody has stopped pulling at the window."""


ESCAPE = KeySequence("\x1b")

TICK = 0.1
"""Seconds after which the rest of a key that has begun is looked for once more."""

MOST_AT_ONCE = 4096
"""Bytes."""

_ANSWERS = re.compile(r"\x1b\[(\?\d+;\d\$y|48;[\d:;]+t)")
"""What Textual understands beside its table of keys: modes, and sizes within the stream."""
_NUMBERED = re.compile(r"\x1b\[\d+(;\d+)?u")
"""Keys of the kitty protocol, where somebody has turned it on."""


def known(sequence: str) -> bool:
    """Whether Textual makes something of a whole sequence: a key, or an answer that it has asked for."""
    keys = ANSI_SEQUENCES_KEYS.get(sequence)
    if keys is not None:
        return keys is not IGNORE_SEQUENCE
    numbered = not constants.DISABLE_KITTY_KEY and _NUMBERED.fullmatch(sequence) is not None
    return numbered or _ANSWERS.fullmatch(sequence) is not None


class _Ending(threading.Event):
    """Textual's sign for the thread that reads keys that it's to end. It sleeps until there's a key, so it's woken."""

    def __init__(self) -> None:
        super().__init__()
        self._sleepers: set[int] = set()

    def set(self) -> None:
        super().set()
        self.wake()

    def wake(self) -> None:
        """Whoever sleeps looks whether it's still needed."""
        for sleeper in tuple(self._sleepers):
            with suppress(OSError):  # it has just gone
                os.write(sleeper, b".")

    @contextmanager
    def waking(self) -> Iterator[int]:
        """A file descriptor that can be read from once this thread is to look."""
        read, write = os.pipe()
        self._sleepers.add(write)
        try:
            yield read
        finally:
            self._sleepers.discard(write)
            os.close(write)
            os.close(read)


class FrugalDriver(LinuxDriver):
    """Sends the cells that changed, and only those. `redraw` paints everything anew, after noise on the line."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        stream = self._file
        if stream is None:  # the capabilities were demanded before
            raise RuntimeError("there is no terminal to paint on")
        terminal = stream.fileno()
        self.exit_event = self._ending = _Ending()
        self._seen = app.size
        self._reported = app.size
        self._drawing_all: TimerHandle | None = None
        self._cooked = 0
        picture = Picture(read_abilities(terminal=terminal), self._seen, stream.encoding)
        self._painter = Painter(picture, terminal, self._hand_over)

    @property  # type: ignore[override]  # Textual has an attribute here
    def _writer_thread(self) -> Painter:
        """What Textual's driver writes to, starts and stops: ours, whatever it sets."""
        return self._painter

    @_writer_thread.setter
    def _writer_thread(self, _: object) -> None:
        pass

    def write(self, data: str) -> None:
        """A frame is for the size that the app has at this moment."""
        size = self._app.size
        if size != self._seen:
            self._seen = size
            self._painter.resize(*size)
        self._painter.write(data)

    def start_application_mode(self) -> None:
        """Textual watches the window's size only to lay out anew; what the terminal shows has changed, too."""
        self.exit_event.clear()
        at_first, self._cooked = before_textual.hand_over()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        if at_first is not None:
            self.attrs_before = at_first
        textuals = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            if not self._in_band_window_resize:
                self._unsettle(*self._get_terminal_size())
            if callable(textuals):
                textuals(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def _get_terminal_size(self) -> tuple[int, int]:
        return within_reason(*super()._get_terminal_size())

    def _sigcont_application(self, *_: object) -> None:
        """Textual starts anew at each SIGCONT, also where it wasn't stopped in order: a line that's cut sends one.

        What the terminal was like at first is still what it's to be like in the end.
        """
        at_first = None if self._must_signal_resume else self.attrs_before
        super()._sigcont_application()
        self._ending.wake()  # a thread that another one has taken the place of
        if at_first is not None:
            self.attrs_before = at_first

    def close(self) -> None:
        """The last thread that reads keys ends, too: the program would wait for it for ever."""
        self.exit_event.set()
        super().close()

    def run_input_thread(self) -> None:
        """Textual's parser gets only what's whole and known to it: else a split or strange sequence is typed out, and
        one byte that isn't UTF-8 ends its thread.
        """
        terminal = self.fileno
        encoding = getattr(self.input_tty and sys.__stdin__, "encoding", None) or "utf-8"
        incoming = InputSorter(
            known, encoding="utf-8" if encoding == "ascii" else encoding, escape_delay=constants.ESCAPE_DELAY
        )
        with self._ending.waking() as woken:
            poll = select.poll()
            for source in (terminal, woken):
                poll.register(source, select.POLLIN)
            # Another one takes its place after SIGCONT; Textual then waits for that one only.
            while not self.exit_event.is_set() and threading.current_thread() is self._key_thread:
                ready = {
                    source for source, _ in poll.poll(min(TICK, incoming.patience) * 1000 if incoming.waits else None)
                }
                if woken in ready:
                    os.read(woken, MOST_AT_ONCE)
                elif terminal in ready:
                    self._take_in(incoming, terminal)
                else:
                    self._deliver_all(incoming.tick(time.monotonic()))

    def _take_in(self, incoming: InputSorter, terminal: int) -> None:
        try:
            data = os.read(terminal, MOST_AT_ONCE)
        except OSError:  # the terminal is gone; the hang-up watch sees to it
            data = b""
        if self._cooked:
            data = self._uncooked(data)
        if not data:
            self.exit_event.wait(TICK)  # at the end of a file there's always "something" to read
        self._deliver_all(incoming.feed(data, time.monotonic()))

    def _deliver_all(self, found: Iterable[TypedText | KeySequence | PastedText]) -> None:
        for one in found:
            self._deliver(one)

    def _uncooked(self, data: bytes) -> bytes:
        """What came before the terminal was taken has line feeds, where Enter was pressed."""
        cooked = data[: self._cooked]
        self._cooked -= len(cooked)
        return cooked.replace(b"\n", b"\r") + data[len(cooked) :]

    def _deliver(self, found: TypedText | KeySequence | PastedText) -> None:
        heard: Iterable[Message]
        if isinstance(found, PastedText):
            heard = [events.Paste(found.text)]
        elif found == ESCAPE:
            heard = [events.Key("escape", "\x1b")]
        elif found.text in WITH_ALT:
            heard = [events.Key(WITH_ALT[found.text], None)]
        else:
            heard = XTermParser(debug=False).feed(found.text)  # a new one each time, so that none waits for more
        for message in heard:
            self.process_message(message)

    def process_message(self, message: Message) -> None:
        """The same for sizes that the terminal reports; its first report only confirms what's known."""
        if isinstance(message, events.Resize):
            size = Size(*within_reason(*message.size))
            if size != message.size:
                message = events.Resize(size, size)
            if size != self._reported:
                self._reported = size
                self._unsettle(*size)
        super().process_message(message)

    def _unsettle(self, width: int, height: int) -> None:
        self._painter.unsettle(width, height)
        self._loop.call_soon_threadsafe(self._draw_all_soon)

    def _draw_all_soon(self) -> None:
        """Of sizes that come and go quickly, Textual may draw a part of one and nothing of the last."""
        if self._drawing_all is not None:
            self._drawing_all.cancel()
        self._drawing_all = self._loop.call_later(STILL, self._app.refresh)

    def redraw(self) -> None:
        """After something else has written to the terminal."""
        self._painter.redraw()

    def _hand_over(self, error: Exception) -> None:
        self._loop.call_soon_threadsafe(self._app._handle_exception, error)  # noqa: SLF001 - as Textual's own drivers do


def redraw(app: App[Any]) -> None:
    """Paints what `app` shows anew, if it's painted by this driver."""
    driver = app._driver  # noqa: SLF001 - an app has no public way to its driver
    if isinstance(driver, FrugalDriver):
        driver.redraw()
