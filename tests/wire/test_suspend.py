"""Stopped by a shell's job control and brought back: the terminal is the shell's meanwhile, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.program.journey_keys import WORLD, answer_box_type, sign_in
from tests.support.program.terminal import ENTER_ALTERNATE, LEAVE_ALTERNATE, Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(not BASH or not Path("/proc").is_dir(), reason="needs a shell with job control")


def child_of(pid: int) -> int:
    """The one process that it has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    assert len(children) == 1, children
    return int(children[0])


def stopped(pid: int) -> Callable[[], bool]:
    return lambda: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def test_stopped_and_brought_back(tmp_path: Path) -> None:
    command = [str(BASH), "--norc", "--noprofile", "-i"]
    with Terminal(command, folder=tmp_path, environ={"PS1": "shell> "}) as terminal:
        terminal.wait("shell>")
        terminal.send(f"{sys.executable} -m app --sandbox --world {WORLD}\r")
        terminal.wait("Begin")
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        terminal.keys("Testgatan 10")
        terminal.wait("Testgatan 10")
        terminal.settle()
        wizard = child_of(terminal.process.pid)

        terminal.keys("{ctrl+z}")  # a slip with a glove mustn't stop it: behind ForceCommand nobody could bring it back
        terminal.settle()
        assert not stopped(wizard)()
        assert "Testgatan 10" in terminal.text

        terminal.raw.clear()
        os.kill(wizard, signal.SIGTSTP)
        terminal.wait(stopped(wizard))
        terminal.wait("shell>")
        assert LEAVE_ALTERNATE in terminal.raw
        terminal.send("echo still $((20 + 3)) here\r")
        terminal.wait("still 23 here")
        long_enough = time.monotonic() + 1.5  # for whatever waits in it to oversleep
        terminal.wait(lambda: time.monotonic() > long_enough)

        terminal.raw.clear()
        terminal.send("fg\r")
        # what the picture shows may be from before: pyte has no second screen
        terminal.wait(lambda: b"Testgatan" in terminal.raw.partition(ENTER_ALTERNATE)[2])
        terminal.wait("Testgatan 10")
        terminal.keys("{tab}111 22")
        terminal.wait("111 22")
        (draft,) = (tmp_path / "state").rglob("drafts/**/*.json")
        terminal.wait(lambda: json.loads(draft.read_text())["typed"].get("charge_site", {}).get("postcode") == "111 22")
        terminal.keys("{ctrl+q}")
        terminal.wait(r"Quit\?")
        terminal.keys("{tab}{enter}")
        terminal.wait("shell>")
        terminal.send("echo code $?\r")
        terminal.wait("code 0")
