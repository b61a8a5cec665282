"""Every end that comes from outside: the customer is signed out at the cloud, and the terminal is given back."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.exit_codes import SIGNALLED
from app.terminal.hangup_watch import GRACE
from tests.support.program.journey_keys import (
    NEVER_KEPT,
    NEVER_SHOWN,
    answer_box_type,
    drafts,
    files_below,
    opened,
    sign_in,
)
from tests.support.program.sandbox_server import sandbox_server
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program.sandbox_server import SandboxServer

SOON = 6.0
"""Seconds for an orderly end on a busy machine."""


def comes_true(condition: Callable[[], bool], seconds: float = SOON) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def half_way(terminal: Terminal) -> None:
    """One answer, and something typed that isn't one yet."""
    sign_in(terminal)
    answer_box_type(terminal, "Garage")
    terminal.keys("Storgatan 2")
    terminal.wait("Storgatan 2")


def assert_kept(folder: Path) -> None:
    """Both."""
    (draft,) = drafts(folder)
    assert draft["typed"]["box_type"]["name"] == "Garage"
    assert draft["typed"]["charge_site"]["street"] == "Storgatan 2"


def processor_time(pid: int) -> float:
    """Seconds that a process has used; so far, or nothing once it's gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def stall(terminal: Terminal) -> None:
    """Paints much, and nobody looks, until nothing more goes in."""
    full = 0
    while full < 10:
        terminal.keys("{f3}{ctrl+l}")
        time.sleep(0.03)
        full = full + 1 if terminal.takes_nothing() else 0


SOME = [signal.SIGINT, signal.SIGABRT, signal.SIGTERM, *([signal.SIGRTMIN] if hasattr(signal, "SIGRTMIN") else [])]
"""One that a terminal sends, one that says the program is at fault, one that asks it to go, and one without a name.

`tests/app/terminal/test_hangup_watch.py` tries all, and a line that's cut is tried below."""


@pytest.mark.parametrize("number", SOME)
def test_a_signal_in_the_middle_signs_out_and_gives_the_terminal_back(
    tmp_path: Path, cloud: SandboxServer, number: int
) -> None:
    with opened(tmp_path, environ=cloud.environ) as terminal:
        half_way(terminal)
        assert cloud.signed_in()
        terminal.signal(number)
        assert terminal.exit_code(SOON) == SIGNALLED + number
        assert cloud.signed_in() == []
        assert terminal.restored()
        assert terminal.afterwards.strip() == ""
        for secret in NEVER_SHOWN:
            assert secret.encode() not in terminal.raw
    assert_kept(tmp_path)
    for path in files_below(tmp_path):
        for secret in NEVER_KEPT:
            assert secret.encode() not in path.read_bytes(), path


FIRST_SECOND = [moment / 100 for moment in range(2, 72, 7)]
"""Seconds after the start, from Python's own to the first screen; a slow machine is at another place, which is fine."""


@pytest.mark.parametrize("after", FIRST_SECOND)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_it_comes_up_is_no_crash(tmp_path: Path, number: signal.Signals, after: float) -> None:
    """Whatever it's about to do then: the code is the signal's, and nothing is left on the screen or the disk."""
    with Terminal([sys.executable, "-m", "app", "--sandbox"], folder=tmp_path) as terminal:
        time.sleep(after)  # the moments are what's tested
        terminal.signal(number)
        code = terminal.exit_code(SOON)
        assert code == SIGNALLED + number or (code == -number and not terminal.raw), "before the program's first line"
        assert terminal.restored() or (not terminal.raw and terminal._modes() == terminal.modes_before)
        assert terminal.afterwards.strip() == ""
        assert not list(tmp_path.rglob("crashes"))


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT])
def test_no_core_dump_tells_of_what_was_typed(tmp_path: Path, number: signal.Signals) -> None:
    """Whoever lets the system write them, and whatever brings the program down."""
    command = ["sh", "-c", f"ulimit -c unlimited; exec {sys.executable} -m app --sandbox"]
    with Terminal(command, folder=tmp_path) as terminal:
        terminal.wait("Begin")
        terminal.signal(number)
        assert terminal.exit_code(SOON) == (-number if number == signal.SIGSEGV else SIGNALLED + number)
    assert list(tmp_path.glob("*core*")) == []


@pytest.mark.skipif(not Path("/proc/self/coredump_filter").exists(), reason="needs Linux")
def test_no_other_process_of_the_account_looks_into_it(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox") as terminal:
        pid = terminal.process.pid
        limits = Path(f"/proc/{pid}/limits").read_text("ascii")
        assert re.search(r"Max core file size +0 +0 ", limits)
        # what isn't dumpable belongs to root, and nobody's own processes get at it (proc(5), PR_SET_DUMPABLE in prctl(2))
        assert Path(f"/proc/{pid}/environ").stat().st_uid == 0
        if os.geteuid():
            with pytest.raises(PermissionError):
                Path(f"/proc/{pid}/mem").read_bytes()


def test_a_line_that_is_cut_signs_out_too(tmp_path: Path, cloud: SandboxServer) -> None:
    with opened(tmp_path, environ=cloud.environ) as terminal:
        half_way(terminal)
        assert cloud.signed_in()
        terminal.hang_up()
        assert terminal.exit_code(SOON) == SIGNALLED + signal.SIGHUP
        assert cloud.signed_in() == []
    assert_kept(tmp_path)


def test_a_terminal_that_vanishes_without_a_signal_signs_out_too(tmp_path: Path, cloud: SandboxServer) -> None:
    """Every read finds the end and every write fails: a program that took that for typing would spin for ever."""
    command = [sys.executable, "-m", "app"]
    with Terminal(command, folder=tmp_path, environ=cloud.environ, controlling=False) as terminal:
        terminal.wait("Begin")
        half_way(terminal)
        assert cloud.signed_in()
        used, before = 0.0, processor_time(terminal.process.pid)
        terminal.hang_up()
        end = time.monotonic() + SOON
        while terminal.process.poll() is None and time.monotonic() < end:
            used = max(used, processor_time(terminal.process.pid) - before)
            time.sleep(0.02)
        assert terminal.process.returncode == SIGNALLED + signal.SIGHUP
        assert used < 1.0, "it waits, and doesn't spin"
        assert cloud.signed_in() == []
    assert_kept(tmp_path)


def test_a_stalled_line_signs_out_too(tmp_path: Path, cloud: SandboxServer) -> None:
    """Nobody reads any more, so whatever is painted hangs; then the program is told to end."""
    with opened(tmp_path, environ=cloud.environ) as terminal:
        half_way(terminal)
        stall(terminal)
        terminal.signal(signal.SIGTERM)
        assert comes_true(lambda: terminal.process.poll() is not None, GRACE)
        assert terminal.process.returncode == SIGNALLED + signal.SIGTERM
        assert cloud.signed_in() == []
    assert_kept(tmp_path)


def test_last_words_that_nobody_takes_keep_nobody(tmp_path: Path) -> None:
    """The same, on a stalled line: there's something to say, and it can't be said."""
    with sandbox_server(tmp_path) as cloud, opened(tmp_path, environ=cloud.environ) as terminal:
        sign_in(terminal)
        cloud.is_gone()
        stall(terminal)
        terminal.signal(signal.SIGTERM)
        assert comes_true(lambda: terminal.process.poll() is not None, GRACE + SOON)
        assert terminal.process.returncode == SIGNALLED + signal.SIGTERM


def test_a_cloud_that_is_gone_is_told_and_keeps_nobody(tmp_path: Path) -> None:
    with sandbox_server(tmp_path) as cloud, opened(tmp_path, environ=cloud.environ) as terminal:
        sign_in(terminal)
        cloud.is_gone()
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code(SOON) == SIGNALLED + signal.SIGTERM
        assert terminal.restored()
        assert "could not be signed out" in terminal.afterwards


SLOW_NAMES = """
import socket, sys, time

def asked(host, *more, **options):
    time.sleep(30)

socket.getaddrinfo = asked
from app.cli import main
sys.exit(main([]))
"""


@pytest.mark.parametrize("number", [None, signal.SIGTERM])
def test_name_servers_that_dont_answer_hold_up_no_prompt(tmp_path: Path, number: signal.Signals | None) -> None:
    """Nobody can break off such a question, only leave it behind."""
    environ = {"NORTHE_ACTIVATE_NORTHE_URL": "https://northe.invalid"}
    with Terminal([sys.executable, "-c", SLOW_NAMES], folder=tmp_path, environ=environ) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait("Getting a code")
        if number is None:
            terminal.keys("{ctrl+q}")
            terminal.wait(r"Quit\?")
            terminal.keys("{tab}{enter}")
        else:
            terminal.signal(number)
        assert terminal.exit_code(SOON) == (0 if number is None else SIGNALLED + number)
        assert terminal.restored()
