"""How long to wait after refused sign-ins, so that nobody's keys are guessed or locked by hammering."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.contracts import Clock

FREE = 2
"""Refusals in a row that cost nothing: anybody mistypes."""

FIRST, LONGEST = 2.0, 60.0
"""Seconds after the next one, doubled each time up to the longest."""

UNSAID = 30.0
"""Seconds, where Northe asks for patience but doesn't say how much."""


@dataclass(slots=True)
class SignInBackOff:
    """Counts refusals in a row; Northe's own limit (`wait`) comes on top."""

    clock: Clock
    _refusals: int = 0
    _until: float = 0.0

    def refused(self) -> None:
        """One more wrong combination."""
        self._refusals += 1
        if self._refusals > FREE:
            self.wait(min(FIRST * 2.0 ** (self._refusals - FREE - 1), LONGEST))

    def wait(self, seconds: float | None) -> None:
        """Northe asks for so many seconds of patience, None if it doesn't say how many."""
        self._until = max(self._until, self.clock.monotonic() + (seconds or UNSAID))

    @property
    def left(self) -> float:
        """Seconds until the next try may be made."""
        return max(0.0, self._until - self.clock.monotonic())
