"""The whole wizard, step by step: the terminal shows what Textual's own output would have made it show."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.terminal.driver.terminfo import PLAINEST
from tests.support.program.journey_keys import (
    WORLD,
    answer_bank_account,
    answer_box_type,
    answer_charge_site,
    connect,
    finish,
    quit_program,
    sign_in,
)
from tests.support.program.recording_driver import recorded_writes
from tests.support.program.strict_screen import EVERYTHING, StrictScreen, assert_same
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from app.terminal.driver.terminfo import Abilities

NO_BCE = replace(EVERYTHING, erase_in_colour=False, erase_characters=False)


class Witnessed(Terminal):
    """The program on the sandbox, and two strict terminals: one sees what was sent, the other what Textual wrote."""

    def __init__(self, folder: Path, term: str, can: Abilities) -> None:
        environ = {"TERM": term, "TEXTUAL_DRIVER": "tests.support.program.recording_driver:RecordingDriver"}
        super().__init__(
            [sys.executable, "-m", "app", "--sandbox", "--world", str(WORLD)], folder=folder, environ=environ
        )
        self.ours, self.textuals = StrictScreen(80, 24, can), StrictScreen(80, 24)
        self._sent = self._written = 0

    def agree(self, step: str) -> None:
        """Once all is painted, both show the same."""
        end = time.monotonic() + 10
        while True:
            self.look(0.2)
            self.ours.feed(bytes(self.raw[self._sent :]))
            self._sent = len(self.raw)
            for written in recorded_writes(self.folder, self._written):
                self._written += 1
                if (self.textuals.columns, self.textuals.lines) != written[:2]:
                    self.textuals.resize(written.lines, written.columns)
                if not written.data.startswith("\x1b[?1049"):
                    self.textuals.feed(written.data)
            try:
                assert_same(self.ours, self.textuals)
            except AssertionError as error:
                if time.monotonic() > end:
                    raise AssertionError(f"after {step}: {error}") from error
            else:
                return

    def press(self, keys: str, wanted: str | None = None) -> None:
        self.keys(keys)
        if wanted:
            self.wait(wanted)
        self.agree(keys)

    def pull(self, columns: int, rows: int) -> None:
        """At the window."""
        self.ours.resize(rows, columns)
        self.resize(columns, rows)
        self.wait(lambda: recorded_writes(self.folder)[-1][:2] == (columns, rows))
        self.agree(f"{columns} by {rows}")


def first_steps(terminal: Witnessed) -> None:
    terminal.wait("Begin")
    terminal.agree("the first paint")
    terminal.press("{f1}", "Close")
    terminal.press("{escape}", "Begin")
    terminal.press("{f10}", "Linked devices")
    terminal.press("{f9}", "Begin")
    sign_in(terminal)
    terminal.agree("signing in")


def test_the_whole_wizard(tmp_path: Path) -> None:
    with Witnessed(tmp_path, "xterm-256color", EVERYTHING) as terminal:
        first_steps(terminal)
        terminal.press("{tab}{tab}{down}{down}{up}{backtab}")
        terminal.press("{f3}")
        terminal.pull(120, 40)
        terminal.pull(60, 20)
        terminal.pull(40, 9)  # too small says so
        terminal.pull(80, 24)
        terminal.press("{f3}")
        terminal.press("{tab}{tab}{home}{backtab}{home}{backtab}")
        answer_box_type(terminal, "Gärage 漢字")
        terminal.agree("the first step")
        terminal.press("Testgatan 1{f10}")  # refused: no postcode, no city
        terminal.press("{backtab}{ctrl+u}")
        terminal.press("{f9}", "● Type")
        terminal.press("{f10}", r"● Charge [sS]ite")
        answer_charge_site(terminal)
        terminal.agree("the second step")
        answer_bank_account(terminal)
        terminal.agree("the third step")
        terminal.press("ZAP9")
        terminal.press("{ctrl+u}")
        terminal.ours.feed("\x1b[H\x1b[0;7mBroadcast message from root\x1b[4h\x1b[0m")
        terminal.press("{ctrl+l}")
        connect(terminal)
        terminal.agree("connecting")
        finish(terminal)
        terminal.agree("the end")
        assert quit_program(terminal) == 0
        assert terminal.restored()


@pytest.mark.parametrize(
    ("term", "can"),
    [("vt100", replace(PLAINEST, erase_line=True)), ("tmux-256color", NO_BCE)],
)
def test_the_first_steps_on_terminals_that_can_less(tmp_path: Path, term: str, can: Abilities) -> None:
    with Witnessed(tmp_path, term, can) as terminal:
        first_steps(terminal)
        terminal.press("{f3}")
        terminal.press("{tab}{down}{down}")
