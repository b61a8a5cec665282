"""One cloud's line: puts a request by the policy and brings back a whole answer, or says why none came."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from services.clouds.http.body_reader import BodyRefused, body_of
from services.clouds.http.exchange import Answer, Broken, HttpRequest, http_date, retry_after_seconds
from services.clouds.http.failures import PROXY_WANTS_PASSWORD, RequestProgress, broken
from services.clouds.http.policy import BUSY, SERVER_ERROR, Policy
from services.contracts import Cause, ServiceError
from services.contracts.causes import Reason
from services.contracts.listeners import Listeners

if TYPE_CHECKING:
    from services.clouds.http.limiter import Limiter
    from services.contracts import Clock

AGREES = timedelta(seconds=2)
"""A clock that differs less from the cloud's is as good as it: a `Date` has no fractions."""

TOO_MANY_REQUESTS = 429
SIGN_IN_TO_THE_NETWORK = 511
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""No call of either cloud leads elsewhere; a network that wants a sign-in first does."""


class Connection:
    """`silent` is the cause when this cloud answers with trouble of its own: NORTHE_DOWN or VENDOR_DOWN.

    `skew` is how far the clock here is ahead of the cloud's, by its last answer that said. `listeners` are told when
    `reached` has become another.
    """

    def __init__(self, client: httpx.AsyncClient, *, silent: Cause, clock: Clock, policy: Policy | None = None) -> None:
        self.silent = silent
        self.clock = clock
        self.policy = policy or Policy()
        self.skew: timedelta | None = None
        self.listeners = Listeners()
        self._reached: bool | None = None
        self._client = client

    @property
    def reached(self) -> bool | None:
        """Whether the last request got there; None before the first."""
        return self._reached

    def _reach(self, *, reached: bool) -> None:
        if reached is not self._reached:
            self._reached = reached
            self.listeners.tell()

    async def ask(self, request: HttpRequest, limiter: Limiter | None = None) -> Answer:
        """The answer, whatever its status says. Raises `ServiceError`, free of secrets, if none came whole."""
        outcome: Answer | Broken = Broken(Reason.TIMED_OUT)
        policy = self.policy
        ends = policy.monotonic() + policy.deadline
        try:
            async with asyncio.timeout(policy.deadline):
                for tried in range(1, policy.tries + 1):
                    if limiter is not None:
                        await limiter.take(policy.sleep)
                    outcome = Broken(Reason.TIMED_OUT)
                    outcome = await self._once(request)
                    wait = policy.wait_before_next(request, outcome, tried)
                    if wait is None or policy.monotonic() + wait >= ends:
                        break
                    await policy.sleep(wait)
        except TimeoutError:
            pass  # `outcome` says what was known so far; raised below, so that the frames with the secrets stay behind
        if isinstance(outcome, Broken):
            if outcome.reason in {None, Reason.UNREADABLE}:
                raise ServiceError(self.silent, outcome.reason, note=outcome.note)
            self._reach(reached=False)  # when the time for all tries is over, too
            raise ServiceError(Cause.NETWORK_DOWN, outcome.reason)
        return outcome

    def trouble(self, answer: Answer) -> ServiceError | None:
        """The error for an answer that isn't about the request: the cloud is too busy or broken, or what answers isn't
        the cloud. None for any other.
        """
        if answer.status == PROXY_WANTS_PASSWORD:
            return ServiceError(Cause.NETWORK_DOWN, Reason.PROXY_PASSWORD)
        if _is_from_between(answer):
            return ServiceError(Cause.NETWORK_DOWN, Reason.IN_BETWEEN)
        if answer.status == TOO_MANY_REQUESTS:
            return ServiceError(Cause.THROTTLED, note="answered 429", retry_after=answer.retry_after)
        if answer.status in BUSY or answer.status >= SERVER_ERROR:
            return ServiceError(self.silent, note=f"answered {answer.status}", retry_after=answer.retry_after)
        return None

    def unreadable(self) -> ServiceError:
        """The error for an answer in another shape than agreed."""
        return ServiceError(self.silent, Reason.UNREADABLE)

    async def _once(self, request: HttpRequest) -> Answer | Broken:
        # Nothing is raised from here: the frames below hold the request in clear.
        try:
            progress = RequestProgress(request.url)
            return await self._exchange(request, progress)
        except (httpx.HTTPError, OSError) as error:
            outcome = broken(error, progress)
            if outcome.reason is not None:
                self._reach(reached=False)
            return outcome
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not carry those frames upwards
            return Broken(None, note=f"could not be asked: {type(error).__name__}")

    async def _exchange(self, request: HttpRequest, progress: RequestProgress) -> Answer | Broken:
        headers = dict(request.headers)
        if request.token is not None:
            headers["Authorization"] = f"Bearer {request.token.get_secret_value()}"
        content = request.body() if request.body is not None else None
        async with self._client.stream(
            request.method, request.url, headers=headers, content=content, extensions={"trace": progress}
        ) as response:
            self._reach(reached=True)
            try:
                body = await body_of(response, request.largest)
            except BodyRefused:
                return Broken(Reason.UNREADABLE)
        now = self.clock.now()
        sent_at = http_date(response.headers.get("date"))
        if sent_at is not None:
            skew = now - sent_at
            self.skew = skew if abs(skew) > AGREES else timedelta(0)
        return Answer(
            response.status_code,
            response.headers.get("content-type", ""),
            body,
            sent_at=sent_at,
            retry_after=retry_after_seconds(response.headers.get("retry-after"), sent_at or now),
        )


def _is_from_between(answer: Answer) -> bool:
    """Whether it's a proxy's or a network's own answer. A page with an error's status may be the cloud's own."""
    if answer.status in REDIRECTS or answer.status == SIGN_IN_TO_THE_NETWORK:
        return True
    return answer.is_page and answer.status < min(REDIRECTS)
