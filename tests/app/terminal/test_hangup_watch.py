"""A signal ends the program in order, and if that hangs, it ends it anyway."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.terminal.hangup_watch import LEFT_ALONE, SIGNALS, HangupWatch
from tests.support.program.terminal import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

MUST_END_IN_ORDER = {"HUP", "INT", "QUIT", "TRAP", "ABRT", "USR1", "USR2", "ALRM", "TERM", "STKFLT", "XCPU", "VTALRM",
                     "PROF", "POLL", "PWR", "SYS"}  # fmt: skip
"""What signal(7) says ends a process and can be waited for; the real-time ones come on top."""

PROGRAM = """
import sys, threading, time
from app.terminal.hangup_watch import HangupWatch, block_signals, unblock_signals

how, terminal = sys.argv[1], int(sys.argv[2])
block_signals()
left = threading.Event()
codes = []

def leave(code):
    codes.append(code)
    left.set()

hangup_watch = HangupWatch(leave, grace=0.3, terminal=terminal)
threading.Thread(target=time.sleep, args=(30,), daemon=True).start()
hangup_watch.hold()
print("ready", flush=True)
if how == "orderly":
    left.wait(20)
    hangup_watch.give_back()
    hangup_watch.cut()
    unblock_signals()
    sys.exit(codes[0])
if how == "hanging":
    time.sleep(30)
if how == "over":
    hangup_watch.cut()
    time.sleep(1.5)
    unblock_signals()
    print("codes", codes, flush=True)
    time.sleep(30)
"""

STALLED = """
import os, pty, signal, threading
from app.terminal import hangup_watch as module

module.STALLED_AFTER = 0.05
signal.signal(signal.SIGURG, lambda *_: None)  # as hold() does
master, slave = pty.openpty()
hangup_watch = module.HangupWatch(lambda _: None, output=slave, grace=10.0)
written = threading.Event()

def write():
    for _ in range(200):
        os.write(slave, b"x" * 4096)  # nobody reads: the pty takes some kilobytes, then it blocks
    written.set()
    hangup_watch.cut()

threading.Thread(target=write, daemon=True).start()
print("open" if written.wait(0.3) else "blocked", flush=True)
hangup_watch._end(143)
print("free" if written.is_set() else "stuck", flush=True)
"""


def started(how: str, terminal: int = 0, **more: object) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, how, str(terminal)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,  # type: ignore[call-overload]  # stdin and pass_fds
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process  # type: ignore[no-any-return]  # see above


def ended(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(15)
    finally:
        process.kill()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture
def terminal_that_stays() -> Iterator[int]:
    """Nobody closes its other end."""
    read, write = os.pipe()
    yield read
    os.close(read)
    os.close(write)


def test_every_signal_is_waited_for_or_left_alone_for_a_reason() -> None:
    names = {number.name for number in signal.Signals if number in SIGNALS}
    known = {f"SIG{name}" for name in MUST_END_IN_ORDER if hasattr(signal, f"SIG{name}")}
    assert {getattr(signal, name).name for name in known} <= names
    for number in signal.valid_signals() - SIGNALS:
        assert signal.Signals(number).name in LEFT_ALONE
    if hasattr(signal, "SIGRTMIN"):
        assert set(range(signal.SIGRTMIN, signal.SIGRTMAX + 1)) <= SIGNALS


WITH_A_NAME = SIGNALS & set(signal.Signals)
AT_THE_ENDS = {min(SIGNALS - WITH_A_NAME, default=signal.SIGTERM), max(SIGNALS - WITH_A_NAME, default=signal.SIGTERM)}
"""Of those without one: nothing tells one from another."""


@pytest.mark.parametrize("number", sorted(WITH_A_NAME | AT_THE_ENDS))
def test_a_signal_ends_in_order_with_its_own_code(number: int, terminal_that_stays: int) -> None:
    process = started("orderly", stdin=terminal_that_stays)
    process.send_signal(number)
    assert ended(process) == 128 + number


def test_signals_that_come_together_end_with_the_code_of_one(terminal_that_stays: int) -> None:
    """What's left of them doesn't end the process before its own code is told."""
    several = [signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT]
    process = started("orderly", stdin=terminal_that_stays)
    os.kill(process.pid, signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WNOWAIT)  # so that they really come together
    for number in several:
        process.send_signal(number)
    os.kill(process.pid, signal.SIGCONT)
    assert ended(process) in {128 + number for number in several}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux")
def test_waiting_wakes_nobody(terminal_that_stays: int) -> None:
    process = started("hanging", stdin=terminal_that_stays)
    threads = {path.name: path for path in Path(f"/proc/{process.pid}/task").iterdir()}
    del threads[str(process.pid)]

    def switches() -> list[str]:
        found = (path.joinpath("status").read_text("ascii") for path in threads.values())
        return [line for text in found for line in text.splitlines() if line.startswith("voluntary")]

    try:
        assert len(threads) == 3, "the hang-up watch, what looks at the terminal, and one of the test's own"
        end = time.monotonic() + 20.0
        while any(line.endswith("\t0") for line in switches()) and time.monotonic() < end:
            time.sleep(0.05)  # one of them is still on its way to where it waits
        before = switches()
        time.sleep(2.5)
        assert switches() == before
    finally:
        process.kill()
        ended(process)


def test_a_program_that_hangs_is_ended_after_its_grace(terminal_that_stays: int) -> None:
    process = started("hanging", stdin=terminal_that_stays)
    since = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert ended(process) == 128 + signal.SIGTERM
    assert time.monotonic() - since < 5


def test_a_terminal_that_goes_without_a_signal_is_noticed() -> None:
    """As when there's no controlling terminal: nobody sends SIGHUP."""
    master, slave = pty.openpty()
    process = started("orderly", terminal=slave, stdin=subprocess.DEVNULL, pass_fds=(slave,))
    os.close(slave)
    os.close(master)
    assert ended(process) == 128 + signal.SIGHUP


def test_after_the_end_a_signal_has_its_usual_effect(terminal_that_stays: int) -> None:
    process = started("over", stdin=terminal_that_stays)
    assert process.stdout is not None
    assert process.stdout.readline() == "codes []\n"
    process.send_signal(signal.SIGTERM)
    assert ended(process) == -signal.SIGTERM


def test_a_signal_that_comes_while_it_ends_calls_nobody() -> None:
    calls: list[int] = []
    hangup_watch = HangupWatch(calls.append)
    hangup_watch.cut()
    hangup_watch._end(143)
    assert calls == []


def test_a_loop_that_has_just_ended_is_no_fault() -> None:
    calls: list[int] = []

    def leave(code: int) -> None:
        calls.append(code)
        hangup_watch.cut()
        raise RuntimeError("Event loop is closed")

    hangup_watch = HangupWatch(leave)
    hangup_watch._end(143)
    assert calls == [143]


def test_a_write_that_a_stalled_terminal_holds_up_comes_free() -> None:
    """In a process of its own: the nudge goes to every thread that there is."""
    process = subprocess.run(
        [sys.executable, "-c", STALLED], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert process.stdout.split() == ["blocked", "free"], process.stderr
    assert process.returncode == 0


@pytest.mark.parametrize("given_back", [True, False])
def test_what_is_on_its_way_after_the_terminal_is_given_back_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, given_back: bool
) -> None:
    """The last words, and the sequences that restore the terminal, on a line that's slow but alive."""
    monkeypatch.setattr("app.terminal.hangup_watch.STALLED_AFTER", 0.05)
    thrown: list[int] = []
    hangup_watch = HangupWatch(lambda _: None, grace=0.4)
    monkeypatch.setattr(hangup_watch, "_lead_into_nothing", lambda: thrown.append(1))
    monkeypatch.setattr("os._exit", thrown.append)
    if given_back:
        hangup_watch.give_back()
    hangup_watch._end(143)
    assert thrown[-1] == 143
    assert (1 in thrown) is not given_back
