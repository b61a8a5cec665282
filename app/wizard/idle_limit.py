"""The idle limit: a customer's account doesn't stay open on a laptop that nobody touches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class IdleWatch:
    """All times in seconds, of one monotonic clock. `limit` includes the last `warning` seconds."""

    limit: float
    warning: float
    _touched: float = 0.0

    def touch(self, now: float) -> None:
        """A key was pressed."""
        self._touched = now

    def left(self, now: float) -> float:
        """Seconds until the limit, never below 0."""
        return max(0.0, self._touched + self.limit - now)

    def warns(self, now: float) -> bool:
        """Whether it's time to ask."""
        return self.left(now) <= self.warning
