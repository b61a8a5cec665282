"""Keys as they really come, byte for byte: each ends in the right field, or nowhere.

What a terminal may send is tried whole in `tests/app/terminal/test_input_sorter.py`; here it goes through the real program.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.program.journey_keys import EMAIL, KEY, MEMBER, WORLD, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program.terminal import Terminal

SLOW = 0.25
"""Seconds between two parts of a sequence on a bad line: longer than most programs wait, shorter than ours."""

Piece = bytes | float

INTO_A_FIELD: dict[str, tuple[tuple[Piece, ...], str]] = {
    "backspace as DEL": ((b"abx\x7fc",), "abc"),
    "backspace as BS": ((b"abx\x08c",), "abc"),
    "delete": ((b"xabc\x1b[H\x1b[3~",), "abc"),
    "home, rxvt": ((b"bc\x1b[7~a",), "abc"),
    "home, PuTTY and Linux": ((b"bc\x1b[1~a",), "abc"),
    "home, xterm": ((b"bc\x1b[Ha",), "abc"),
    "home, application mode": ((b"bc\x1bOHa",), "abc"),
    "end, rxvt": ((b"ab\x1b[H\x1b[8~c",), "abc"),
    "end, PuTTY and Linux": ((b"ab\x1b[H\x1b[4~c",), "abc"),
    "end, xterm": ((b"ab\x1b[H\x1b[Fc",), "abc"),
    "end, application mode": ((b"ab\x1b[H\x1bOFc",), "abc"),
    "arrow cut after Escape": ((b"ac", b"\x1b", SLOW, b"[Db"), "abc"),
    "arrow cut before its end": ((b"ac", b"\x1b[", SLOW, b"Db"), "abc"),
    "home cut, application mode": ((b"bc", b"\x1b", SLOW, b"OHa"), "abc"),
    "digits of a keypad in application mode": ((b"\x1bOq\x1bOr\x1bOs",), "123"),
    "ÅÄÖØÆ": (("ÅÄÖØÆ".encode(),), "ÅÄÖØÆ"),
    "ÅÖ, each in two": (("A\u030aO\u0308".encode(),), "ÅÖ"),
    "a character cut in two": ((b"a\xc3", SLOW, b"\x85b"), "aÅb"),
    "no character at all": ((b"ab\xff\xfe\xe1c\x00d",), "abcd"),
    "mouse, SGR": ((b"ab\x1b[<0;10;10Mc\x1b[<0;10;10m",), "abc"),
    "mouse, old": ((b"ab\x1b[M !!c\x1b[M \xe1\xf0d",), "abcd"),
    "mouse, urxvt": ((b"ab\x1b[32;10;10Mc",), "abc"),
    "mouse, cut": ((b"ab\x1b[<0;1", SLOW, b"0;10Mc"), "abc"),
    "focus": ((b"ab\x1b[Oc\x1b[Id",), "abcd"),
    "late answers": ((b"a\x1b[?62;22cb\x1b[12;40Rc\x1b[?2026;2$yd\x1b]11;rgb:11/22/33\x1b\\e\x1bP>|xterm\x1b\\f",), "abcdef"),
    "Alt with a letter": ((b"ab\x1bxc",), "abc"),
    "paste of many lines": ((b"\x1b[200~\r\n\tabc\r\nsecond\r\n\x1b[201~d",), "abcd"),
    "paste cut in its end": ((b"\x1b[200~ab", SLOW, b"c\r\nsecond\x1b[20", SLOW, b"1~d"), "abcd"),
    "huge paste": ((b"\x1b[200~abc\n" + b"x" * 100_000 + b"\x1b[201~d",), "abcd"),
}  # fmt: skip

F_KEYS = {"xterm": (b"\x1bOP", b"\x1bOS"), "PuTTY, rxvt": (b"\x1b[11~", b"\x1b[14~"), "Linux": (b"\x1b[[A", b"\x1b[[D")}
"""F1 and F4."""


def play(terminal: Terminal, *pieces: Piece) -> None:
    for piece in pieces:
        if isinstance(piece, float):
            terminal.look(piece)
        else:
            for at in range(0, len(piece), 1024):  # a pty takes no more than a page at once
                terminal.send(piece[at : at + 1024].decode(errors="surrogateescape"))
                terminal.look()


def value(terminal: Terminal, label: str) -> str:
    found = re.search(rf"^  {label} *(\S*)", terminal.text, re.MULTILINE)
    assert found is not None, terminal.text
    return found[1]


@pytest.fixture
def escape_delay() -> str:
    """Milliseconds, as the program has it by itself."""
    return "500"


@pytest.fixture
def terminal(tmp_path: Path, escape_delay: str) -> Iterator[Terminal]:
    """At the form with the three fields, the first of them focused."""
    with opened(tmp_path, "--sandbox", "--world", str(WORLD), environ={"ESCDELAY": escape_delay}) as terminal:
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{f4}")
        terminal.wait("Partner key")
        yield terminal


@pytest.mark.parametrize("escape_delay", ["1500"])  # so that a busy machine makes no pause longer than the program's
def test_into_a_field(terminal: Terminal) -> None:
    for name, (pieces, wanted) in INTO_A_FIELD.items():
        play(terminal, *pieces)
        try:
            terminal.wait(rf"(?m)^  E-mail +{re.escape(wanted)}$", 5.0)
        except AssertionError as error:
            raise AssertionError(f"{name}: {value(terminal, 'E-mail')!r} instead of {wanted!r}") from error
        assert value(terminal, "Fleet member ID") == value(terminal, "Partner key") == "", name
        terminal.keys("{end}{ctrl+u}")
        terminal.wait(lambda: value(terminal, "E-mail") == "")


def test_keys_that_act(terminal: Terminal) -> None:
    for name, (help_key, other_way) in F_KEYS.items():
        play(terminal, help_key)
        terminal.wait("Close", 5.0)
        play(terminal, b"\x1b")
        terminal.wait("Partner key", 5.0)
        play(terminal, other_way)
        terminal.wait("Linked devices", 5.0)
        play(terminal, other_way)
        terminal.wait("Partner key", 5.0)
        assert value(terminal, "E-mail") == "", name
    play(terminal, b"\x1bOM!")  # Enter of a keypad in application mode: to the next field, and nothing pressed
    terminal.wait(lambda: value(terminal, "Fleet member ID") == "*", 5.0)
    play(terminal, b"\x1b[Z?")
    terminal.wait(lambda: value(terminal, "E-mail") == "?", 5.0)


def test_a_scanner_and_a_paste_without_brackets_stay_in_their_field(terminal: Terminal) -> None:
    play(terminal, f"{EMAIL}\r".encode())
    terminal.wait(lambda: value(terminal, "E-mail") == EMAIL)
    terminal.settle()
    play(terminal, b"first line\r\nsecond\r\nthird\r\n\r")
    terminal.wait(lambda: value(terminal, "Fleet member ID") == "*" * len("first line"))
    terminal.settle()
    assert value(terminal, "E-mail") == EMAIL
    assert value(terminal, "Partner key") == ""
    assert "Sign in without the customer" in terminal.text
    play(terminal, b"!")
    terminal.wait(lambda: value(terminal, "Partner key") == "*")


def test_what_is_typed_ahead_lands_where_it_was_meant(tmp_path: Path) -> None:
    with opened(tmp_path, "--sandbox", "--world", str(WORLD)) as terminal:
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        play(terminal, f"\x1bOS{EMAIL}\t{MEMBER}\t{KEY}\x1b[21~".encode())
        terminal.wait("● Type")
        assert MEMBER.encode() not in terminal.raw
        assert KEY.encode() not in terminal.raw


ESCAPE_DIGITS: dict[str, tuple[Piece, ...]] = {
    "Alt": (b"\x1b%d",),
    "Escape, then the digit": (b"\x1b", 0.2, b"%d"),
    "Escape, a pause, then the digit": (b"\x1b", 1.2, b"%d"),
}
"""All ways to press a function key without one."""


def press(terminal: Terminal, pieces: tuple[Piece, ...], digit: int) -> None:
    play(terminal, *(piece if isinstance(piece, float) else piece.replace(b"%d", b"%d" % digit) for piece in pieces))


@pytest.mark.parametrize("way", ESCAPE_DIGITS)
def test_a_digit_with_alt_or_behind_escape_is_a_function_key(terminal: Terminal, way: str) -> None:
    """From a field, into which nothing of it is typed, and as its own name has it from then on."""
    pieces = ESCAPE_DIGITS[way]
    play(terminal, b"kim")
    terminal.wait(lambda: value(terminal, "E-mail") == "kim")
    assert "F10 Sign in" in terminal.text
    press(terminal, pieces, 1)
    terminal.wait("Close", 5.0)
    play(terminal, b"\r")
    terminal.wait("Partner key", 5.0)
    terminal.wait("Esc 0 Sign in", 5.0)
    press(terminal, pieces, 4)
    terminal.wait("Linked devices", 5.0)
    play(terminal, b"\x1bOS")
    terminal.wait("Partner key", 5.0)
    assert value(terminal, "E-mail") == "kim"
    press(terminal, pieces, 0)
    terminal.wait("(?i)e-mail address", 5.0)
    press(terminal, pieces, 9)
    terminal.wait("Begin", 5.0)


def test_escape_and_a_number_in_a_field_are_that_number(terminal: Terminal) -> None:
    for pause in (0.2, 1.2):
        play(terminal, b"\x1b", pause, b"2", 0.1, b"4")
        terminal.wait(lambda: value(terminal, "E-mail") == "24", 5.0)
        terminal.keys("{ctrl+u}")
        terminal.wait(lambda: value(terminal, "E-mail") == "")
    assert "F10" in terminal.text


def test_the_last_line_is_gone_through_and_pressed(terminal: Terminal) -> None:
    play(terminal, b"\x1b[Z")
    terminal.settle()
    play(terminal, b"\x1b[C\r")
    terminal.wait("Linked devices", 5.0)
