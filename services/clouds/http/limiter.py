"""Keeps a whole process below a cloud's request limit, so that nobody is throttled for our impatience."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class Limiter:
    """A token bucket: `burst` requests at once, then `rate` a second. A cancelled wait only wastes its turn."""

    def __init__(
        self,
        rate: float,
        burst: int = 1,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._spacing = 1 / rate
        self._slack = (burst - 1) / rate
        self._monotonic = monotonic
        self._full_at = 0.0

    async def take(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Returns when it's this request's turn."""
        now = self._monotonic()
        turn = max(self._full_at, now)
        self._full_at = turn + self._spacing
        if (wait := turn - self._slack - now) > 0:
            await sleep(wait)
