"""Somebody pulls at the window: while typing, over a dialog, while a box is connected; too small, and back."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.support.program.journey_keys import (
    EMAIL,
    SERIAL,
    WORLD,
    answer_box_type,
    answer_charge_site,
    opened,
    sign_in,
    skip_bank_account,
)
from tests.support.program.terminal import Terminal

SIZES = [(120, 40), (60, 20), (80, 24)]


def test_while_typing_and_over_a_dialog(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox", "--world", str(WORLD)) as terminal:
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{f4}")
        terminal.wait("Partner key")
        for at, size in enumerate(SIZES):
            terminal.keys(EMAIL[at * 5 : at * 5 + 5])
            terminal.resize(*size)
            terminal.wait(EMAIL[: at * 5 + 5])
            terminal.wait("F10 Sign in")
        terminal.keys("{f1}")
        terminal.wait("Close")
        terminal.resize(40, 10)
        terminal.wait("too small")
        terminal.keys("{escape}{f10}x")  # nothing happens to what can't be seen
        terminal.settle()
        assert "too small" in terminal.text
        for size in SIZES:
            terminal.resize(*size)
            terminal.wait("Close")
        terminal.keys("{escape}")
        terminal.wait(f"E-mail +{EMAIL}(?m:$)")


def test_while_a_box_is_connected(tmp_path: Path) -> None:
    slow = tmp_path / "slow.toml"
    slow.write_text(WORLD.read_text().replace("delay_seconds = 0.0", "delay_seconds = 4.0"))
    with opened(tmp_path, "--sandbox", "--world", str(slow)) as terminal:
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        answer_charge_site(terminal)
        skip_bank_account(terminal)
        terminal.keys(SERIAL + "{f10}")
        terminal.wait("Everything is right")
        terminal.keys("{f10}")
        terminal.wait("Waiting|Connecting|waits")
        for size in [*SIZES, (50, 12), (80, 24)]:
            terminal.resize(*size)
            terminal.wait("too small" if size == (50, 12) else "Connect")
        terminal.wait("The charge box “Garage” is online", 30.0)


def test_a_window_of_any_size_takes_a_bounded_memory(tmp_path: Path) -> None:
    """As a client may claim it; what the environment claims counts for nothing."""
    command = ["sh", "-c", f"stty cols 65535 rows 65535; exec {sys.executable} -m app --sandbox"]
    environ = {"COLUMNS": "99999999", "LINES": "99999999"}
    with Terminal(command, folder=tmp_path, environ=environ) as terminal:
        terminal.wait(lambda: b"Begin" in terminal.raw)
        status = Path(f"/proc/{terminal.process.pid}/status")
        if status.exists():
            peak = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM"))
            assert int(peak.split()[1]) < 200_000, "kB"
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == 128 + signal.SIGTERM


def test_the_environment_doesnt_decide_about_the_size(tmp_path: Path) -> None:
    with Terminal(
        [sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ={"COLUMNS": "40", "LINES": "10"}
    ) as terminal:
        terminal.wait("Begin")


@pytest.mark.parametrize(
    "wrong", [{"TEXTUAL_DRIVER": "nowhere"}, {"TEXTUAL_DRIVER": "nowhere:Nothing"}, {"TEXTUAL_COLOR_SYSTEM": "bogus"}]
)
def test_what_textual_would_fall_over_in_the_environment_is_passed_over(tmp_path: Path, wrong: dict[str, str]) -> None:
    with Terminal([sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ=wrong) as terminal:
        terminal.wait("Begin")
