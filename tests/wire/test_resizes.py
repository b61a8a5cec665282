"""Somebody pulls at the window: while typing, over a dialog, while a box is connected; too small, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.wire.journey import (
    EMAIL,
    SERIAL,
    WORLD,
    answer_box_type,
    answer_charge_site,
    opened,
    sign_in,
    skip_bank_account,
)

if TYPE_CHECKING:
    from pathlib import Path

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
        terminal.wait("Garage is online", 30.0)
