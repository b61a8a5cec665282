"""What was typed is there again, whatever ended the program: a line that's cut, a signal, `kill -9`, a full disk."""

from __future__ import annotations

import signal
import sys
import time
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest

from app.exit_codes import SIGNALLED
from tests.support.program.journey_keys import (
    NEVER_KEPT,
    NEVER_SHOWN,
    answer_box_type,
    drafts,
    files_below,
    opened,
    quit_program,
    sign_in,
)
from tests.support.program.sandbox_server import SandboxServer, sandbox_server
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPING = 0.9
"""Seconds."""

LOST = 0.5
"""Seconds of typing: 0.2 on a machine that has nothing else to do."""

FILE_LIMIT = 1
"""Blocks of 512 bytes that a file may have: what a full disk does to a draft, without filling one."""


@pytest.fixture
def cloud_in_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """One whose clock the test puts forward, which no other test may find so."""
    with sandbox_server(tmp_path_factory.mktemp("cloud")) as cloud:
        yield cloud


def kept(folder: Path, name: str, step: str = "charge_site") -> list[str]:
    return [draft["typed"].get(step, {}).get(name, "") for draft in drafts(folder)]


def on_the_way(terminal: Terminal) -> None:
    """In the middle of an address."""
    sign_in(terminal)
    answer_box_type(terminal, "Garage")
    terminal.keys("Testgatan 10{tab}111 22")


def test_nothing_is_lost_by_kill_9_nor_by_a_line_that_is_cut(tmp_path: Path, cloud_in_time: SandboxServer) -> None:
    with opened(tmp_path, environ=cloud_in_time.environ) as terminal:
        on_the_way(terminal)
        terminal.wait(lambda: kept(tmp_path, "postcode") == ["111 22"])
        terminal.signal(signal.SIGKILL)
        assert terminal.exit_code() == -signal.SIGKILL

    with opened(tmp_path, environ=cloud_in_time.environ) as terminal:
        terminal.wait(r"Kim Larsson · Type is done · (just now|\d+ seconds? ago)")
        sign_in_again(terminal)
        terminal.wait(r"(?s)Testgatan 10.*111 22.*Continued")
        terminal.keys("{tab}{tab}Stockholm")
        terminal.wait("Stockholm")
        terminal.hang_up()
        assert terminal.exit_code() == SIGNALLED + signal.SIGHUP
    assert kept(tmp_path, "city") == ["Stockholm"], "typed a moment before the line was cut"

    with opened(tmp_path, environ=cloud_in_time.environ) as terminal:
        sign_in_again(terminal)
        terminal.wait(r"(?s)Testgatan 10.*111 22.*Stockholm")
        for secret in NEVER_SHOWN:
            assert secret.encode() not in terminal.raw
        assert quit_program(terminal) == 0
    assert len(drafts(tmp_path)) == 1
    for path in files_below(tmp_path):
        for secret in NEVER_KEPT:
            assert secret.encode() not in path.read_bytes(), path
    assert len(cloud_in_time.signed_in()) == 1, "only the session that was killed: no token is kept to sign it out with"
    cloud_in_time.later(30 * 60)
    assert cloud_in_time.signed_in() == [], "it ends by itself"


def test_kill_9_in_the_middle_of_typing_costs_the_last_moment_only(tmp_path: Path, cloud: SandboxServer) -> None:
    with opened(tmp_path, environ=cloud.environ) as terminal:
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        letters: list[tuple[str, float]] = []
        begun = time.monotonic()
        while time.monotonic() - begun < TYPING:
            letters.append((ascii_lowercase[len(letters) % 26], time.monotonic()))
            terminal.send(letters[-1][0])
            terminal.wait("".join(letter for letter, _ in letters[-20:]))
        terminal.signal(signal.SIGKILL)
        ended = time.monotonic()
        assert terminal.exit_code() == -signal.SIGKILL
    (street,) = kept(tmp_path, "street")
    assert "".join(letter for letter, _ in letters).startswith(street)
    for letter, at in letters[len(street) :]:
        assert ended - at < LOST, f"{letter} was typed {ended - at:.2f} s before"


def sign_in_again(terminal: Terminal) -> None:
    """To the step where it was."""
    sign_in(terminal, r"● Charge [sS]ite")


def test_two_sessions_at_once_never_write_the_same_draft(tmp_path: Path, cloud: SandboxServer) -> None:
    with opened(tmp_path, environ=cloud.environ) as first:
        on_the_way(first)
        first.wait(lambda: kept(tmp_path, "postcode") == ["111 22"])
        with opened(tmp_path, environ=cloud.environ) as second:
            assert "Unfinished" not in second.text
            sign_in(second)
            second.wait("open in another window")
            second.keys("{ctrl+u}Carport")
            second.wait(lambda: sorted(kept(tmp_path, "name", step="box_type")) == ["Carport", "Garage"])
            assert quit_program(second) == 0
        assert quit_program(first) == 0
    assert sorted(kept(tmp_path, "name", step="box_type")) == ["Carport", "Garage"]
    assert cloud.signed_in() == []


def test_a_full_disk_is_told_and_spoils_nothing(tmp_path: Path, cloud: SandboxServer) -> None:
    command = ["sh", "-c", f'ulimit -f {FILE_LIMIT}; exec "$@"', "sh", sys.executable, "-m", "app"]
    with Terminal(command, folder=tmp_path, environ=cloud.environ) as terminal:
        terminal.wait("Begin")
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        terminal.wait(lambda: [draft["answered"] for draft in drafts(tmp_path)] == [["box_type"]])
        terminal.keys("Testgatan 10 with a very long name" * 8)
        terminal.wait("can't be kept: File too large")
        assert [draft["answered"] for draft in drafts(tmp_path)] == [["box_type"]], "what was there is whole"
        terminal.wait("! Not kept")
        assert quit_program(terminal) == 0
        assert terminal.afterwards.strip() == "What was typed could not be kept on this host, and is lost."
    assert not list(tmp_path.rglob("*.part"))
    assert cloud.signed_in() == []
