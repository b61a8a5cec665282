from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest
from pydantic import SecretStr

from services.contracts import BoxRequest, Cause, NortheCloud, ServiceError, Stage
from services.rules.addresses import Address
from tests.support.clouds.northe_bodies import (
    ACCOUNT,
    BOX,
    SECRETS,
    SITE,
    changed,
    client,
    problem,
    recorded,
    signed_in,
)
from tests.support.clouds.recorded_answers import RecordedAnswers, json_answer, sent

pytestmark = pytest.mark.anyio

PLACE = Address(country="SE", street="Testgatan 10", postcode="411 01", city="Göteborg")
REQUEST = BoxRequest("zaptec", "go", {"serial_number": SecretStr("ZAP900001")})


def test_it_is_what_the_contract_asks_for() -> None:
    northe: NortheCloud = client(recorded())
    assert not northe.signed_in
    assert northe.clock_skew is None


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
    northe = await signed_in(recorded().on("GET /northe/v1/account", json_answer(200, bare)))
    account = await northe.account()
    assert (account.fleet.limit_per_kwh, account.sites, account.boxes, account.bank) == (None, (), (), None)


@pytest.mark.parametrize("what", ["charge_sites", "charge_boxes"])
async def test_more_than_anybody_has_is_no_answer(what: str) -> None:
    one = SITE if what == "charge_sites" else BOX
    for count in (1000, 1001):
        cloud = recorded().on("GET /northe/v1/account", json_answer(200, changed(ACCOUNT, **{what: [one] * count})))
        northe = await signed_in(cloud)
        if count == 1000:
            account = await northe.account()
            assert len(account.sites if what == "charge_sites" else account.boxes) == count
            continue
        with pytest.raises(ServiceError) as raised:
            await northe.account()
        assert raised.value.cause is Cause.NORTHE_DOWN


async def test_names_are_cleaned_at_the_door() -> None:
    nasty = "Kim\x1b[31m \u202eLars\u0000son\r\nEvil" + "x" * 500
    body = changed(
        ACCOUNT,
        customer={"name": nasty, "email": "kim\x07@example.com"},
        charge_boxes=[changed(BOX, name=nasty, model="\x1b]0;title\x07go")],
        charge_sites=[changed(SITE, address=changed(SITE["address"], street="Test\tgatan\x9b2J 10"))],  # type: ignore[arg-type] # a dict
    )
    northe = await signed_in(recorded().on("GET /northe/v1/account", json_answer(200, body)))
    account = await northe.account()
    assert account.customer_name.startswith("Kim Larsson Evilxxx")
    assert len(account.customer_name) <= 120
    assert account.email == "kim@example.com"
    assert account.boxes[0].model == "go"
    assert account.sites[0].address.street == "Test gatan 10"
    assert all(char.isprintable() for char in account.customer_name + account.boxes[0].name)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("SE45 5000 0000 0583 9825 7466", "•••• 7466"),
        ("SE45 500•• •••• 7466", "•••• 7466"),
        ("SE45 50•• •••• 7466", "SE45 50•• •••• 7466"),
    ],
)
async def test_a_bank_number_that_arrives_with_too_many_digits_is_masked_here(told: str, shown: str) -> None:
    northe = await signed_in(recorded().on("PUT /northe/v1/bank-account", json_answer(200, {"masked": told})))
    bank = await northe.set_bank_account("Kim", "Larsson", SecretStr(SECRETS["iban"]))
    assert bank.masked == shown


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
    assert raised.value.note == "the contract has no room for price_per_kwh"


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
    northe = await signed_in(recorded().on("POST /northe/v1/charge-boxes/check", json_answer(200, body)))
    answer = await northe.check_box(REQUEST)
    assert (answer.cause, answer.retry_after) == (Cause.HELD_BY_OTHER_OPERATOR, 30)
    assert answer.evidence.installation_name == "Testgatan 10"
    assert answer.evidence.held_by == "Other Operator"
    assert answer.evidence.last_heard == datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
    assert answer.evidence.firmware is None


@pytest.mark.parametrize("cause", [None, "a_cause_of_next_year"])
async def test_a_no_without_a_cause_that_we_know_is_northes_trouble(cause: str | None) -> None:
    body = {"ready": False, "cause": cause}
    northe = await signed_in(recorded().on("POST /northe/v1/charge-boxes/check", json_answer(200, body)))
    assert (await northe.check_box(REQUEST)).cause is Cause.NORTHE_DOWN


async def test_a_box_on_its_way() -> None:
    online = changed(BOX, stage="online", online_since="2026-09-14T09:29:00Z")
    failed = changed(BOX, stage="failed", cause="box_offline")
    cloud = recorded().on(
        "GET /northe/v1/charge-boxes/box-1", json_answer(200, BOX), json_answer(200, online), json_answer(200, failed)
    )
    northe = await signed_in(cloud)
    assert (await northe.connect_box(REQUEST, "Garage", "site-1", "k")).stage is Stage.REQUESTED
    assert (await northe.box("box-1")).stage is Stage.REQUESTED
    assert (await northe.box("box-1")).online_since == datetime(2026, 9, 14, 9, 29, tzinfo=UTC)
    assert (await northe.box("box-1")).cause is Cause.BOX_OFFLINE


@pytest.mark.parametrize(
    ("reply", "taken_back"),
    [(json_answer(204), True), (problem(404, "not_found"), True), (problem(409, "conflict"), False)],
)
async def test_taking_a_connect_back(reply: httpx.Response, taken_back: bool) -> None:
    northe = await signed_in(recorded().on("DELETE /northe/v1/charge-boxes/box-1", reply))
    assert await northe.take_back("box-1") is taken_back


async def test_an_identifier_stays_one_part_of_the_path() -> None:
    cloud = RecordedAnswers(default=problem(404, "not_found"))
    cloud.on("POST /northe/v1/sessions", json_answer(201, {"token": "t", "expires_at": "2026-09-14T10:30:00Z"}))
    northe = await signed_in(cloud)
    with pytest.raises(ServiceError) as raised:
        await northe.box("a/../b?c")
    assert raised.value.cause is Cause.BOX_NOT_FOUND
    assert cloud.asked[-1].url.raw_path == b"/northe/v1/charge-boxes/a%2F..%2Fb%3Fc"


async def test_whoever_listens_is_told_of_signing_in_and_out_and_of_the_line() -> None:
    """And of nothing else: each call that finds things as they were is told to nobody."""
    cloud = recorded()
    northe = client(cloud)
    told: list[tuple[bool, bool | None]] = []
    stop = northe.listen(lambda: told.append((northe.signed_in, northe.reached)))
    await northe.sign_in("kim@example.com", SecretStr("1001"), SecretStr("KEY1"))
    assert told == [(False, True), (True, True)]
    await northe.account()
    assert told[2:] == []
    northe.forget()
    assert told[2:] == [(False, True)]
    stop()
    await northe.sign_in("kim@example.com", SecretStr("1001"), SecretStr("KEY1"))
    assert told[3:] == []
