"""Ctrl+L and the way out set right whatever a program or noise has switched, and leave nothing of the customer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.terminal.driver.controls import ENTER, LEAVE
from tests.app.terminal.test_driver_picture import picture
from tests.support.program.strict_screen import EVERYTHING, Square, StrictScreen, assert_same


@pytest.mark.parametrize("alternate", [True, False])
def test_the_screen_is_left_empty_whether_there_is_a_second_one_or_it_is_only_said_to_be(alternate: bool) -> None:
    """The emulator has only one, as GNU screen by default. Told by terminfo or not, nothing of the customer stays."""
    made, screen = picture(can=replace(EVERYTHING, alternate_screen=alternate)), StrictScreen(20, 4)
    made.take("\x1b[2;3H\x1b[7mKim Larsson\x1b[0m")
    screen.feed(made.frame())
    assert "Kim Larsson" in screen.display[1]
    made.take(LEAVE)
    screen.feed(made.commands())
    assert {square.seen() for row in screen.seen() for square in row} == {Square()}
    assert screen.place() == (0, 0)


MODES = {"reverse": 5, "origin": 6, "cursor keys": 1, "old mouse": 9, "sides": 69} | {
    f"reports {mode}": mode for mode in (1000, 1002, 1003, 1004, 1006)
}
STATES = {
    **{name: f"\x1b[?{mode}h" for name, mode in MODES.items()},
    "insert": "\x1b[4h",
    "some lines": "\x1b[2;3r",
    "some lines, counted from there": "\x1b[2;3r\x1b[?6h",
    "lines for letters": "\x1b(0",
    "shifted": "\x1b)0\x0e",
    "letters of one byte": "\x1b%@",
}
"""What another program, or noise, may leave a terminal in."""


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_one_key_heals_the_terminal(state: str) -> None:
    made, screen, whole = picture(), StrictScreen(20, 4), StrictScreen(20, 4)
    for part in ("\x1b[?7l", "\x1b[H\x1b[31mabc\x1b[0m\n\x1b[1mdef ✓\x1b[0m\x1b[4;20Hx\x1b[1;1H"):
        made.take(part)
        whole.feed(part)
    screen.feed(made.commands() + made.frame())
    screen.feed(state + "job\n")
    made.repair()
    screen.feed(made.commands() + made.frame())
    assert_same(screen, whole)
    assert not {mode << 5 for mode in MODES.values()} & screen.mode
    made.take("\x1b[2;2HX\x1b[1;1H")
    whole.feed("\x1b[2;2HX\x1b[1;1H")
    screen.feed(made.frame())
    assert_same(screen, whole)


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_way_out_heals_it_too(state: str) -> None:
    made, screen = picture(), StrictScreen(20, 4)
    screen.feed(f"\x1b[?7l{state}")
    made.take(LEAVE)
    screen.feed(made.commands())
    screen.feed("lines ✓")
    assert screen.display[0].rstrip() == "lines ✓"
    assert not {mode << 5 for mode in MODES.values()} & screen.mode


def test_what_the_emulator_does_not_know_is_healed_as_well() -> None:
    """By the bytes: the other screen is entered again, and all four sets hold letters, whichever is shifted to."""
    made = picture()
    made.repair()
    sent = made.commands()
    assert sent.startswith(ENTER.encode())
    assert all(each in sent for each in (b"\x0f", b"\x1b(B", b"\x1b)B", b"\x1b*B", b"\x1b+B", b";69;", b"\x1b>"))
    assert b"\x1b[?7l\x1b[?25l\x1b[?2004h" in sent
    assert len(sent) < 100
    without = picture(can=replace(EVERYTHING, alternate_screen=False), encoding="iso-8859-1")
    without.repair()
    sent = without.commands()
    assert b"1049" not in sent
    assert b"\x1b%G" not in sent, "this one doesn't speak UTF-8"
