"""Scanners and unbracketed pastes are told from fingers, and their line ends never run the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.terminal.bursts import GAP, LEAST, QUIET, BurstGuard, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

PASS, LINE_END, DROP = Verdict.PASS, Verdict.LINE_END, Verdict.DROP
FAST, SLOW = GAP / 5, GAP * 4
ENDS = ("enter", "ctrl+j", "ctrl+m")


class Keyboard:
    """Presses keys at given times."""

    def __init__(self) -> None:
        self.guard = BurstGuard()
        self.time = 50.0

    def key(self, name: str, gap: float) -> Verdict:
        self.time += gap
        return self.guard.take(name, printable=len(name) == 1, time=self.time)

    def keys(self, names: Iterable[str], gap: float) -> list[Verdict]:
        return [self.key(name, gap) for name in names]


@pytest.mark.parametrize("end", ENDS)
def test_a_scan_passes_whole_and_its_line_end_is_known(end: str) -> None:
    keyboard = Keyboard()
    assert keyboard.keys("ZAP900001", FAST) == [PASS] * 9
    assert keyboard.key(end, FAST) is LINE_END


def test_more_lines_of_a_paste_are_dropped_until_it_is_quiet() -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001", FAST)
    assert keyboard.key("enter", FAST) is LINE_END
    assert set(keyboard.keys([*"ZAP900002", "enter", "tab", *"more", "enter"], FAST)) == {DROP}
    assert keyboard.key("a", QUIET / 2) is DROP
    assert keyboard.key("b", QUIET * 1.5) is PASS
    assert keyboard.key("enter", SLOW) is PASS


def test_two_scans_one_after_the_other_each_count() -> None:
    keyboard = Keyboard()
    for _ in range(2):
        keyboard.key("Z", QUIET * 2)
        assert keyboard.keys("AP900001", FAST) == [PASS] * 8
        assert keyboard.key("enter", FAST) is LINE_END


def test_fingers_are_never_held_up() -> None:
    keyboard = Keyboard()
    assert set(keyboard.keys([*"kim@example.com", "enter", "enter", "tab", "f10"], SLOW)) == {PASS}


def test_fewer_characters_than_a_burst_are_a_person_on_a_slow_line() -> None:
    keyboard = Keyboard()
    keyboard.key("x", SLOW)
    assert keyboard.keys("y" * (LEAST - 2), FAST) == [PASS] * (LEAST - 2)
    assert keyboard.key("enter", FAST) is PASS
    assert keyboard.key("f10", FAST) is PASS


def test_exactly_as_many_as_a_burst_are_one() -> None:
    keyboard = Keyboard()
    keyboard.keys("y" * LEAST, FAST)
    assert keyboard.key("enter", FAST) is LINE_END


def test_an_enter_that_comes_later_is_a_persons() -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001", FAST)
    assert keyboard.key("enter", SLOW) is PASS


@pytest.mark.parametrize("between", ["tab", "left", "backspace", "f9"])
def test_another_key_ends_a_burst(between: str) -> None:
    keyboard = Keyboard()
    keyboard.keys("ZAP900001", FAST)
    assert keyboard.key(between, FAST) is PASS
    assert keyboard.key("enter", FAST) is PASS


def test_it_keeps_no_characters() -> None:
    keyboard = Keyboard()
    keyboard.keys("S3CRET7", FAST)
    assert "S3CRET7" not in repr(keyboard.guard)
    assert "S" not in repr(keyboard.guard).removeprefix("BurstGuard")


@given(st.lists(st.tuples(st.sampled_from([*"ab1", *ENDS, "tab", "f10"]), st.floats(GAP, 3.0)), max_size=40))
def test_whatever_is_typed_slower_than_a_burst_passes(typed: list[tuple[str, float]]) -> None:
    keyboard = Keyboard()
    for name, gap in typed:
        assert keyboard.key(name, gap + 1e-9) is PASS


@given(st.lists(st.tuples(st.sampled_from([*"ab1", *ENDS, "tab"]), st.floats(0.0, 0.3)), max_size=60))
def test_only_line_ends_are_ever_changed_and_only_what_follows_one_is_dropped(typed: list[tuple[str, float]]) -> None:
    keyboard, ended = Keyboard(), False
    for name, gap in typed:
        verdict = keyboard.key(name, gap)
        if verdict is LINE_END:
            assert name in ENDS
            ended = True
        elif verdict is DROP:
            assert ended
            assert gap < QUIET
        else:
            ended = False
