"""The world's time: real time that can be moved on, so that nobody has to sit through a wait."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class SandboxClock:
    """Seconds since 1970 (UTC), plus what `advance` added. `source` replaces real time in tests."""

    def __init__(self, source: Callable[[], float] = time.time, offset: float = 0.0) -> None:
        self._source = source
        self.offset = offset

    def time(self) -> float:
        """Now, in seconds since 1970."""
        return self._source() + self.offset

    def now(self) -> datetime:
        """Now, as an aware UTC time."""
        return moment(self.time())

    def advance(self, seconds: float) -> None:
        """Moves the world on. Everything in it follows, since all of it is worked out from the time."""
        self.offset += seconds


def moment(seconds: float) -> datetime:
    """Seconds since 1970 as an aware UTC time, to the millisecond, as both clouds write it."""
    return datetime.fromtimestamp(round(seconds, 3), UTC)
