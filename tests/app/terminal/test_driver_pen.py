"""The cheapest ways, byte for byte; that they lead to the right place is what the comparison with Textual shows."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from app.terminal.driver.cells import PLAIN, Style, restyle
from app.terminal.driver.pen import Pen, change
from app.terminal.driver.terminfo import PLAINEST, Abilities
from tests.support.program.strict_screen import EVERYTHING

RED = Style(foreground="31")
BOLD_ON_233 = Style(frozenset({"1"}), background="48;5;233")


def sent(pen: Pen) -> str:
    out, pen.out = "".join(pen.out), []
    return out


def pen_at(x: int | None, y: int | None, can: Abilities = EVERYTHING) -> Pen:
    pen = Pen(can)
    pen.x, pen.y = x, y
    return pen


@pytest.mark.parametrize(
    ("start", "goal", "way"),
    [
        ((None, None), (0, 0), "\x1b[H"),
        ((None, None), (0, 4), "\x1b[5H"),
        ((None, None), (9, 4), "\x1b[5;10H"),
        ((3, 4), (3, 4), ""),
        ((3, 4), (4, 4), "\x1b[C"),
        ((3, 4), (9, 4), "\x1b[6C"),
        ((9, 4), (8, 4), "\b"),
        ((9, 4), (0, 4), "\r"),
        ((60, 4), (10, 4), "\x1b[11G"),
        ((None, 4), (10, 4), "\x1b[11G"),
        ((9, 4), (0, 5), "\r\n"),
        ((9, 4), (9, 7), "\x1b[8d"),
        ((9, 4), (0, 0), "\x1b[H"),
    ],
)
def test_the_shortest_way_to_a_cell(start: tuple[int | None, int | None], goal: tuple[int, int], way: str) -> None:
    pen = pen_at(*start)
    pen.move(*goal)
    assert sent(pen) == way


def test_a_plain_terminal_gets_addresses_only_where_nothing_simpler_does() -> None:
    pen = pen_at(60, 4, PLAINEST)
    pen.move(10, 4)
    pen.move(10, 7)
    assert sent(pen) == "\x1b[5;11H\x1b[8;11H"


def test_past_the_last_column_the_place_is_unknown() -> None:
    pen = pen_at(78, 4)
    pen.write("ab", 2, 80)
    pen.move(79, 4)
    assert sent(pen) == "ab\x1b[80G"


@pytest.mark.parametrize(
    ("now", "then", "parts", "way"),
    [
        (None, PLAIN, True, "\x1b[m"),
        (None, RED, True, "\x1b[;31m"),
        (PLAIN, RED, True, "\x1b[31m"),
        (RED, PLAIN, True, "\x1b[m"),
        (BOLD_ON_233, Style(background="48;5;233"), True, "\x1b[22m"),
        (BOLD_ON_233, Style(background="48;5;233"), False, "\x1b[;48;5;233m"),
        (BOLD_ON_233, Style(frozenset({"2"}), background="48;5;233"), True, "\x1b[22;2m"),
        (BOLD_ON_233._replace(foreground="38;5;9"), BOLD_ON_233, True, "\x1b[39m"),
        (Style(frozenset({"1", "2"})), Style(frozenset({"2"})), True, "\x1b[;2m"),
    ],
)
def test_the_shortest_change_of_style(now: Style | None, then: Style, parts: bool, way: str) -> None:
    assert change(now, then, parts=parts) == way


@pytest.mark.parametrize(
    ("style", "parameters", "after"),
    [
        (PLAIN, "0;1;38;5;214", Style(frozenset({"1"}), foreground="38;5;214")),
        (RED, "", PLAIN),
        (RED, "48;2;1;2;3;7", Style(frozenset({"7"}), "31", "48;2;1;2;3")),
        (RED, "39;104", Style(background="104")),
        (Style(frozenset({"1", "4"})), "22", Style(frozenset({"4"}))),
        (PLAIN, "01;031", Style(frozenset({"1"}), foreground="31")),
    ],
)
def test_styles_are_read_as_terminals_read_them(style: Style, parameters: str, after: Style) -> None:
    assert restyle(style, parameters) == after


def abilities_of(term: str) -> Abilities:
    """In a process of its own, since curses reads one terminal's entry and keeps it."""
    code = f"from app.terminal.driver.terminfo import *; print(repr(read_abilities({term!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: Abilities = eval(done.stdout, {"Abilities": Abilities})  # noqa: S307 - our own repr
    return found


@pytest.mark.parametrize(
    ("term", "can"),
    [
        ("xterm-256color", EVERYTHING),
        ("xterm", EVERYTHING),
        ("linux", replace(EVERYTHING, alternate_screen=False)),
        ("tmux-256color", replace(EVERYTHING, erase_in_colour=False, erase_characters=False)),
        ("screen-256color", replace(EVERYTHING, erase_in_colour=False, erase_characters=False)),
        ("vt100", replace(PLAINEST, erase_line=True)),
        ("no-such-terminal", PLAINEST),
    ],
)
def test_terminfo_says_what_a_terminal_can(term: str, can: Abilities) -> None:
    assert abilities_of(term) == can
