"""The driver in a real process on a real pty: it comes, is stopped, goes on, grows and shrinks, and goes."""

from __future__ import annotations

import signal
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tests.support.program.strict_screen import StrictScreen
from tests.support.program.terminal import EMPTIED, ENTER_ALTERNATE, LEAVE_ALTERNATE, Terminal

pytestmark = pytest.mark.wire


def tiny(folder: Path, **environ: str) -> Terminal:
    terminal = Terminal([sys.executable, "-m", "tests.support.program.tiny_app"], folder=folder, environ=environ)
    try:
        terminal.wait("at the bottom")
    except BaseException:
        terminal.close()
        raise
    return terminal


def state(terminal: Terminal) -> str:
    """As the kernel has it: S sleeps, T is stopped."""
    return Path(f"/proc/{terminal.process.pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()[0]


def shown(terminal: Terminal, since: int = 0, size: tuple[int, int] = (80, 24)) -> StrictScreen:
    """What a strict terminal shows of what has come since then."""
    screen = StrictScreen(*size)
    screen.feed(bytes(terminal.raw[since:]))
    return screen


def quiet(terminal: Terminal, seconds: float = 0.25) -> None:
    """Until nothing has come for a while."""
    before = -1
    while before != len(terminal.raw):
        before = len(terminal.raw)
        terminal.look(seconds)


def test_it_comes_and_goes_with_what_is_useful_and_no_more(tmp_path: Path) -> None:
    with tiny(tmp_path) as terminal:
        assert terminal.raw.startswith(ENTER_ALTERNATE + b"\x1b[?25l")
        for useful in (b"\x1b[?2026$p", b"\x1b[?2048$p", b"\x1b[?2004h", b"\x1b[?7l"):
            assert terminal.raw.count(useful) == 1
        for useless in (b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?1004", b"u"):
            assert useless not in terminal.raw.partition(b"\x1b[H\x1b[J")[0]
        terminal.keys("{f1}")
        assert terminal.exit_code() == 0
        assert terminal.restored()
        assert terminal.raw.endswith(EMPTIED + LEAVE_ALTERNATE + b"\x1b[?25h")


@pytest.mark.parametrize("by", ["signal", "key"])
def test_stopped_and_going_on(tmp_path: Path, by: str) -> None:
    with tiny(tmp_path) as terminal:
        terminal.keys("abc")
        terminal.wait("abc")
        if by == "signal":
            terminal.signal(signal.SIGTSTP)
        else:
            terminal.keys("{f3}")
        terminal.wait(lambda: state(terminal) == "T")
        terminal.look(0.1)
        assert terminal.restored()
        since = len(terminal.raw)
        terminal.signal(signal.SIGCONT)
        terminal.wait(lambda: b"at the bottom" in terminal.raw[since:])
        quiet(terminal)
        assert terminal.raw[since:].startswith(ENTER_ALTERNATE)
        assert shown(terminal, since).display[2].startswith("abc")
        terminal.keys("d")
        terminal.wait("abcd")
        terminal.keys("{f1}")
        assert terminal.exit_code() == 0
        assert terminal.restored()


@pytest.mark.parametrize("size", [(120, 40), (40, 10)])
def test_another_size_is_painted_whole(tmp_path: Path, size: tuple[int, int]) -> None:
    with tiny(tmp_path) as terminal:
        quiet(terminal)
        since = len(terminal.raw)
        terminal.resize(*size)
        terminal.wait(lambda: f"{size[0]} by {size[1]}".encode() in terminal.raw[since:])
        quiet(terminal)
        screen = shown(terminal, since, size)
        assert screen.display[0].rstrip() == "Tiny"
        assert screen.display[1].rstrip() == f"{size[0]} by {size[1]}"
        assert screen.display[-1].rstrip() == "at the bottom"
        assert terminal.raw[since:].count(b"\x1b[J") == 1, "painted more than once"


def test_there_and_back_in_no_time_is_painted_whole_too(tmp_path: Path) -> None:
    """Textual finds the size unchanged and paints nothing, but the terminal may have lost what was at the edge."""
    with tiny(tmp_path) as terminal:
        quiet(terminal)
        since = len(terminal.raw)
        terminal.resize(60, 20)
        terminal.resize(80, 24)
        terminal.wait(lambda: shown(terminal, since).display[-1].rstrip() == "at the bottom")


def test_a_terminal_that_answers_gets_synchronized_frames_and_may_report_its_size(tmp_path: Path) -> None:
    with tiny(tmp_path) as terminal:
        terminal.send("\x1b[?2026;2$y\x1b[?2048;2$y")
        terminal.wait(lambda: b"\x1b[?2048h" in terminal.raw)
        since = len(terminal.raw)
        terminal.send("\x1b[48;24;80;0;0t")  # the report that confirms the size paints nothing
        quiet(terminal)
        assert terminal.raw[since:] == b""
        terminal.keys("{f4}")
        quiet(terminal)
        assert terminal.raw[since:].startswith(b"\x1b[?2026h")
        assert terminal.raw[since:].endswith(b"\x1b[?2026l")
        since = len(terminal.raw)
        terminal.keys("x")
        quiet(terminal)
        assert b"2026" not in terminal.raw[since:], "16 bytes for a frame of a few"
        terminal.send("\x1b[48;30;100;0;0t")  # no signal comes with it
        terminal.wait(lambda: b"100 by 30" in terminal.raw)
        quiet(terminal)
        since = terminal.raw.rindex(b"\x1b[J")
        assert shown(terminal, since, (100, 30)).display[-1].rstrip() == "at the bottom"
        terminal.keys("{f1}")
        assert terminal.exit_code() == 0
        assert b"\x1b[?2048l" in terminal.raw
        assert terminal.restored()


def test_one_key_paints_over_noise(tmp_path: Path) -> None:
    with tiny(tmp_path) as terminal:
        terminal.keys("abc")
        terminal.wait("abc")
        quiet(terminal)
        since = len(terminal.raw)
        terminal.keys("{ctrl+l}")
        terminal.wait(lambda: b"at the bottom" in terminal.raw[since:])
        quiet(terminal)
        screen = StrictScreen(80, 24)
        screen.feed(
            "\x1b[7;31m" + "\n\x1b[10CBroadcast message from root" * 5 + "\x1b[5;9r\x1b[?6h\x1b[4h\x1b[?25h\x1b[?7h"
        )
        screen.feed(bytes(terminal.raw[since:]))
        clean = shown(terminal)
        assert screen.seen() == clean.seen()
        assert screen.place() == clean.place()
        assert "DECTCEM" not in screen.mode
        assert screen.margins is None or screen.margins == (0, 23)


def test_the_bell_rings_by_itself(tmp_path: Path) -> None:
    with tiny(tmp_path) as terminal:
        since = len(terminal.raw)
        terminal.keys("{f2}")
        terminal.wait(lambda: len(terminal.raw) > since)
        quiet(terminal)
        assert terminal.raw[since:] == b"\x07"


@pytest.mark.parametrize("term", ["linux", "vt100"])
def test_without_a_second_screen_it_leaves_an_empty_one(tmp_path: Path, term: str) -> None:
    with tiny(tmp_path, TERM=term) as terminal:
        assert b"1049" not in terminal.raw
        terminal.keys("{f1}")
        assert terminal.exit_code() == 0
        assert b"1049" not in terminal.raw
        assert terminal.raw.endswith(b"\x1b[m\x1b[H\x1b[J\x1b[?25h")
        assert terminal._modes() == terminal.modes_before


def went_on(terminal: Terminal, times: int) -> bool:
    return terminal.raw.count(ENTER_ALTERNATE) == 1 + times


def test_going_on_without_having_been_stopped_changes_nothing(tmp_path: Path) -> None:
    """As the kernel does to whoever loses a line, and a careless `kill -CONT`: no second thread reads keys."""
    with tiny(tmp_path) as terminal:
        tasks = Path(f"/proc/{terminal.process.pid}/task")
        before = len(list(tasks.iterdir()))
        for times in range(1, 6):
            terminal.signal(signal.SIGCONT)
            terminal.wait(partial(went_on, terminal, times))
        terminal.wait(lambda: len(list(tasks.iterdir())) == before)
        terminal.keys("still here")
        terminal.wait("still here")
        terminal.keys("{f1}")
        assert terminal.exit_code() == 0
        assert terminal.restored()


def test_nothing_is_left_running_or_burning_when_the_line_is_cut(tmp_path: Path) -> None:
    with tiny(tmp_path) as terminal:
        terminal.hang_up()
        end = time.monotonic() + 10
        while terminal.process.poll() is None and time.monotonic() < end:
            time.sleep(0.02)
        assert terminal.process.returncode == -signal.SIGHUP  # the hang-up watch's business in the wizard
        assert not Path(f"/proc/{terminal.process.pid}/stat").exists()
