"""What a wizard costs that nobody touches: on a company's host there may be a hundred of them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.program.journey_keys import opened

if TYPE_CHECKING:
    from tests.support.program.sandbox_server import SandboxServer
    from tests.support.program.terminal import Terminal

pytestmark = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="needs Linux")

WATCHED = 5.0
"""Seconds."""

QR_CODE = 4.0
"""Wake-ups a second: one on a quiet host, more where a thread has to wait for its turn."""


@dataclass(frozen=True)
class Second:
    """What an idle second costs: how often one of its threads began to wait again, and milliseconds of processor."""

    wake_ups: float
    processor: float


def idle_second(terminal: Terminal) -> Second:
    """Of all threads."""

    def used() -> tuple[int, int]:
        waits = run = 0
        for task in Path(f"/proc/{terminal.process.pid}/task").iterdir():
            (line,) = re.findall(
                r"^voluntary_ctxt_switches:\s*(\d+)", (task / "status").read_text("ascii"), re.MULTILINE
            )
            waits += int(line)
            run += int((task / "schedstat").read_text("ascii").split()[0])
        return waits, run

    terminal.settle()
    terminal.look(1.5)  # what comes after the last key: keeping it, looking for litter
    (waits, run), since = used(), time.monotonic()
    terminal.look(WATCHED)
    waits_then, run_then = used()
    passed = time.monotonic() - since
    return Second((waits_then - waits) / passed, (run_then - run) / 1e6 / passed)


def test_start_and_a_step_sleep(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox") as terminal:
        start = idle_second(terminal)
        assert start.wake_ups <= 0.5
        assert start.processor <= 1.0
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{f4}")
        terminal.wait("Partner key")
        assert idle_second(terminal).wake_ups <= 0.5, "nobody sees the countdown"
        terminal.keys("{f4}")
        terminal.wait("good for")
        terminal.keys("{ctrl+p}")
        terminal.wait("● Type")
        step = idle_second(terminal)
        assert step.wake_ups <= 0.5, "idleness is looked at every ten seconds"
        assert step.processor <= 1.0


def test_the_qr_code_wakes_up_for_its_countdown(tmp_path: Path, cloud: SandboxServer) -> None:
    """Every five seconds: the count, the end of Textual's frame, the painter; every other second Northe's answer."""
    with opened(tmp_path, environ=cloud.environ) as terminal:
        terminal.keys("{f10}")
        terminal.wait("good for")
        assert idle_second(terminal).wake_ups <= QR_CODE
