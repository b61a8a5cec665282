from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.northe.client import NortheClient
from services.contracts import BoxRequest, Cause, LinkStatus, Reason, ServiceError
from services.fake import NOW, FakeClock
from services.rules.addresses import Address
from tests.support.clouds.northe_bodies import (
    LINK,
    SECRETS,
    SESSION,
    changed,
    client,
    problem,
    recorded,
    sign_in,
    signed_in,
)
from tests.support.clouds.recorded_answers import html_answer, json_answer, sent

pytestmark = pytest.mark.anyio

PLACE = Address(country="SE", street="Testgatan 10", postcode="411 01", city="Göteborg")
REQUEST = BoxRequest("zaptec", "go", {"serial_number": SecretStr("ZAP900001")})


async def test_a_link_counts_down_by_the_clouds_clock() -> None:
    cloud = recorded().on("POST /northe/v1/link-sessions", json_answer(201, LINK, date="Mon, 14 Sep 2026 09:31:30 GMT"))
    offer = await client(cloud, FakeClock(NOW + timedelta(hours=5))).start_link()
    assert (offer.link_id, offer.payload, offer.expires_in, offer.poll_every) == ("link-1", LINK["payload"], 30.0, 2.0)


async def test_without_a_date_the_clock_here_has_to_do() -> None:
    assert (await client(recorded()).start_link()).expires_in == 120.0
    late = FakeClock(NOW + timedelta(hours=5))
    assert (await client(recorded(), late).start_link()).expires_in == 0.0


async def test_when_a_session_ends_is_counted_by_the_clouds_clock_and_not_by_this_ones() -> None:
    at_noon = json_answer(201, SESSION, date="Mon, 14 Sep 2026 10:29:30 GMT")
    clock = FakeClock(NOW + timedelta(hours=5))
    northe = client(recorded().on("POST /northe/v1/sessions", at_noon), clock)
    assert [northe.session_left] == [None]
    await sign_in(northe)
    assert northe.session_left == 30.0
    clock.advance(20.0)
    assert northe.session_left == 10.0
    clock.advance(20.0)
    assert not northe.session_left
    northe.forget()
    assert [northe.session_left] == [None]


@pytest.mark.parametrize("moment", [None, "soon", "2026-09-14T00:00:00Z", 17])
async def test_an_end_that_is_odd_or_long_gone_is_not_known(moment: object) -> None:
    northe = client(recorded().on("POST /northe/v1/sessions", json_answer(201, changed(SESSION, expires_at=moment))))
    await sign_in(northe)
    assert northe.signed_in
    assert northe.session_left is None


async def test_a_session_that_a_link_has_opened_ends_too() -> None:
    opened = changed(LINK, status="approved", token=SECRETS["token"], token_expires_at="2026-09-14T10:30:00Z")
    northe = client(recorded().on("GET /northe/v1/link-sessions/link-1", json_answer(200, opened)))
    await northe.poll_link("link-1")
    assert northe.session_left == 3600.0


async def test_what_makes_something_carries_an_idempotency_key() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    await northe.start_link()
    await northe.create_site(PLACE, Decimal("2.5"), "SEK", "key-site")
    await northe.connect_box(REQUEST, "Garage", "site-1", "key-box")
    keys = {one.url.path: one.headers.get("idempotency-key") for one in cloud.asked if one.method == "POST"}
    assert keys["/northe/v1/charge-sites"] == "key-site"
    assert keys["/northe/v1/charge-boxes"] == "key-box"
    assert keys["/northe/v1/sessions"]
    assert keys["/northe/v1/link-sessions"]
    assert keys["/northe/v1/sessions"] != keys["/northe/v1/link-sessions"]


@pytest.mark.parametrize("payload", ["", "x" * 54, "a\nb", "ü" * 10, "\x1b[2J"])
async def test_a_payload_that_does_not_fit_the_code_is_refused(payload: str) -> None:
    cloud = recorded().on("POST /northe/v1/link-sessions", json_answer(201, changed(LINK, payload=payload)))
    with pytest.raises(ServiceError) as raised:
        await client(cloud).start_link()
    assert (raised.value.cause, raised.value.reason) == (Cause.NORTHE_DOWN, Reason.UNREADABLE)


@pytest.mark.parametrize("status", ["pending", "refused", "expired"])
async def test_a_link_that_is_not_approved_opens_nothing(status: str) -> None:
    cloud = recorded().on("GET /northe/v1/link-sessions/link-1", json_answer(200, changed(LINK, status=status)))
    northe = client(cloud)
    assert await northe.poll_link("link-1") is LinkStatus(status)
    assert not northe.signed_in


async def test_an_approved_link_opens_the_session_once() -> None:
    cloud = recorded()
    northe = client(cloud)
    assert await northe.poll_link("link-1") is LinkStatus.APPROVED
    assert northe.signed_in
    assert await northe.poll_link("link-1") is LinkStatus.APPROVED
    assert cloud.count("GET /northe/v1/link-sessions/link-1") == 1
    await northe.account()
    assert cloud.asked[-1].headers["authorization"] == f"Bearer {SECRETS['token']}"


async def test_a_code_shown_before_another_way_in_was_taken_is_void() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    assert await northe.poll_link("link-1") is LinkStatus.EXPIRED
    assert cloud.count("GET /northe/v1/link-sessions/link-1") == 0


async def test_an_approval_whose_token_is_gone_asks_for_a_new_code() -> None:
    cloud = recorded().on("GET /northe/v1/link-sessions/link-1", json_answer(200, changed(LINK, status="approved")))
    northe = client(cloud)
    assert await northe.poll_link("link-1") is LinkStatus.EXPIRED
    assert not northe.signed_in


async def test_a_link_that_the_cloud_forgot_has_expired() -> None:
    cloud = recorded().on("GET /northe/v1/link-sessions/link-1", problem(404, "not_found"))
    assert await client(cloud).poll_link("link-1") is LinkStatus.EXPIRED


async def test_signing_in_sends_the_three_and_keeps_the_token() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    assert northe.signed_in
    assert sent(cloud.last("POST /northe/v1/sessions")) == {
        "email": "kim.larsson@example.com",
        "fleet_member_id": SECRETS["fleet_member_id"],
        "partner_key": SECRETS["partner_key"],
    }


@pytest.mark.parametrize("status", [400, 401, 403, 422])
@pytest.mark.parametrize("code", ["sign_in_rejected", "invalid_request", "something_new"])
async def test_every_refused_sign_in_is_one_cause_and_is_never_repeated(status: int, code: str) -> None:
    cloud = recorded().on("POST /northe/v1/sessions", problem(status, code))
    northe = client(cloud)
    with pytest.raises(ServiceError) as raised:
        await sign_in(northe)
    assert raised.value.cause is Cause.SIGN_IN_REJECTED
    assert cloud.count("POST /northe/v1/sessions") == 1
    assert not northe.signed_in


async def test_an_email_that_the_contract_has_no_room_for_is_refused_here() -> None:
    cloud = recorded()
    with pytest.raises(ServiceError) as raised:
        await client(cloud).sign_in("k", SecretStr("a"), SecretStr("b"))
    assert raised.value.cause is Cause.SIGN_IN_REJECTED
    assert cloud.asked == []


async def test_signing_in_again_ends_the_session_before() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    cloud.on("GET /northe/v1/account", json_answer(401))
    await sign_in(northe)
    asked = [f"{one.method} {one.url.path}" for one in cloud.asked]
    assert asked[1:] == ["DELETE /northe/v1/session", "GET /northe/v1/account", "POST /northe/v1/sessions"]


async def test_signing_out_makes_sure_that_the_token_is_worth_nothing() -> None:
    cloud = recorded().on("GET /northe/v1/account", json_answer(401))
    northe = await signed_in(cloud)
    await northe.sign_out()
    assert not northe.signed_in
    ending, proof = cloud.asked[-2:]
    assert (ending.method, proof.method, proof.url.path) == ("DELETE", "GET", "/northe/v1/account")
    assert proof.headers["authorization"] == ending.headers["authorization"] == f"Bearer {SECRETS['token']}"


async def test_a_session_that_survives_its_end_is_told() -> None:
    northe = await signed_in(recorded())
    with pytest.raises(ServiceError) as raised:
        await northe.sign_out()
    assert (raised.value.cause, raised.value.reason) == (Cause.NORTHE_DOWN, Reason.STILL_OPEN)
    assert northe.signed_in


async def test_a_session_that_the_cloud_ended_itself_counts_as_out() -> None:
    cloud = recorded().on("DELETE /northe/v1/session", json_answer(401))
    northe = await signed_in(cloud)
    await northe.sign_out()
    assert not northe.signed_in
    assert cloud.count("GET /northe/v1/account") == 0


@pytest.mark.parametrize("where", ["DELETE /northe/v1/session", "GET /northe/v1/account"])
@pytest.mark.parametrize("trouble", [html_answer(503), httpx.ReadError("gone"), json_answer(403), html_answer(200)])
async def test_a_sign_out_that_cannot_be_proved_keeps_the_session_to_try_again(where: str, trouble: Any) -> None:
    cloud = recorded().on(where, trouble)
    northe = await signed_in(cloud)
    with pytest.raises(ServiceError):
        await northe.sign_out()
    assert northe.signed_in
    cloud.on("DELETE /northe/v1/session", json_answer(204)).on("GET /northe/v1/account", json_answer(401))
    await northe.sign_out()
    assert not northe.signed_in


async def test_signing_out_with_nobody_signed_in_asks_nothing() -> None:
    cloud = recorded()
    await client(cloud).sign_out()
    assert cloud.asked == []


async def test_forgetting_asks_nothing_and_needs_a_new_sign_in() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    northe.forget()
    with pytest.raises(ServiceError) as raised:
        await northe.account()
    assert raised.value.cause is Cause.SESSION_EXPIRED
    assert len(cloud.asked) == 1


async def test_a_session_that_ran_out_is_forgotten() -> None:
    cloud = recorded().on("GET /northe/v1/account", problem(401, "session_expired"))
    northe = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await northe.account()
    assert raised.value.cause is Cause.SESSION_EXPIRED
    assert not northe.signed_in


async def test_a_late_no_to_an_old_session_leaves_the_new_one_alone() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    asked, go_on = asyncio.Event(), asyncio.Event()

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("/account"):
                asked.set()
                await go_on.wait()
                return json_answer(401)
            return cloud.answer(request)

    northe._http._transport = Slow()
    late = asyncio.create_task(northe.account())
    await asked.wait()
    northe.forget()
    await sign_in(northe)
    go_on.set()
    with pytest.raises(ServiceError):
        await late
    assert northe.signed_in


@pytest.mark.parametrize("way", ["link", "three fields"])
async def test_a_cancelled_sign_in_leaves_no_session_open(way: str) -> None:
    """Escape is pressed while the answer that opens the session is on its way."""
    cloud = recorded().on("GET /northe/v1/account", json_answer(401))
    asked, go_on = asyncio.Event(), asyncio.Event()

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = cloud.answer(request)
            if "sessions" in request.url.path:
                asked.set()
                await go_on.wait()
            return answer

    northe = NortheClient(
        httpx.AsyncClient(transport=Slow()), "https://northe.test/northe", FakeClock(), policy=cloud.policy()
    )
    opening: Any = northe.poll_link("link-1") if way == "link" else sign_in(northe)
    task = asyncio.create_task(opening)
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    await northe.close()
    assert not northe.signed_in
    ended = cloud.last("DELETE /northe/v1/session")
    assert ended.headers["authorization"] == f"Bearer {SECRETS['token']}"
