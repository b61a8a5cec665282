from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.addresses import Address
from services.causes import STILL_OPEN, UNREADABLE
from services.contracts import BoxRequest, Cause, LinkStatus, NortheCloud, ServiceError, Stage
from services.fake import NOW, FakeClock
from services.northe.client import NortheClient
from tests.services.northe.bodies import (
    ACCOUNT,
    BOX,
    LINK,
    SECRETS,
    SITE,
    changed,
    client,
    problem,
    recorded,
    sign_in,
    signed_in,
)
from tests.services.recorded import Recorded, page, says, sent

pytestmark = pytest.mark.anyio

PLACE = Address(country="SE", street="Testgatan 10", postcode="411 01", city="Göteborg")
REQUEST = BoxRequest("zaptec", "go", {"serial_number": SecretStr("ZAP900001")})


def test_it_is_what_the_contract_asks_for() -> None:
    northe: NortheCloud = client(recorded())
    assert not northe.signed_in
    assert northe.clock_skew is None


# ------------------------------------------------------------------------------------------------ signing in


async def test_a_link_counts_down_by_the_clouds_clock() -> None:
    cloud = recorded().on("POST /northe/v1/link-sessions", says(201, LINK, date="Mon, 14 Sep 2026 09:31:30 GMT"))
    offer = await client(cloud, FakeClock(NOW + timedelta(hours=5))).start_link()
    assert (offer.link_id, offer.payload, offer.expires_in, offer.poll_every) == ("link-1", LINK["payload"], 30.0, 2.0)


async def test_without_a_date_the_clock_here_has_to_do() -> None:
    assert (await client(recorded()).start_link()).expires_in == 120.0
    late = FakeClock(NOW + timedelta(hours=5))
    assert (await client(recorded(), late).start_link()).expires_in == 0.0


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
    cloud = recorded().on("POST /northe/v1/link-sessions", says(201, changed(LINK, payload=payload)))
    with pytest.raises(ServiceError) as raised:
        await client(cloud).start_link()
    assert (raised.value.cause, raised.value.detail) == (Cause.NORTHE_DOWN, UNREADABLE)


@pytest.mark.parametrize("status", ["pending", "refused", "expired"])
async def test_a_link_that_is_not_approved_opens_nothing(status: str) -> None:
    cloud = recorded().on("GET /northe/v1/link-sessions/link-1", says(200, changed(LINK, status=status)))
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
    cloud = recorded().on("GET /northe/v1/link-sessions/link-1", says(200, changed(LINK, status="approved")))
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
    cloud.on("GET /northe/v1/account", says(401))
    await sign_in(northe)
    asked = [f"{one.method} {one.url.path}" for one in cloud.asked]
    assert asked[1:] == ["DELETE /northe/v1/session", "GET /northe/v1/account", "POST /northe/v1/sessions"]


# ------------------------------------------------------------------------------------------------ signing out


async def test_signing_out_makes_sure_that_the_token_is_worth_nothing() -> None:
    cloud = recorded().on("GET /northe/v1/account", says(401))
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
    assert (raised.value.cause, raised.value.detail) == (Cause.NORTHE_DOWN, STILL_OPEN)
    assert northe.signed_in


async def test_a_session_that_the_cloud_ended_itself_counts_as_out() -> None:
    cloud = recorded().on("DELETE /northe/v1/session", says(401))
    northe = await signed_in(cloud)
    await northe.sign_out()
    assert not northe.signed_in
    assert cloud.count("GET /northe/v1/account") == 0


@pytest.mark.parametrize("where", ["DELETE /northe/v1/session", "GET /northe/v1/account"])
@pytest.mark.parametrize("trouble", [page(503), httpx.ReadError("gone"), says(403), page(200)])
async def test_a_sign_out_that_cannot_be_proved_keeps_the_session_to_try_again(where: str, trouble: Any) -> None:
    cloud = recorded().on(where, trouble)
    northe = await signed_in(cloud)
    with pytest.raises(ServiceError):
        await northe.sign_out()
    assert northe.signed_in
    cloud.on("DELETE /northe/v1/session", says(204)).on("GET /northe/v1/account", says(401))
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
                return says(401)
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
    cloud = recorded().on("GET /northe/v1/account", says(401))
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


# ------------------------------------------------------------------------------------------------ the account


async def test_the_account_as_it_stands() -> None:
    northe = await signed_in(recorded())
    account = await northe.account()
    assert (account.customer_name, account.email) == ("Kim Larsson", "kim.larsson@example.com")
    assert account.fleet.limit_per_kwh == Decimal("2.50")
    assert account.fleet.home_charging
    assert [(site.site_id, site.address, site.price_per_kwh) for site in account.sites] == [
        ("site-1", PLACE, Decimal("2.5000"))
    ]
    assert [(box.box_id, box.stage, box.cause) for box in account.boxes] == [("box-1", Stage.REQUESTED, None)]
    assert account.bank is not None
    assert account.bank.masked == "SE45 •••• 7466"


async def test_no_limit_no_sites_no_bank() -> None:
    bare = {
        "customer": ACCOUNT["customer"],
        "fleet": {"name": "Acme", "home_charging": False, "limit_per_kwh": None, "currency": "NOK"},
        "something_new": {"of": "a newer cloud"},
    }
    northe = await signed_in(recorded().on("GET /northe/v1/account", says(200, bare)))
    account = await northe.account()
    assert (account.fleet.limit_per_kwh, account.sites, account.boxes, account.bank) == (None, (), (), None)


async def test_names_are_cleaned_at_the_door() -> None:
    nasty = "Kim\x1b[31m \u202eLars\u0000son\r\nEvil" + "x" * 500
    body = changed(
        ACCOUNT,
        customer={"name": nasty, "email": "kim\x07@example.com"},
        charge_boxes=[changed(BOX, name=nasty, model="\x1b]0;title\x07go")],
        charge_sites=[changed(SITE, address=changed(SITE["address"], street="Test\tgatan\x9b2J 10"))],  # type: ignore[arg-type] # a dict
    )
    northe = await signed_in(recorded().on("GET /northe/v1/account", says(200, body)))
    account = await northe.account()
    assert account.customer_name.startswith("Kim Larsson Evilxxx")
    assert len(account.customer_name) <= 120
    assert account.email == "kim@example.com"
    assert account.boxes[0].model == "go"
    assert account.sites[0].address.street == "Test gatan 10"
    assert all(char.isprintable() for char in account.customer_name + account.boxes[0].name)


async def test_a_bank_number_that_arrives_whole_is_masked_here() -> None:
    northe = await signed_in(
        recorded().on("PUT /northe/v1/bank-account", says(200, {"masked": "SE45 5000 0000 0583 9825 7466"}))
    )
    bank = await northe.set_bank_account("Kim", "Larsson", SecretStr(SECRETS["iban"]))
    assert bank.masked == "•••• 7466"


async def test_the_site_and_the_bank_account_are_sent_as_the_contract_says() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    site = await northe.create_site(PLACE, Decimal("1.95"), "SEK", "k")
    assert site.site_id == "site-1"
    assert sent(cloud.last("POST /northe/v1/charge-sites")) == {
        "address": {"country": "SE", "street": "Testgatan 10", "postcode": "411 01", "city": "Göteborg", "region": ""},
        "price_per_kwh": "1.95",
        "currency": "SEK",
    }
    await northe.set_bank_account("Kim", "Larsson", SecretStr(SECRETS["iban"]))
    assert sent(cloud.last("PUT /northe/v1/bank-account")) == {
        "first_name": "Kim",
        "last_name": "Larsson",
        "iban": SECRETS["iban"],
    }


async def test_a_price_that_the_contract_has_no_room_for_is_refused_here() -> None:
    northe = await signed_in(recorded())
    with pytest.raises(ServiceError) as raised:
        await northe.create_site(PLACE, Decimal("1.234567"), "SEK", "k")
    assert raised.value.detail == "the contract has no room for price_per_kwh"


# ---------------------------------------------------------------------------------------------------- the box


async def test_a_ready_box() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    answer = await northe.check_box(REQUEST)
    assert answer.cause is None
    assert answer.evidence.serial_number == "ZAP900001"
    assert sent(cloud.last("POST /northe/v1/charge-boxes/check")) == {
        "brand": "zaptec",
        "model": "go",
        "fields": {"serial_number": "ZAP900001"},
    }


async def test_a_box_that_is_not_ready_says_why_and_what_was_seen() -> None:
    seen = {
        "installation_name": "Test\x00gatan 10",
        "held_by": "Other \u202eOperator",
        "last_heard_at": "2026-09-14T09:00:00Z",
        "pulse_interval_seconds": 600,
        "link": "LTE",
        "signal": "60.000",
    }
    body = {"ready": False, "cause": "held_by_other_operator", "retry_after": 30, "evidence": seen}
    northe = await signed_in(recorded().on("POST /northe/v1/charge-boxes/check", says(200, body)))
    answer = await northe.check_box(REQUEST)
    assert (answer.cause, answer.retry_after) == (Cause.HELD_BY_OTHER_OPERATOR, 30)
    assert answer.evidence.installation_name == "Testgatan 10"
    assert answer.evidence.held_by == "Other Operator"
    assert answer.evidence.last_heard == datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
    assert answer.evidence.firmware is None


@pytest.mark.parametrize("cause", [None, "a_cause_of_next_year"])
async def test_a_no_without_a_cause_that_we_know_is_northes_trouble(cause: str | None) -> None:
    body = {"ready": False, "cause": cause}
    northe = await signed_in(recorded().on("POST /northe/v1/charge-boxes/check", says(200, body)))
    assert (await northe.check_box(REQUEST)).cause is Cause.NORTHE_DOWN


async def test_a_box_on_its_way() -> None:
    online = changed(BOX, stage="online", online_since="2026-09-14T09:29:00Z")
    failed = changed(BOX, stage="failed", cause="box_offline")
    cloud = recorded().on("GET /northe/v1/charge-boxes/box-1", says(200, BOX), says(200, online), says(200, failed))
    northe = await signed_in(cloud)
    assert (await northe.connect_box(REQUEST, "Garage", "site-1", "k")).stage is Stage.REQUESTED
    assert (await northe.box("box-1")).stage is Stage.REQUESTED
    assert (await northe.box("box-1")).online_since == datetime(2026, 9, 14, 9, 29, tzinfo=UTC)
    assert (await northe.box("box-1")).cause is Cause.BOX_OFFLINE


@pytest.mark.parametrize(
    ("reply", "taken_back"),
    [(says(204), True), (problem(404, "not_found"), True), (problem(409, "conflict"), False)],
)
async def test_taking_a_connect_back(reply: httpx.Response, taken_back: bool) -> None:
    northe = await signed_in(recorded().on("DELETE /northe/v1/charge-boxes/box-1", reply))
    assert await northe.take_back("box-1") is taken_back


async def test_an_identifier_stays_one_part_of_the_path() -> None:
    cloud = Recorded(default=problem(404, "not_found"))
    cloud.on("POST /northe/v1/sessions", says(201, {"token": "t", "expires_at": "2026-09-14T10:30:00Z"}))
    northe = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await northe.box("a/../b?c")
    assert raised.value.cause is Cause.BOX_NOT_FOUND
    assert cloud.asked[-1].url.raw_path == b"/northe/v1/charge-boxes/a%2F..%2Fb%3Fc"
