"""Tells a scanner or an unbracketed paste from a person, so that the line end they send never runs the wizard.

A scanner "types" a dozen characters and a carriage return within a few milliseconds; nobody's fingers do that.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

GAP = 0.015
"""Seconds: characters that follow each other faster than this belong to one burst."""

LEAST = 6
"""Characters in a row that make a burst: fewer can be a person's keys that a slow line delivered together."""

QUIET = 0.1
"""Seconds without a key after which a burst that has ended is over."""


class Verdict(Enum):
    """What's to be done with a key."""

    PASS = auto()
    LINE_END = auto()
    """The line end of a burst: it may move on within the step, but press nothing."""
    DROP = auto()
    """What comes after it in the same burst: more lines of a paste."""


@dataclass(slots=True)
class BurstGuard:
    """Fed with every key and its time in seconds; keeps no characters."""

    _run: int = 0
    _last: float = -1.0
    _ended: bool = False

    def take(self, key: str, *, printable: bool, time: float) -> Verdict:
        """The verdict on one key; `key` is Textual's name of it."""
        gap, self._last = time - self._last, time
        if self._ended:
            if gap < QUIET:
                return Verdict.DROP
            self._ended, self._run = False, 0
        if gap >= GAP:
            self._run = 0
        if printable:
            self._run += 1
            return Verdict.PASS
        if key in {"enter", "ctrl+j", "ctrl+m"} and self._run >= LEAST:
            self._ended = True
            return Verdict.LINE_END
        self._run = 0
        return Verdict.PASS
