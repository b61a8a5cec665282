"""How long to wait for a cloud and when to ask again: the numbers, and the rules on top of them.

The rules: 429, 502, 503 and 504 are asked again whatever was asked, 500 only on GET. A connection that broke is tried
again when nothing was sent, or when asking twice does no harm. A refusal never is.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.clouds.http.exchange import Answer, Broken
from services.contracts.causes import Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from services.clouds.http.exchange import HttpRequest

BUSY = frozenset({429, 502, 503, 504})
SERVER_ERROR = 500
SETTLED = frozenset({None, Reason.UNREADABLE, Reason.TLS, Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES})
"""What's the same a moment later; None is what failed on this side, or was no answer."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All spans in seconds. `longest_wait` is how long a cloud may keep us waiting before we rather say so."""

    connect: float = 5.0
    read: float = 10.0
    deadline: float = 25.0
    tries: int = 4
    first_wait: float = 0.3
    factor: float = 2.1
    jitter: float = 0.1
    longest_wait: float = 10.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    monotonic: Callable[[], float] = time.monotonic

    def wait_before_next(self, request: HttpRequest, outcome: Answer | Broken, tried: int) -> float | None:
        """Seconds until the next try after `tried` tries, or None: this outcome is the last word."""
        if tried >= self.tries or not _may_heal(request, outcome):
            return None
        asked_for = outcome.retry_after if isinstance(outcome, Answer) else None
        if asked_for is None:
            wait = self.first_wait * self.factor ** (tried - 1)
            return wait * (1 + self.jitter * (2 * self.chance() - 1))
        if asked_for > self.longest_wait:
            return None
        return asked_for + self.first_wait * self.chance()  # many clients were told the same second


def _may_heal(request: HttpRequest, outcome: Answer | Broken) -> bool:
    if isinstance(outcome, Broken):
        return outcome.reason not in SETTLED and (not outcome.sent or request.harmless_twice)
    if request.final(outcome):
        return False
    return outcome.status in BUSY or (outcome.status == SERVER_ERROR and request.method == "GET")
