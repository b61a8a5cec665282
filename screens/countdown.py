"""Wakes a screen up when what it counts down reads differently, and not at all while it counts nothing."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.timer import Timer

LEAST = 0.05
"""Seconds between two looks, however close to the next change the last one was."""

STEP, ONE_BY_ONE = 5, 20
"""A long wait is counted in steps of so many seconds, and from the second number on each by itself: a screen that's
left alone wakes up, and sends bytes, a fifth as often.
"""


class Countdown:
    """Calls `told` from `screen`. `most`: seconds between two looks, at most."""

    def __init__(self, screen: Screen[None], told: Callable[[], None], *, most: float = STEP) -> None:
        self._screen, self._told, self._most = screen, told, most
        self._timer: Timer | None = None

    def count(self, *due: float | None) -> None:
        """Once more, after the first of these seconds; None isn't counted. Takes the place of the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        counted = [seconds for seconds in due if seconds is not None]
        if counted:
            self._timer = self._screen.set_timer(max(LEAST, min(self._most, *counted)), self._told)


def shown(left: float) -> int:
    """The seconds that are shown while so many are left: never less than there are."""
    return ceil(left / STEP) * STEP if left > ONE_BY_ONE else ceil(left)


def until_it_changes(left: float | None) -> float | None:
    """After how many seconds `shown` is another; None where nothing is left to count."""
    if not left:
        return None
    return left - (shown(left) - STEP) if left > ONE_BY_ONE else until_the_next_second(left)


def until_the_next_second(left: float) -> float | None:
    """The same for what's counted second by second."""
    return left % 1.0 if left else None
