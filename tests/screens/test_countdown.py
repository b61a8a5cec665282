"""Seconds are counted where they end, and nothing is woken up for what isn't counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.countdown import LEAST, STEP, Countdown, shown, until_it_changes

if TYPE_CHECKING:
    from collections.abc import Callable


class Timers:
    """A screen, as far as it's needed."""

    def __init__(self) -> None:
        self.waiting: list[float] = []

    def set_timer(self, seconds: float, _: Callable[[], None]) -> Timers:
        self.waiting.append(seconds)
        return self

    def stop(self) -> None:
        self.waiting.pop()


@pytest.mark.parametrize(
    ("due", "wakes"),
    [
        ((), []),
        ((None, None), []),
        ((0.25,), [0.25]),
        ((0.25, 0.125), [0.125]),
        ((None, 0.75), [0.75]),
        ((0.0,), [LEAST]),
        ((0.001,), [LEAST]),
        ((60.0,), [STEP]),
    ],
)
def test_it_wakes_when_the_first_of_them_reads_differently(due: tuple[float | None, ...], wakes: list[float]) -> None:
    timers: Any = Timers()
    countdown = Countdown(timers, lambda: None)
    countdown.count(*due)
    assert timers.waiting == wakes
    countdown.count(*due)
    assert timers.waiting == wakes, "one at a time"
    countdown.count()
    assert timers.waiting == []


@pytest.mark.parametrize(
    ("left", "reads", "due"),
    [
        (120.0, 120, 5.0),
        (119.25, 120, 4.25),
        (115.0, 115, 5.0),
        (20.5, 25, 0.5),
        (20.0, 20, 0.0),
        (19.25, 20, 0.25),
        (0.5, 1, 0.5),
        (0.0, 0, None),
        (None, 0, None),
    ],
)
def test_a_long_wait_is_counted_in_steps_and_its_end_second_by_second(
    left: float | None, reads: int, due: float | None
) -> None:
    assert shown(left or 0.0) == reads
    assert until_it_changes(left) == due
