"""A look is made of parts with a time each: what's slow holds up nothing else, and what fails takes nothing with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.http import Policy
from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.clouds.zaptec.look_builder import OTHERS_WITHIN, PART_WITHIN
from services.contracts import Cause, Grant, LookPart, MakerLook, ServiceError
from services.fake import CONSENT, FakeClock
from tests.support.clouds.leaping_loop import leap, now
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import BASE, LIST, PASSWORD, USER, recorded

Answering = Callable[[httpx.Request], "httpx.Response | float | None"]
"""What's answered in place of the usual, or after how many seconds the usual comes."""


def looked(odd: Answering) -> tuple[MakerLook | ServiceError, float]:
    """The look, and the seconds that it took."""
    cloud = recorded()

    async def answer(request: httpx.Request) -> httpx.Response:
        told = odd(request)
        if isinstance(told, httpx.Response):
            return told
        if told is not None:
            if told > request.extensions["timeout"]["read"]:
                await asyncio.sleep(request.extensions["timeout"]["read"])
                raise httpx.ReadTimeout("", request=request)
            await asyncio.sleep(told)
        return cloud.answer(request)

    async def look() -> tuple[MakerLook | ServiceError, float]:
        http = httpx.AsyncClient(transport=httpx.MockTransport(answer), timeout=httpx.Timeout(10, connect=5))
        zaptec = ZaptecClient(
            http, BASE, FakeClock(), token_url=f"{BASE}/oauth/token", consent=CONSENT,
            policy=Policy(chance=lambda: 0.5, monotonic=now), limits=Limits(now),
        )  # fmt: skip
        await zaptec.sign_in(USER, SecretStr(PASSWORD))
        began = now()
        try:
            return await zaptec.look("ZAP900001"), now() - began
        except ServiceError as error:
            return error, now() - began

    return leap(look)


def usual() -> MakerLook:
    look, _ = looked(lambda _: None)
    assert isinstance(look, MakerLook)
    return look


def at(end: str, told: httpx.Response | float) -> Answering:
    return lambda request: told if request.url.path.endswith(end) else None


@pytest.mark.parametrize("seconds", [4.0, 12.0, 600.0])
def test_a_slow_list_of_other_boxes_holds_up_nothing(seconds: float) -> None:
    look, took = looked(at("/hierarchy", seconds))
    assert took <= OTHERS_WITHIN + 0.1
    assert isinstance(look, MakerLook)
    assert set(look.unanswered) == {LookPart.OTHERS}
    assert (look.grant, look.evidence.last_heard) == (Grant.GRANTED, usual().evidence.last_heard)


@pytest.mark.parametrize(
    ("end", "parts"),
    [("/state", {LookPart.STATE}), ("/api/installation", {LookPart.GRANT, LookPart.INSTALLATION})],
)
def test_a_part_that_hangs_has_a_time_of_its_own(end: str, parts: set[LookPart]) -> None:
    look, took = looked(at(end, 600.0))
    assert took <= 2 * PART_WITHIN + 0.1
    assert isinstance(look, MakerLook)
    assert {part: why.cause for part, why in look.unanswered.items()} == dict.fromkeys(parts, Cause.NETWORK_DOWN)
    assert look.evidence.charger_name == "Garage"


def test_a_slow_answer_within_its_time_is_waited_for() -> None:
    look, took = looked(at("/state", 9.0))
    assert (look, round(took)) == (usual(), 9)


@pytest.mark.parametrize(
    ("reply", "cause"),
    [
        (json_answer(429, retry_after="120"), Cause.THROTTLED),
        (600.0, Cause.NETWORK_DOWN),
        (json_answer(401), Cause.SESSION_EXPIRED),
    ],
)
def test_what_all_parts_say_is_said_of_the_whole(reply: httpx.Response | float, cause: Cause) -> None:
    look, _ = looked(lambda request: None if request.url.path in {"/oauth/token", LIST.split()[1]} else reply)
    assert isinstance(look, ServiceError)
    assert look.cause is cause


def test_what_all_parts_say_of_themselves_leaves_what_is_known() -> None:
    look, _ = looked(
        lambda request: None if request.url.path in {"/oauth/token", LIST.split()[1]} else json_answer(500)
    )
    assert isinstance(look, MakerLook)
    assert (look.found, set(look.unanswered)) == (True, set(LookPart))
    assert (look.evidence.installation_name, look.evidence.taken_over) == ("Testgatan 10", False)
