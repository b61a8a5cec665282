"""How long a token of Zaptec's is used, and what becomes of the sign-in when it is refused."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.zaptec.limits import ZAPTEC, Limits
from services.contracts import Cause, ServiceError
from services.fake import FakeClock
from tests.support.clouds.recorded_answers import html_answer, json_answer
from tests.support.clouds.zaptec_bodies import (
    LIST,
    LOGIN,
    TOKEN,
    USER,
    listing,
    recorded,
    signed_in,
    token,
)

pytestmark = pytest.mark.anyio


async def test_one_token_serves_until_a_minute_before_its_end() -> None:
    cloud, clock = recorded().on(LOGIN, token(expires_in=3600), token("SECOND")), FakeClock()
    zaptec = await signed_in(cloud, clock)
    await zaptec.chargers()
    clock.advance(3539)
    await zaptec.chargers()
    assert cloud.count(LOGIN) == 1
    clock.advance(1)
    await zaptec.chargers()
    assert cloud.count(LOGIN) == 2
    assert cloud.last(LIST).headers["authorization"] == "Bearer SECOND"


async def test_a_short_life_is_not_all_skew() -> None:
    cloud, clock = recorded().on(LOGIN, token(expires_in=30)), FakeClock()
    zaptec = await signed_in(cloud, clock)
    clock.advance(26)
    await zaptec.chargers()
    assert cloud.count(LOGIN) == 1


@pytest.mark.parametrize("life", [0, -1, -1e300, "0", None, "soon", float("nan"), [], 1e300])
async def test_a_senseless_life_is_none_that_is_said(life: Any) -> None:
    body = json.dumps({"access_token": TOKEN, "expires_in": life}).encode()
    cloud = recorded().on(LOGIN, httpx.Response(200, headers={"content-type": "application/json"}, content=body))
    zaptec = await signed_in(cloud)
    await zaptec.chargers()
    await zaptec.chargers()
    assert cloud.count(LOGIN) == 1


async def test_a_refused_token_is_renewed_once_and_the_question_asked_again() -> None:
    cloud = recorded().on(LOGIN, token(), token("SECOND")).on(LIST, json_answer(401), listing())
    zaptec = await signed_in(cloud)
    assert await zaptec.chargers() == ()
    assert [one.headers["authorization"] for one in cloud.asked if one.url.path == "/api/chargers"] == [
        f"Bearer {TOKEN}",
        "Bearer SECOND",
    ]


async def test_a_new_token_that_is_refused_too_ends_the_sign_in() -> None:
    cloud = recorded().on(LIST, json_answer(401))
    zaptec = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert raised.value.cause is Cause.SESSION_EXPIRED
    assert (cloud.count(LIST), cloud.count(LOGIN)) == (2, 2)
    assert zaptec.signed_in_as is None


async def test_a_password_changed_meanwhile_ends_the_sign_in() -> None:
    cloud = recorded().on(LOGIN, token(), json_answer(400, {"error": "invalid_grant"})).on(LIST, json_answer(401))
    zaptec = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert raised.value.cause is Cause.SIGN_IN_REJECTED
    assert zaptec.signed_in_as is None


async def test_a_line_that_breaks_while_renewing_keeps_the_sign_in() -> None:
    cloud = recorded().on(LOGIN, token(), html_answer(503)).on(LIST, json_answer(401))
    zaptec = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert raised.value.cause is Cause.VENDOR_DOWN
    assert zaptec.signed_in_as == USER


async def test_however_many_ask_at_once_one_token_is_fetched() -> None:
    def only_the_second(request: httpx.Request) -> httpx.Response:
        return listing() if request.headers["authorization"] == "Bearer SECOND" else json_answer(401)

    cloud = recorded().on(LOGIN, token(), token("SECOND")).on(LIST, only_the_second)
    zaptec = await signed_in(cloud)
    await asyncio.gather(*(zaptec.chargers() for _ in range(8)))
    assert cloud.count(LOGIN) == 2


async def test_an_attempt_that_fails_leaves_the_sign_in_before_alone() -> None:
    cloud = recorded().on(LOGIN, token(), json_answer(400, {"error": "invalid_grant"}))
    zaptec = await signed_in(cloud)
    with pytest.raises(ServiceError):
        await zaptec.sign_in("else@example.com", SecretStr("x"))
    assert zaptec.signed_in_as == USER


async def test_forgetting_drops_token_and_password() -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud)
    zaptec.forget()
    assert zaptec.signed_in_as is None
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert raised.value.cause is Cause.SESSION_EXPIRED
    assert len(cloud.asked) == 1


async def test_forgetting_while_a_token_is_renewed_stays_forgotten() -> None:
    cloud = recorded().on(LIST, json_answer(401))
    zaptec = await signed_in(cloud)

    def forget_first(_: httpx.Request) -> httpx.Response:
        zaptec.forget()
        return token("SECOND")

    cloud.on(LOGIN, forget_first)
    with pytest.raises(ServiceError) as raised:
        await zaptec.chargers()
    assert raised.value.cause is Cause.SESSION_EXPIRED
    assert zaptec.signed_in_as is None


async def test_tokens_and_calls_have_limits_of_their_own() -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud, limits=(limits := Limits()))
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    await zaptec.look("ZAP900001")
    await limits.doorway.take(note)
    assert len(waits) == 1, "one token a second, and it was used"
    waits.clear()
    for _ in range(6):
        await limits.account(USER).take(note)
    assert len(waits) == 1, "ten calls at once, and five were used"


def test_one_limiter_for_each_account() -> None:
    assert ZAPTEC.account("Installer@example.com") is ZAPTEC.account("installer@example.com")
    assert ZAPTEC.account("else@example.com") is not ZAPTEC.account("installer@example.com")
