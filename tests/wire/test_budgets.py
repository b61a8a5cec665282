"""How many bytes the real program sends: repeatable to the byte, so each is a promise.

A walk measures what comes over the pty. What Textual wrote meanwhile is then painted once more for each terminal of the
same colour depth, without the merging of frames that a busy line brings: an upper bound.
Figures in the design are for a terminal that erases in colour; what the others can't help is named below.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from app.terminal.driver.picture import Picture
from app.terminal.driver.terminfo import PLAINEST, Abilities
from screens.countdown import STEP
from tests.support.program.journey_keys import SERIAL, WORLD
from tests.support.program.recording_driver import Written, recorded_writes
from tests.support.program.strict_screen import EVERYTHING
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

FIRST_PAINT, CODE_SCREEN, CHARACTER, TAB, NEXT_STEP, RUNNING = 2500, 4500, 60, 250, 2500, 100
COUNTED = 2.0
"""Seconds that the progress of a box is watched; its figure above is for one."""
STEPS = STEP + 1.0
"""The same for a countdown."""
TAKES_OVER = COUNTED + 2.0
"""Seconds that Northe needs to take a box over: a third of what it takes to come online."""

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

WALKS = [("xterm-256color", (80, 24)), ("xterm-256color", (120, 40)), ("xterm", (120, 40))]
"""Fewer colours are shorter to say, and more cells cost more: what sixteen keep to in a large window, they do in a small."""


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
        environ = {
            "TERM": term,
            "TEXTUAL_DRIVER": "tests.support.program.recording_driver:RecordingDriver",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        world = folder / "slow.toml"
        world.write_text(WORLD.read_text().replace("delay_seconds = 0.0", f"delay_seconds = {3 * TAKES_OVER}"))
        command = [sys.executable, "-m", "app", "--sandbox", "--world", str(world)]
        super().__init__(command, folder=folder, environ=environ, size=size)
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
        written = recorded_writes(self.folder, self._written)
        self._written += len(written)
        self.walk.sent[name], self._sent = len(self.raw) - self._sent, len(self.raw)
        self.walk.written[name] = written


def walk_through(folder: Path, term: str, size: tuple[int, int]) -> Walk:
    """From the first paint until a box is on its way."""
    with Measured(folder, term, size) as terminal:
        terminal.step("first paint", "", "Begin")
        terminal.watch("idle at the start", IDLE)
        terminal.step("code screen", "{f10}", "good for")
        terminal.watch("running: the code's countdown", STEPS)
        terminal.step("the other way", "{f4}", "Partner key")
        for number in range(2):
            terminal.step(f"tab {number} at the keys", "{tab}")
        terminal.step("code screen again", "{f4}", "good for")
        terminal.step("next step: type", "{ctrl+p}", "● Type")
        terminal.step("name", "{ctrl+u}")
        for char in "Garage":
            terminal.step(f"character {char}", char)
        for number in range(3):
            terminal.step(f"tab {number}", "{tab}")
        terminal.watch("idle at a step", IDLE)
        terminal.step("next step: charge site", "{f10}", r"(?s)● Charge [sS]ite.*pays up to")
        for number in range(2):
            terminal.step(f"tab {number} at the site", "{tab}")
        terminal.step("address", "{backtab}{backtab}Testgatan 10{tab}111 22{tab}Stockholm", "Stockholm")
        terminal.step("next step: bank account", "{f10}", r"● (B|Connect b)ank account")
        for number in range(4):
            terminal.step(f"tab {number} at the bank", "{tab}")
        terminal.step("consequence", "{f4}", "Go on without")
        terminal.step("next step: connect", "{tab}{enter}", r"● Connect(?! bank)")
        terminal.step("next: scanned and checked", SERIAL, "Everything is right")
        terminal.step("next: begun", "{f10}", "takes it over")
        terminal.watch("running: the box's progress", COUNTED)
        return terminal.walk


def assert_frugal(costs: dict[str, int], more: int = 0) -> None:
    assert 0 < costs["first paint"] <= FIRST_PAINT + more
    most = {
        "code": CODE_SCREEN, "running:": RUNNING * COUNTED, "character": CHARACTER, "tab": TAB, "next": NEXT_STEP
    }  # fmt: skip
    for name, cost in costs.items():
        kind = name.partition(" ")[0]
        if kind == "idle":
            assert cost == 0, name
        elif kind in most:
            assert 0 < cost <= most[kind], name


@pytest.mark.parametrize(("term", "size"), WALKS, ids=[f"{term} {size[0]}x{size[1]}" for term, size in WALKS])
def test_bytes_on_the_line(tmp_path: Path, term: str, size: tuple[int, int]) -> None:
    walk = walk_through(tmp_path, term, size)
    assert_frugal(walk.sent)
    for can in TERMINALS[term].values():
        assert_frugal(walk.painted(can), allowance(can, size))
