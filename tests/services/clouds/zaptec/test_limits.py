"""Zaptec's limits as the sandbox keeps them (10 calls a second, 15 more at once, one token a second), met end to end in a
time that leaps: the program stays below them, and waits as long as it's told where others use them up.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from services.build import SandboxInside, build_services
from services.clouds.http import Policy
from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import ZAPTEC, Limits
from services.contracts import ServiceError
from services.fake import CONSENT, FakeClock
from services.sandbox.app import create_app
from services.sandbox.clock import SandboxClock
from services.sandbox.in_process import InProcess
from services.sandbox.world import load_world
from tests.support.clouds.leaping_loop import leap, now
from tests.support.clouds.sandbox_requests import NOON
from tests.support.clouds.services_on_sandbox import URLS, service_settings

BASE = "http://sandbox/zaptec"
LIMITED = "limited@example.com"


class Zaptec(httpx.AsyncBaseTransport):
    """The shipped sandbox, in the time that leaps, and when it was asked what with which answer."""

    def __init__(self, *, limits: bool = False) -> None:
        world = load_world()
        if limits:
            world = world.model_copy(update={"limits": world.limits.model_copy(update={"on": True})})
        clock = SandboxClock(lambda: NOON + now())
        self._sandbox = InProcess(create_app(world, clock=clock), raise_app_exceptions=True)
        self.asked: list[tuple[float, str, int]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        at = now()
        answer = await self._sandbox.handle_async_request(request)
        self.asked.append((at, request.url.path, answer.status_code))
        return answer

    def refused(self) -> int:
        return sum(status == 429 for _, _, status in self.asked)

    async def program(self, limits: Limits, user: str = LIMITED) -> ZaptecClient:
        """One program's client, signed in."""
        zaptec = ZaptecClient(
            httpx.AsyncClient(transport=self),
            BASE,
            FakeClock(),
            token_url=f"{BASE}/oauth/token",
            consent=CONSENT,
            policy=Policy(chance=lambda: 0.5, monotonic=now),
            limits=limits,
        )
        await zaptec.sign_in(user, SecretStr("zap"))
        return zaptec


async def all_at_once(*programs: ZaptecClient, times: int) -> list[Any]:
    asking = [program.chargers() for program in programs for _ in range(times)]
    return await asyncio.gather(*asking, return_exceptions=True)


def test_one_process_stays_below_the_limit_whatever_it_asks() -> None:
    """Two clients of one account share the limit: 40 calls at once, ten go out at once and then ten a second."""

    async def run() -> tuple[list[Any], Zaptec, float]:
        zaptec, shared = Zaptec(), Limits(now)
        programs = [await zaptec.program(shared), await zaptec.program(shared, LIMITED.upper())]
        await asyncio.sleep(10)
        began, zaptec.asked = now(), []
        return await all_at_once(*programs, times=20), zaptec, now() - began

    answers, zaptec, took = leap(run)
    assert all(isinstance(answer, tuple) and answer for answer in answers)
    assert (len(zaptec.asked), zaptec.refused()) == (40, 0)
    assert round(took, 3) == 3.0
    times = sorted(at for at, _, _ in zaptec.asked)
    assert all(later - first > 0.999 for first, later in zip(times[10:], times[20:], strict=False))


def test_where_others_use_the_limit_up_each_call_waits_as_long_as_it_is_told() -> None:
    """Three programs with one account, that don't know of each other."""

    async def run() -> tuple[list[Any], Zaptec]:
        zaptec = Zaptec()
        programs = [await zaptec.program(Limits(now)) for _ in range(3)]
        await asyncio.sleep(10)
        zaptec.asked = []
        return await all_at_once(*programs, times=10), zaptec

    answers, zaptec = leap(run)
    assert not [answer for answer in answers if isinstance(answer, ServiceError)]
    at_once = [status for at, _, status in zaptec.asked if at == zaptec.asked[0][0]]
    assert (at_once.count(200), at_once.count(429)) == (16, 14), "one, and a burst of 15"
    again = sorted({at for at, _, _ in zaptec.asked})[1]
    assert again - zaptec.asked[0][0] >= 1.0, "Retry-After: 1"
    assert len(zaptec.asked) == 30 + zaptec.refused()
    assert zaptec.refused() < 30


def test_a_new_token_is_not_fetched_before_its_time() -> None:
    """At an address that gives one a second, for two accounts one after the other."""

    async def run() -> tuple[Zaptec, float]:
        zaptec, shared = Zaptec(limits=True), Limits(now)
        began = now()
        for user in (LIMITED, "zap@example.com", "guest@example.com"):
            await zaptec.program(shared, user)
        return zaptec, now() - began

    zaptec, took = leap(run)
    assert [status for _, _, status in zaptec.asked] == [200, 200, 200]
    assert took == 2.0


def test_all_clients_of_the_real_one_share_one_limit(tmp_path: Path) -> None:
    """However many are made in a process; each sandbox is a Zaptec of its own."""

    def limits(sandbox: bool) -> Any:
        zaptec = build_services(service_settings(tmp_path, SandboxInside() if sandbox else URLS)).makers["zaptec"]
        assert isinstance(zaptec, ZaptecClient)
        return zaptec._asking._limits

    assert limits(sandbox=False) is limits(sandbox=False) is ZAPTEC
    assert limits(sandbox=True) is not ZAPTEC
