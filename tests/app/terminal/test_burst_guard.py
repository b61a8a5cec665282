"""Scanners and unbracketed pastes are told from fingers, and nothing they send beside text runs the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key

from app.terminal.burst_guard import GAP, HOLD, LEAST, QUIET, BurstGuard, KeyKind, KeyVerdict, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

PASS, LINE_END, SHORT_END = KeyVerdict.PASS, KeyVerdict.LINE_END, KeyVerdict.SHORT_END
FAST, SLOW = GAP / 5, GAP * 4
ENDS = ("\r", "\n", "\r\n")
CONTROLS = [chr(code) for code in (*range(0x20), 0x7F) if chr(code) not in "\r\n\t\x1b"]
"""All but the line ends and Escape, which begins a sequence: that's for another file."""
ERASERS = "\x08\x7f\x17\x15\x0b\x04\x06"


class Keyboard:
    """Presses keys at given times, as Textual names them. `done`: what may act, and how."""

    def __init__(self) -> None:
        self.guard: BurstGuard[str] = BurstGuard()
        self.time = 50.0
        self.done: list[tuple[str, KeyVerdict]] = []

    def key(self, char: str, gap: float, name: str = "") -> list[tuple[str, KeyVerdict]]:
        """One key: a character that the terminal sends, or one with a `name` and a sequence of its own."""
        if self.guard.holds and gap >= HOLD:
            self.done += self.guard.release()
        self.time += gap
        if name:
            kind = kind_of(name, None)
        else:
            (event,) = [one for one in XTermParser().feed(char) if isinstance(one, Key)]
            kind = kind_of(event.key, event.character)
        now = self.guard.take(name or char, kind, self.time)
        self.done += now
        return now

    def keys(self, chars: Iterable[str], gap: float) -> None:
        for char in chars:
            self.key(char, gap)

    def burst(self, chars: str) -> list[tuple[str, KeyVerdict]]:
        """A piece by itself, and what it does."""
        self.done = []
        self.time += 1.0
        self.keys(chars, FAST)
        self.time += 1.0
        self.done += self.guard.release()
        return self.done


def passed(chars: str) -> list[tuple[str, KeyVerdict]]:
    return [(char, PASS) for char in chars]


@pytest.mark.parametrize("end", ENDS)
def test_a_scan_passes_whole_and_its_line_end_is_known(end: str) -> None:
    assert Keyboard().burst(f"ZAP900001{end}") == [*passed("ZAP900001"), (end[0], LINE_END)]


@pytest.mark.parametrize("pace", [0.0, 0.005, 0.015, 0.025, 0.04])
@pytest.mark.parametrize(("before", "end"), [("", "\r"), ("\x02", "\x03\r"), ("\x11", "\n"), ("\x03\x02", "\x03\r\n")])
def test_a_slow_scanners_controls_and_line_end_are_known_too(pace: float, before: str, end: str) -> None:
    keyboard = Keyboard()
    keyboard.keys(f"{before}ZAP900001{end}", pace)
    keyboard.done += keyboard.guard.release()
    assert keyboard.done == [*passed("ZAP900001"), (end.strip("\x03")[0], LINE_END)]


def test_more_lines_of_a_paste_are_dropped_until_it_is_quiet() -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001\r", FAST)
    assert keyboard.done[-1] == ("\r", LINE_END)
    before = list(keyboard.done)
    keyboard.keys("ZAP900002\r\tmore\r\x03\x11", FAST)
    keyboard.key("a", QUIET / 2)
    assert keyboard.done == before
    assert keyboard.key("b", QUIET * 1.5) == [("b", PASS)]
    assert keyboard.key("\r", SLOW) == [("\r", PASS)]


def test_two_scans_one_after_the_other_each_count() -> None:
    keyboard = Keyboard()
    for _ in range(2):
        assert keyboard.burst("ZAP900001\r") == [*passed("ZAP900001"), ("\r", LINE_END)]


around = st.text(alphabet=CONTROLS, max_size=4)


@given(
    around,
    st.text(alphabet="ZAP0123456789", min_size=LEAST, max_size=20),
    around,
    st.sampled_from(["", *ENDS, "\t"]),
    around,
)
@example("\x02", "ZAP900001", "\x03", "\r", "")
@example("\x11", "ZAP900001", "\x13", "\n", "\x03")
@example("\x01", "ZAP900001", "", "", "")
@example("", "ZAP900001", "\x08\x15\x17\x7f", "\r\n", "")
def test_no_control_character_around_a_scan_ever_acts(before: str, scan: str, behind: str, end: str, last: str) -> None:
    """Only what takes text away acts in front of it: nothing of the scan is there yet."""
    done = Keyboard().burst(f"{before}{scan}{behind}{end}{last}")
    front = [char for char in before if char in ERASERS]
    ends = [(end[0], PASS if end == "\t" else LINE_END)] if end else []
    assert done == [*passed("".join(front)), *passed(scan), *ends]


@given(around, st.text(alphabet="0123456789", min_size=1, max_size=LEAST - 1), around)
def test_nor_does_a_command_around_a_few_characters(before: str, scan: str, behind: str) -> None:
    done = Keyboard().burst(f"{before}{scan}{behind}\r")
    assert [char for char, _ in done if char not in ERASERS] == [*scan, "\r"]
    assert done[-1] == ("\r", SHORT_END)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_key_by_itself_acts_however_fast_one_types(control: str) -> None:
    keyboard = Keyboard()
    keyboard.keys("Garage", SLOW)
    keyboard.key(control, SLOW)
    keyboard.keys("Kim", SLOW)
    assert keyboard.done == passed(f"Garage{control}Kim")


def test_a_held_key_comes_before_an_enter_an_arrow_or_a_pause() -> None:
    for name, char in (("", "\r"), ("f10", ""), ("", "\t")):
        keyboard = Keyboard()
        keyboard.key("\x11", SLOW)
        assert keyboard.done == [], "a number may follow"
        keyboard.key(char, FAST, name)
        assert keyboard.done == [("\x11", PASS), (name or char, PASS)]
    assert Keyboard().burst("\x11") == passed("\x11")


def test_a_correction_on_a_slow_line_is_made() -> None:
    """A stalled line delivers in one piece what took a person some seconds."""
    assert Keyboard().burst("Storgatan 12\x7f34") == passed("Storgatan 12\x7f34")
    assert Keyboard().burst("\x15Garage") == passed("\x15Garage")
    assert Keyboard().burst("\x7f\x7f\x7f\x7fCarport") == passed("\x7f\x7f\x7f\x7fCarport")
    keyboard = Keyboard()
    keyboard.keys("Storgatan 12\x7f", FAST)
    keyboard.key("", FAST, "f10")
    assert keyboard.done == [*passed("Storgatan 12\x7f"), ("f10", PASS)]


def test_fingers_are_never_held_up() -> None:
    keyboard = Keyboard()
    keyboard.keys("kim@example.com\r\r\t", SLOW)
    keyboard.key("", SLOW, "f10")
    assert keyboard.done == [*passed("kim@example.com\r\r\t"), ("f10", PASS)]


def test_fewer_characters_than_a_burst_are_a_person_on_a_slow_line() -> None:
    keyboard = Keyboard()
    assert keyboard.burst("y" * (LEAST - 1) + "\r") == [*passed("y" * (LEAST - 1)), ("\r", SHORT_END)]
    keyboard.keys("y\r", FAST)
    assert keyboard.key("", FAST, "f10") == [("f10", PASS)]


def test_all_line_ends_of_a_few_characters_count_as_one_of_them() -> None:
    assert Keyboard().burst("1234\r\n") == [*passed("1234"), ("\r", SHORT_END)]
    assert Keyboard().burst("1234\r\r") == [*passed("1234"), ("\r", SHORT_END), ("\r", SHORT_END)]


def test_exactly_as_many_as_a_burst_are_one() -> None:
    assert Keyboard().burst("y" * LEAST + "\r")[-1] == ("\r", LINE_END)


def test_an_enter_that_comes_later_is_a_persons() -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001", FAST)
    assert keyboard.key("\r", SLOW) == [("\r", PASS)]


def test_a_tab_of_a_scanner_does_not_make_a_line_end_behind_it_a_persons() -> None:
    assert Keyboard().burst("ZAP900001\t\r") == [*passed("ZAP900001\t"), ("\r", LINE_END)]


def test_text_in_the_next_field_is_counted_anew() -> None:
    assert Keyboard().burst("kim@example.com\tKEY1\r") == [*passed("kim@example.com\tKEY1"), ("\r", SHORT_END)]
    assert Keyboard().burst("KEY1\t\r") == passed("KEY1\t\r")


@pytest.mark.parametrize("between", ["left", "f9"])
def test_a_key_that_no_scanner_sends_ends_a_burst(between: str) -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001", FAST)
    assert keyboard.key("", FAST, between) == [(between, PASS)]
    assert keyboard.key("\r", FAST) == [("\r", PASS)]


def test_it_keeps_no_characters() -> None:
    keyboard = Keyboard()
    keyboard.keys("S3CRET7", FAST)
    assert "S3CRET7" not in repr(keyboard.guard)
    assert "S" not in repr(keyboard.guard).removeprefix("BurstGuard")
    assert not keyboard.guard.holds


def test_escape_is_never_held() -> None:
    """What follows it within half a second comes with it, since it may begin a sequence."""
    assert kind_of("escape", "\x1b") is KeyKind.OTHER
    assert kind_of("f1", None) is KeyKind.OTHER
    assert kind_of("space", " ") is KeyKind.TEXT


@given(st.lists(st.tuples(st.sampled_from([*"ab1\r\t", *CONTROLS]), st.floats(GAP, 3.0)), max_size=40))
def test_whatever_is_typed_slower_than_a_burst_passes(typed: list[tuple[str, float]]) -> None:
    keyboard = Keyboard()
    for char, gap in typed:
        keyboard.key(char, gap + 1e-9)
    assert [*keyboard.done, *keyboard.guard.release()] == passed("".join(char for char, _ in typed))


@given(st.lists(st.tuples(st.sampled_from([*"ab1\r\n\t", *CONTROLS]), st.floats(0.0, 0.3)), max_size=60))
def test_text_is_dropped_only_behind_the_end_of_a_burst_and_keeps_its_order(typed: list[tuple[str, float]]) -> None:
    keyboard, ended = Keyboard(), False
    for char, gap in typed:
        now = keyboard.key(char, gap)
        if char.isprintable():
            assert now[-1:] == [(char, PASS)] or (ended and gap < QUIET)
        ended = (ended and gap < QUIET) or (char, LINE_END) in now
    left = iter([char for char, _ in typed])
    assert all(any(char == one for one in left) for char, _ in keyboard.done), "in the order of their coming"
