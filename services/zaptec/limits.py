"""How often one Zaptec may be asked, counted as Zaptec counts: calls by account, tokens by address."""

from __future__ import annotations

from services.http import Limiter

REQUESTS_A_SECOND = 10.0
AT_ONCE = 10
"""Zaptec allows 15."""

TOKENS_A_SECOND = 1.0


class Limits:
    """The limiters for one Zaptec, to be shared by all who ask it."""

    def __init__(self) -> None:
        self.doorway = Limiter(TOKENS_A_SECOND)
        self._accounts: dict[str, Limiter] = {}

    def account(self, user_name: str) -> Limiter:
        """The one limiter of an account."""
        return self._accounts.setdefault(user_name.casefold(), Limiter(REQUESTS_A_SECOND, AT_ONCE))


ZAPTEC = Limits()
"""The real one's, for the whole process."""
