"""Textual's Linux driver with another way out: it reads keys as ever, but what it writes goes to the painter.

This file alone knows Textual's inside; `tests/app/terminal/test_driver_seam.py` notices when an upgrade changes it.
"""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver

from app.terminal.driver.abilities import read_abilities
from app.terminal.driver.painter import Painter
from app.terminal.driver.picture import Picture

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from types import FrameType

    from textual.app import App
    from textual.message import Message


STILL = 0.1
"""Seconds without another size, after which somebody has stopped pulling at the window."""


class FrugalDriver(LinuxDriver):
    """Sends the cells that changed, and only those. `redraw` paints everything anew, after noise on the line."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        stream = self._file
        if stream is None:  # the capabilities were demanded before
            raise RuntimeError("there is no terminal to paint on")
        terminal = stream.fileno()
        self._seen = app.size
        self._reported = app.size
        self._drawing_all: TimerHandle | None = None
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
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        textuals = signal.getsignal(signal.SIGWINCH)

        def resized(number: int, frame: FrameType | None) -> None:
            if not self._in_band_window_resize:
                self._unsettle(*self._get_terminal_size())
            if callable(textuals):
                textuals(number, frame)

        signal.signal(signal.SIGWINCH, resized)

    def process_message(self, message: Message) -> None:
        """The same for sizes that the terminal reports; its first report only confirms what's known."""
        if isinstance(message, events.Resize) and message.size != self._reported:
            self._reported = message.size
            self._unsettle(*message.size)
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
