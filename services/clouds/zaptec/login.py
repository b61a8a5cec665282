"""The installer's own sign-in at Zaptec: a token in memory, renewed without asking as long as nobody forgets it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlencode

from services.clouds.http import Answer, Connection, HttpRequest
from services.clouds.zaptec import wire
from services.clouds.zaptec.from_wire import read
from services.contracts import Cause, ServiceError
from services.text.clean_text import bare_word

if TYPE_CHECKING:
    from pydantic import SecretStr

    from services.clouds.zaptec.limits import Limits
    from services.contracts import Clock

SKEW = 60.0
"""Seconds before its end from which a token counts as expired (or a tenth of its life, if that's less)."""

UNSAID_LIFE = 3600.0
"""Seconds that a token is used whose life isn't said: Zaptec's own sample has this number."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
MOVED = frozenset({404, 405, 410})
"""Where the login was, there's nothing any more."""

OAUTH_ERROR = re.compile(r"[a-z]+(_[a-z]+)+")
"""How all errors look that are registered for OAuth; a web server's own ("Unauthorized") don't."""

PASSING = frozenset({"server_error", "temporarily_unavailable"})
"""Of these, those that say nothing about the sign-in."""

WRONG_PAIR = "invalid_grant"
ANY_SPELLING = {
    name.replace("_", ""): name
    for name in (WRONG_PAIR, "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope")
}
"""Errors that nobody writes by chance: also known as "Invalid Grant", "invalidGrant" or "invalid-grant"."""


@dataclass(frozen=True, slots=True)
class _SignedIn:
    user_name: str
    password: SecretStr
    token: SecretStr
    ends: float = field(repr=False)


class Login:
    """Password grant, as Zaptec's API page describes it; its refresh tokens are known to fail, so none is used."""

    def __init__(self, line: Connection, token_url: str, scope: str | None, clock: Clock, limits: Limits) -> None:
        self._line = line
        self._url = token_url
        self._scope = scope
        self._clock = clock
        self._limiter = limits.doorway
        self._now: _SignedIn | None = None
        self._renewing = asyncio.Lock()

    @property
    def user_name(self) -> str | None:
        """Who is signed in."""
        return self._now.user_name if self._now else None

    async def sign_in(self, user_name: str, password: SecretStr) -> None:
        """The name, an e-mail address, is taken without what can't be seen in it; the password stays what it is.

        Raises `ServiceError`: SIGN_IN_REJECTED for a wrong pair, LOGIN_CHANGED if this way of signing in is gone.
        """
        self._now = await self._grant(bare_word(user_name), password)

    def forget(self) -> None:
        """Drops everything. A renewal that's under way comes to nothing."""
        self._now = None

    async def token(self, *, refused: SecretStr | None = None) -> SecretStr:
        """A token that should be good, and isn't `refused`. However many ask at once, only one is fetched.

        Raises `ServiceError`: SESSION_EXPIRED if nobody is signed in.
        """
        async with self._renewing:
            before = self._now
            if before is None:
                raise ServiceError(Cause.SESSION_EXPIRED, note="nobody is signed in")
            if before.token is not refused and self._clock.monotonic() < before.ends:
                return before.token
            try:
                after = await self._grant(before.user_name, before.password)
            except ServiceError as error:
                if error.cause is Cause.SIGN_IN_REJECTED and self._now is before:
                    self._now = None
                raise
            if self._now is None:
                raise ServiceError(Cause.SESSION_EXPIRED, note="signed out meanwhile")
            if self._now is before:
                self._now = after
            return self._now.token

    async def _grant(self, user_name: str, password: SecretStr) -> _SignedIn:
        def form() -> bytes:
            fields = {"grant_type": "password", "username": user_name, "password": password.get_secret_value()}
            if self._scope:
                fields["scope"] = self._scope
            return urlencode(fields).encode()

        request = HttpRequest("POST", self._url, headers=FORM, body=form, final=_is_about_the_sign_in)
        answer = await self._line.ask(request, self._limiter)
        if answer.status != HTTPStatus.OK:
            self._refuse(answer)
        grant = read(answer, wire.TokenGrant)
        if grant is None or (grant.token_type or "bearer").lower() != "bearer":
            if _error(answer):
                self._refuse(answer)
            if read(answer, wire.Wire) is None:
                raise self._line.trouble(answer) or self._line.unreadable()
            raise ServiceError(Cause.LOGIN_CHANGED, note="granted no bearer token")
        life = grant.expires_in or 0.0
        if life <= 0.0:
            life = UNSAID_LIFE  # nobody gives out a token that has ended
        ends = self._clock.monotonic() + life - min(SKEW, life / 10)
        return _SignedIn(user_name, password, grant.access_token, ends)

    def _refuse(self, answer: Answer) -> NoReturn:
        """An OAuth error that's said decides, whatever the status: Hydra says `invalid_client` with 401, as RFC 6749
        wants it, and that's no wrong password. What's said with a 429 is only that.
        """
        error = _error(answer)
        trouble = self._line.trouble(answer)
        if trouble is not None and (trouble.cause is Cause.THROTTLED or error in PASSING):
            raise trouble
        if error == WRONG_PAIR:
            raise ServiceError(Cause.SIGN_IN_REJECTED, note=f"answered {answer.status}")
        if error in PASSING:
            raise ServiceError(self._line.silent, note=f"answered {answer.status}")
        if OAUTH_ERROR.fullmatch(error):
            raise ServiceError(Cause.LOGIN_CHANGED, note=f"answered {answer.status}")
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise ServiceError(Cause.SIGN_IN_REJECTED, note=f"answered {answer.status}")
        if trouble is not None:
            raise trouble
        if answer.status in MOVED:
            raise ServiceError(Cause.LOGIN_CHANGED, note=f"answered {answer.status}")
        raise self._line.unreadable()


def _error(answer: Answer) -> str:
    """The OAuth error that's said, whatever the answer calls itself. Empty if there's none."""
    said = read(replace(answer, content_type="application/json"), wire.GrantRefusal)
    error = said.error.strip() if said is not None else ""
    letters = "".join(char for char in error.lower() if char.isalpha())
    return ANY_SPELLING.get(letters, error.lower())


def _is_about_the_sign_in(answer: Answer) -> bool:
    """A no that's the same a moment later: a password that's tried again and again gets locked."""
    error = _error(answer) if answer.status not in (HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS) else ""
    return OAUTH_ERROR.fullmatch(error) is not None and error not in PASSING
