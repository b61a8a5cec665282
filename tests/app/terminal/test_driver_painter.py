"""The thread between the picture and the line: a real pty, read late or never."""

from __future__ import annotations

import os
import pty
import select
import time
import tty
from typing import TYPE_CHECKING

import pytest

from app.terminal.driver.controls import CLEAR, ENTER, IN_UTF8, LEAVE, REPAIR, SANE
from app.terminal.driver.painter import PATIENCE, Painter
from app.terminal.driver.picture import Picture
from tests.support.program.strict_screen import EVERYTHING, StrictScreen

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (80, 24)


class Line:
    """A pty whose other end reads only when it's told to, and a painter on it."""

    def __init__(self) -> None:
        self.far, self.near = pty.openpty()
        tty.setraw(self.near)
        self.failures: list[Exception] = []
        self.received = b""
        self.writes = 0
        self.painter = Painter(Picture(EVERYTHING, SIZE), self.near, self.failures.append)

    def read(self, quiet: float = 0.15) -> bytes:
        """What comes until nothing does for a while."""
        data = b""
        while select.select([self.far], [], [], quiet)[0]:
            data += os.read(self.far, 65536)
            self.writes += 1
        self.received += data
        return data

    def wait(self, wanted: bytes, seconds: float = 10.0) -> None:
        """Until something has come."""
        end = time.monotonic() + seconds
        while wanted not in self.received:
            assert time.monotonic() < end, f"{wanted!r} never came: {self.received!r}"
            if select.select([self.far], [], [], 0.05)[0]:
                self.received += os.read(self.far, 65536)

    def screen(self) -> StrictScreen:
        shown = StrictScreen(*SIZE)
        shown.feed(self.received)
        return shown

    def close(self) -> None:
        self.painter.stop()
        for one in (self.far, self.near):
            if one >= 0:
                os.close(one)


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()
    assert made.failures == []


def begin(line: Line) -> None:
    line.painter.start()
    line.painter.write(ENTER)
    line.painter.write("\x1b[?7l")
    line.painter.write("\x1b[Hfirst\x1b[H")
    line.wait(b"first")


def screenful(char: str) -> str:
    return "\x1b[H" + "\n".join((char * 79) + str(row % 10) for row in range(24)) + "\x1b[H"


def test_frames_merge_while_the_line_is_busy_and_nobody_waits(line: Line) -> None:
    begin(line)
    began = time.monotonic()
    for number in range(3000):
        line.painter.write(screenful("abcdefghij"[number % 10]))
    assert time.monotonic() - began < 2.0, "writing waited for the line"
    time.sleep(0.3)  # the kernel's buffer is full long before
    line.painter.write("\x1b[Hthe newest\x1b[H")
    line.wait(b"the newest")
    assert len(line.received) < 300_000, "frames were sent that nobody could see"
    shown = line.screen()
    assert shown.display[0].startswith("the newest" + "j" * 69)
    assert shown.display[23] == "j" * 79 + "3"


def test_a_frame_is_one_write(line: Line) -> None:
    begin(line)
    line.read()
    line.writes = 0
    for part in ("\x1b[?2026h", screenful("x"), "\x1b[?2026l"):
        line.painter.write(part)
        time.sleep(0.02)  # the thread is awake in between, and must not send half of it
    line.read()
    assert line.writes == 1


def test_stopping_on_a_stalled_terminal_takes_a_moment_and_not_for_ever(line: Line) -> None:
    begin(line)
    for number in range(400):
        line.painter.write(screenful("ab"[number % 2]))
        time.sleep(0.001)
    line.painter.write(LEAVE)
    began = time.monotonic()
    line.painter.stop()
    assert time.monotonic() - began < PATIENCE + 1.0


def test_the_last_words_come_through_when_the_line_wakes_up_in_time(line: Line) -> None:
    begin(line)
    for number in range(400):
        line.painter.write(screenful("ab"[number % 2]))
        time.sleep(0.001)
    line.painter.write(LEAVE)
    line.painter.write("\x1b[?25h")
    line.painter._queue.put(line.painter._stop)  # as `stop` does, without waiting for it
    line.wait(f"{SANE}\x1b[m{CLEAR}{LEAVE}\x1b[?25h".encode())


def test_a_vanished_terminal_ends_nothing_and_spins_nowhere(line: Line) -> None:
    begin(line)
    os.close(line.far)
    line.far = -1
    used = time.process_time()
    for number in range(50):
        line.painter.write(screenful("ab"[number % 2]))
        time.sleep(0.005)
    assert time.process_time() - used < 1.0
    assert line.painter._thread is not None
    assert line.painter._thread.is_alive()


def test_it_starts_again_and_paints_what_was_there(line: Line) -> None:
    begin(line)
    line.painter.write(LEAVE)
    line.painter.stop()
    line.received = b""
    line.painter.start()
    line.painter.write(ENTER)
    line.wait(b"first")


def test_after_a_resize_it_waits_for_a_frame_that_fits(line: Line) -> None:
    begin(line)
    line.read()
    line.painter.unsettle(40, 12)
    line.painter.write("\x1b[Hof the old size\x1b[H")
    assert line.read(0.05) == b""
    line.painter.resize(40, 12)
    line.painter.write("\x1b[Hsmaller\x1b[H")
    line.wait(b"smaller")
    line.read()
    line.painter.unsettle(40, 12)  # there and back: Textual has nothing new to say
    line.received = b""
    line.wait(b"smaller")


def test_redraw_repairs_and_paints_everything(line: Line) -> None:
    begin(line)
    line.read()
    line.received = b""
    line.painter.redraw()
    line.wait(b"first")
    assert line.received.startswith(f"{ENTER}{IN_UTF8}{REPAIR}".encode())


def test_where_the_terminal_cannot_be_opened_again_it_still_paints(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    """After `su` the terminal belongs to somebody else."""

    def refuse(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "ttyname", refuse)
    begin(line)
    line.painter.write(screenful("z"))
    line.wait(b"z" * 79)


def test_an_error_in_the_thread_is_handed_over(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(line)

    def fail(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr(Picture, "frame", fail)
    line.painter.write("\x1b[Hx")
    end = time.monotonic() + 5
    while not line.failures and time.monotonic() < end:
        time.sleep(0.01)
    assert isinstance(line.failures.pop(), ZeroDivisionError)
