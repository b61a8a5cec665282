"""Scanners as they're set up in the field, byte for byte, at the serial number of Connect."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.program.journey_keys import (
    WORLD,
    answer_box_type,
    answer_charge_site,
    opened,
    sign_in,
    skip_bank_account,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program.terminal import Terminal

BEFORE = ("", "\x02", "\x01", "\x11", "\x03", "\x02\x1d")
ENDS = ("\r", "\n", "\r\n", "\t", "\x03\r", "\x03\n", "\x08\x15\x17\r", "\x03")
FRAMES = [*((before, "\r") for before in BEFORE), *(("\x02", end) for end in ENDS), ("", "\t"), ("\x11", "\x03")]
FRAMES += [("\x1b", "\r"), ("\x1b\x02", "\x1b\r"), ("\x9b", "\n"), ("\x85", "\x9b\r"), ("", "\x1b")]
"""`tests/app/terminal/test_burst_guard.py` tries them in all combinations."""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """At Connect, the cursor in the serial number."""
    with opened(tmp_path, "--sandbox", "--world", str(WORLD)) as terminal:
        sign_in(terminal)
        answer_box_type(terminal, "Garage")
        answer_charge_site(terminal)
        skip_bank_account(terminal)
        yield terminal


def number(terminal: Terminal) -> str:
    found = re.search(r"(?m)^  Serial number *(.*)$", terminal.text)
    assert found is not None, terminal.text
    return found[1].strip()


def test_every_frame_gives_the_same_number_and_the_next_scan_replaces_it(terminal: Terminal) -> None:
    for place, (before, end) in enumerate(FRAMES):
        scanned = f"ZAP9{place:05d}"
        terminal.send(f"{before}{scanned}{end}")
        terminal.wait(rf"(?m)^  Serial number +{scanned}$", 5.0)
        terminal.settle(0.3)
        assert number(terminal) == scanned, repr((before, end))
        assert "● Connect" in terminal.text, repr((before, end))
        assert "Quit" not in terminal.text.replace("^Q Quit", ""), repr((before, end))
        assert "Everything is right" not in terminal.text, "nothing was pressed"
