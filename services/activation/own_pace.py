"""How often a check may be made by itself: a person may check as often as they like, a program is modest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.contracts import Clock

APART = 2.0
"""Seconds between two checks of which one is made by itself: a box has to be carried from one number to the next."""

AGAIN = 60.0
"""Seconds until what was asked about is asked about once more by itself, such as after going back and forth."""


class OwnPace:
    """Minds when what was asked about last."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: Typed = {}
        self._at: float | None = None

    def asked(self, typed: Typed) -> None:
        """Both clouds are being asked about that."""
        self._last, self._at = dict(typed), self._clock.monotonic()

    def may_ask(self, typed: Typed) -> bool:
        """Whether that may be asked about by itself now."""
        if self._at is None:
            return True
        return self._clock.monotonic() - self._at >= (AGAIN if typed == self._last else APART)
