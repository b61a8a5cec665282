"""What a wizard costs that nobody touches: on a company's host there may be a hundred of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.wire.journey import opened, sign_in

if TYPE_CHECKING:
    from tests.wire.served import Cloud
    from tests.wire.terminal import Terminal

pytestmark = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs Linux")

WATCHED = 5.0
"""Seconds."""


def wake_ups(terminal: Terminal) -> float:
    """A second, of all threads: how often one of them began to wait again."""

    def waits() -> int:
        return sum(
            int(line.split()[1])
            for path in Path(f"/proc/{terminal.process.pid}/task").glob("*/status")
            for line in path.read_text("ascii").splitlines()
            if line.startswith("voluntary_ctxt_switches")
        )

    terminal.settle()
    terminal.look(1.5)  # what comes after the last key: keeping it, looking for litter
    before, since = waits(), time.monotonic()
    terminal.look(WATCHED)
    return (waits() - before) / (time.monotonic() - since)


def test_start_wakes_up_twice_a_second_at_most(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox") as terminal:
        assert wake_ups(terminal) <= 2.0


def test_the_qr_code_and_a_step_wake_up_seldom(tmp_path: Path, cloud: Cloud) -> None:
    """The countdown is painted each second, the line to Northe looked at twice, and Northe asked every other second."""
    with opened(tmp_path, environ=cloud.environ) as terminal:
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        assert wake_ups(terminal) <= 10.0
        terminal.keys("{f9}")
        terminal.wait("Begin")
        sign_in(terminal)
        assert wake_ups(terminal) <= 3.0
