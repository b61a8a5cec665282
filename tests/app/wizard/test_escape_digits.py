"""Escape and a digit: a function key, unless Escape had something to do or a number is typed."""

from __future__ import annotations

import pytest
from textual.events import Key

from app.terminal.input_sorter import NUMBER_WITHIN
from app.wizard.escape_digits import ARMED_FOR, EscapeDigits


class Typist:
    """Presses keys at times of their own, and writes down what's handed on."""

    def __init__(self, *, free: bool = True) -> None:
        self.free, self.now, self.learnt = free, 100.0, 0
        self.digits = EscapeDigits(self._learn)

    def _learn(self) -> None:
        self.learnt += 1

    def press(self, key: str, after: float = 0.6) -> list[str]:
        """What the wizard gets by then."""
        self.now += after
        event = Key(key, key if len(key) == 1 else None)
        event.time = self.now
        return [one.key for one in self.digits.take(event, escape_is_free=lambda: self.free)]

    @property
    def waits(self) -> bool:
        return self.digits.keeps

    def wait(self) -> list[str]:
        return [one.key for one in self.digits.release()]


@pytest.mark.parametrize(("digit", "key"), [*((str(number), f"f{number}") for number in range(1, 10)), ("0", "f10")])
def test_a_digit_behind_escape_is_a_function_key(digit: str, key: str) -> None:
    typist = Typist()
    assert typist.press("escape") == ["escape"]
    assert typist.press(digit) == []
    assert (typist.waits, typist.learnt) == (True, 0)
    assert typist.wait() == [key]
    assert (typist.waits, typist.learnt) == (False, 1)
    assert typist.press(digit) == [digit], "once only"
    assert typist.press(f"alt+{digit}") == [key]
    assert typist.learnt > 1


def test_where_escape_had_something_to_do_a_digit_is_a_digit() -> None:
    typist = Typist(free=False)
    assert typist.press("escape") == ["escape"]
    assert typist.press("6") == ["6"]


def test_it_does_not_last() -> None:
    typist = Typist()
    typist.press("escape")
    assert typist.press("6", after=ARMED_FOR + 0.1) == ["6"]
    typist.press("escape")
    assert typist.press("a") == ["a"]
    assert typist.press("6") == ["6"]


def test_a_number_is_typed() -> None:
    typist = Typist()
    typist.press("escape")
    assert typist.press("2") == []
    assert typist.press("4", after=NUMBER_WITHIN - 0.1) == ["2", "4"]
    assert typist.press("1", after=0.1) == ["1"]
    assert typist.wait() == []
    assert typist.learnt == 0


def test_what_comes_behind_the_digit_comes_behind_the_key() -> None:
    typist = Typist()
    typist.press("escape")
    typist.press("0")
    assert typist.press("K", after=0.1) == ["f10", "K"]
    typist.press("escape")
    typist.press("0")
    assert typist.press("5", after=NUMBER_WITHIN + 0.1) == ["f10", "5"]
    typist.press("escape")
    typist.press("0")
    assert typist.press("alt+1", after=0.1) == ["f10", "f1"]
