"""Seconds are counted where they end, and nothing is woken up for what isn't counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.seconds import LEAST, Seconds

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
    ("left", "due"),
    [
        ((), []),
        ((0.0, 0.0), []),
        ((119.25,), [0.25]),
        ((119.25, 7.125), [0.125]),
        ((0.0, 59.75), [0.75]),
        ((3.0,), [LEAST]),
        ((3.001,), [LEAST]),
    ],
)
def test_it_wakes_when_the_first_of_them_reads_differently(left: tuple[float, ...], due: list[float]) -> None:
    timers: Any = Timers()
    seconds = Seconds(timers, lambda: None)
    seconds.count(*left)
    assert timers.waiting == due
    seconds.count(*left)
    assert timers.waiting == due, "one at a time"
    seconds.count()
    assert timers.waiting == []
