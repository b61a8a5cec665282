"""Wakes a screen up when a second of what it counts down ends, and not at all while it counts nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.timer import Timer

LEAST = 0.05
"""Seconds between two looks, however close to the next second the last one was."""


class Seconds:
    """Calls `told` from `screen`. `most`: seconds between two looks, at most."""

    def __init__(self, screen: Screen[None], told: Callable[[], None], *, most: float = 1.0) -> None:
        self._screen, self._told, self._most = screen, told, most
        self._timer: Timer | None = None

    def count(self, *left: float) -> None:
        """Once more, when the first of them reads differently; 0 isn't counted. Takes the place of the last time."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        due = [seconds % 1.0 for seconds in left if seconds]
        if due:
            self._timer = self._screen.set_timer(max(LEAST, min(self._most, *due)), self._told)
