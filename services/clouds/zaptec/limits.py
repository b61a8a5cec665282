"""How often one Zaptec may be asked, counted as Zaptec counts: calls by account, tokens by address."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from services.clouds.http import Limiter

if TYPE_CHECKING:
    from collections.abc import Callable

REQUESTS_A_SECOND = 10.0
AT_ONCE = 10
"""Zaptec allows 15."""

TOKENS_A_SECOND = 1.0


class Limits:
    """The limiters for one Zaptec, to be shared by all who ask it."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self.doorway = Limiter(TOKENS_A_SECOND, monotonic=monotonic)
        self._accounts: dict[str, Limiter] = {}

    def account(self, user_name: str) -> Limiter:
        """The one limiter of an account."""
        new = Limiter(REQUESTS_A_SECOND, AT_ONCE, monotonic=self._monotonic)
        return self._accounts.setdefault(user_name.casefold(), new)


ZAPTEC = Limits()
"""The real one's, for the whole process."""
