"""How many bytes the real program sends: repeatable to the byte, so each is a promise.

One walk for each colour depth and size measures what comes over the pty. What Textual wrote meanwhile is then painted
once more for each terminal of that depth, without the merging of frames that a busy line brings: an upper bound.
Figures in the design are for a terminal that erases in colour; what the others can't help is named below.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from app.terminal.driver.abilities import PLAINEST, Abilities
from app.terminal.driver.picture import Picture
from tests.app.terminal.emulator import EVERYTHING
from tests.wire.tee import Written, recorded
from tests.wire.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

FIRST_PAINT, CODE_SCREEN, CHARACTER, TAB, NEXT_STEP, COUNTDOWN = 2500, 4500, 60, 250, 2500, 100
COUNTED = 2.0
"""Seconds that the countdown is watched; its figure above is for one."""

WITHOUT_COLOUR_ERASE = replace(EVERYTHING, erase_in_colour=False, erase_characters=False)
IDLE = 1.2
"""Seconds: the wizard looks at its clock once a second, and must not show it."""

TERMINALS: dict[str, dict[str, Abilities]] = {
    "xterm-256color": {"screen-256color": WITHOUT_COLOUR_ERASE, "tmux-256color": WITHOUT_COLOUR_ERASE},
    "xterm": {
        "linux": replace(EVERYTHING, alternate_screen=False),
        "vt100": replace(PLAINEST, erase_line=True),
    },
}
"""One of each colour depth, which is all that Textual's output depends on, and the others of that depth."""

SIZES = [(80, 24), (120, 40)]


def allowance(can: Abilities, size: tuple[int, int]) -> int:
    """Bytes that a screen painted anew costs more where erasing doesn't colour: each cell of the ground is written."""
    return 0 if can.erase_in_colour else size[0] * size[1]


@dataclass
class Walk:
    """What was sent and written between the steps of one walk."""

    sent: dict[str, int] = field(default_factory=dict)
    written: dict[str, list[Written]] = field(default_factory=dict)

    def painted(self, can: Abilities) -> dict[str, int]:
        """Bytes of each step on another terminal, every frame of Textual's sent by itself."""
        first = next(iter(self.written.values()))[0]
        picture = Picture(can, (first.columns, first.lines))
        costs = {}
        for name, writes in self.written.items():
            costs[name] = 0
            for columns, lines, data in writes:
                picture.resize(columns, lines)
                picture.take(data)
                if picture.complete:
                    costs[name] += len(picture.commands() + picture.frame())
        return costs


class Measured(Terminal):
    """The program on the sandbox."""

    def __init__(self, folder: Path, term: str, size: tuple[int, int]) -> None:
        environ = {"TERM": term, "TEXTUAL_DRIVER": "tests.wire.tee:Tee", "PYTHONDONTWRITEBYTECODE": ""}
        super().__init__([sys.executable, "-m", "app", "--sandbox"], folder=folder, environ=environ, size=size)
        self.walk = Walk()
        self._sent = self._written = 0

    def step(self, name: str, keys: str, wanted: str | None = None) -> None:
        """Until it shows, and all that comes with it has come."""
        self.keys(keys)
        self.wait(wanted or (lambda: len(self.raw) > self._sent))
        self.settle()
        self._book(name)

    def watch(self, name: str, seconds: float) -> None:
        """What comes while nobody types."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.look(end - time.monotonic())
        self._book(name)

    def _book(self, name: str) -> None:
        written = recorded(self.folder, self._written)
        self._written += len(written)
        self.walk.sent[name], self._sent = len(self.raw) - self._sent, len(self.raw)
        self.walk.written[name] = written


def walk_through(folder: Path, term: str, size: tuple[int, int]) -> Walk:
    """From the first paint into the second step."""
    with Measured(folder, term, size) as terminal:
        terminal.step("first paint", "", "Begin")
        terminal.watch("idle at the start", IDLE)
        terminal.step("code screen", "{f10}", "good for")
        terminal.watch("countdown", COUNTED)
        terminal.step("next step: type", "{f8}", "● Type")
        terminal.step("name", "{ctrl+u}")
        for char in "Garage":
            terminal.step(f"character {char}", char)
        for number in range(3):
            terminal.step(f"tab {number}", "{tab}")
        terminal.watch("idle at a step", IDLE)
        terminal.step("next step: charge site", "{f10}", r"(?s)● Charge site.*pays up to")
        for number in range(3, 5):
            terminal.step(f"tab {number}", "{tab}")
        return terminal.walk


def assert_frugal(costs: dict[str, int], more: int) -> None:
    assert 0 < costs["first paint"] <= FIRST_PAINT + more
    assert 0 < costs["code screen"] <= CODE_SCREEN
    assert 0 < costs["countdown"] <= COUNTDOWN * COUNTED
    for name, cost in costs.items():
        match name.partition(" ")[0]:
            case "idle":
                assert cost == 0, name
            case "character":
                assert 0 < cost <= CHARACTER, name
            case "tab":
                assert 0 < cost <= TAB, name
            case "next":
                assert 0 < cost <= NEXT_STEP, name
            case _:
                pass


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("term", TERMINALS)
def test_bytes_on_the_line(tmp_path: Path, term: str, size: tuple[int, int]) -> None:
    walk = walk_through(tmp_path, term, size)
    assert_frugal(walk.sent, 0)
    for can in TERMINALS[term].values():
        assert_frugal(walk.painted(can), allowance(can, size))
