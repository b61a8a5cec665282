"""Each call of Northe's contract, with everything that can go wrong with it: the right cause, and bounded calls."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.northe.client import NortheClient
from services.contracts import BoxRequest, Cause, Reason, ServiceError
from services.contracts.causes import LONGEST_PAUSE
from services.rules.addresses import Address
from tests.support.clouds.northe_bodies import SECRETS, client, problem, recorded, sign_in, signed_in
from tests.support.clouds.recorded_answers import FAULTS, everything_about, json_answer

pytestmark = pytest.mark.anyio

PLACE = Address(country="SE", street="Testgatan 10", postcode="411 01", city="Göteborg")
REQUEST = BoxRequest("easee", "home", {"serial_number": SecretStr("EH900001"), "pin": SecretStr(SECRETS["pin"])})

CALLS: dict[str, tuple[str, Callable[[NortheClient], Awaitable[Any]]]] = {
    "start_link": ("POST /northe/v1/link-sessions", lambda it: it.start_link()),
    "poll_link": ("GET /northe/v1/link-sessions/link-1", lambda it: it.poll_link("link-1")),
    "sign_in": ("POST /northe/v1/sessions", sign_in),
    "sign_out": ("DELETE /northe/v1/session", lambda it: it.sign_out()),
    "account": ("GET /northe/v1/account", lambda it: it.account()),
    "create_site": ("POST /northe/v1/charge-sites", lambda it: it.create_site(PLACE, Decimal(2), "SEK", "k")),
    "set_bank_account": (
        "PUT /northe/v1/bank-account",
        lambda it: it.set_bank_account("Kim", "Larsson", SecretStr(SECRETS["iban"])),
    ),
    "check_box": ("POST /northe/v1/charge-boxes/check", lambda it: it.check_box(REQUEST)),
    "connect_box": ("POST /northe/v1/charge-boxes", lambda it: it.connect_box(REQUEST, "Garage", "site-1", "k")),
    "box": ("GET /northe/v1/charge-boxes/box-1", lambda it: it.box("box-1")),
    "take_back": ("DELETE /northe/v1/charge-boxes/box-1", lambda it: it.take_back("box-1")),
}
OPEN_FIRST = set(CALLS) - {"start_link", "poll_link", "sign_in"}
UNREADABLE_ANSWER = (Cause.NORTHE_DOWN, Reason.UNREADABLE)

EXPECTED: dict[str, tuple[Cause, str, int]] = {
    "refused": (Cause.NETWORK_DOWN, "unreachable", 4),
    "slow to connect": (Cause.NETWORK_DOWN, "timed_out", 4),
    "slow": (Cause.NETWORK_DOWN, "timed_out", 4),
    "reset": (Cause.NETWORK_DOWN, "reset", 4),
    "hung up": (Cause.NETWORK_DOWN, "reset", 4),
    "half": (*UNREADABLE_ANSWER, 1),
    "html": (Cause.NETWORK_DOWN, "in_between", 1),
    "garbage": (*UNREADABLE_ANSWER, 1),
    "other shape": (*UNREADABLE_ANSWER, 1),
    "number": (*UNREADABLE_ANSWER, 1),
    "204": (*UNREADABLE_ANSWER, 1),
    "301": (Cause.NETWORK_DOWN, "in_between", 1),
    "407": (Cause.NETWORK_DOWN, "proxy_password", 1),
    "401": (Cause.SESSION_EXPIRED, "answered 401", 1),
    "403": (*UNREADABLE_ANSWER, 1),
    "404 html": (*UNREADABLE_ANSWER, 1),
    "429": (Cause.THROTTLED, "answered 429", 4),
    "429 long": (Cause.THROTTLED, "answered 429", 1),
    "500": (Cause.NORTHE_DOWN, "answered 500", 1),
    "503": (Cause.NORTHE_DOWN, "answered 503", 4),
    "503 long": (Cause.NORTHE_DOWN, "answered 503", 1),
}
"""What each fault means for a call, and how often it's asked. What differs from it, by call:"""

DIFFERS: dict[tuple[str, str], tuple[Cause, str, int] | None] = {
    **{(call, "500"): (Cause.NORTHE_DOWN, "answered 500", 4) for call in ("poll_link", "account", "box")},
    ("sign_in", "401"): (Cause.SIGN_IN_REJECTED, "answered 401", 1),
    # None: no error, since it's the answer.
    ("poll_link", "401"): None,
    ("sign_out", "401"): None,
    ("take_back", "204"): None,
    ("take_back", "404 html"): None,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", CALLS)
async def test_every_fault_of_every_call(call: str, fault: str) -> None:
    path, make = CALLS[call]
    cloud = recorded()
    northe = await signed_in(cloud) if call in OPEN_FIRST else client(cloud)
    cloud.on(path, FAULTS[fault])
    if (call, fault) == ("sign_out", "204"):
        cloud.on("GET /northe/v1/account", FAULTS["401"])
        await make(northe)
        return
    expected = DIFFERS.get((call, fault), EXPECTED[fault])
    before = cloud.count(path)
    if expected is None:
        await make(northe)
        return
    cause, why, asked = expected
    with pytest.raises(ServiceError) as raised:
        await make(northe)
    assert (raised.value.cause, raised.value.reason or raised.value.note) == (cause, why)
    assert cloud.count(path) - before == asked
    assert raised.value.retry_after == {"429": 1.0, "429 long": 120.0, "503 long": 300.0}.get(fault)
    told = everything_about(raised.value)
    for secret in SECRETS.values():
        assert secret not in told


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("call", sorted(OPEN_FIRST - {"sign_out", "take_back"}))
async def test_every_cause_by_its_code_whatever_the_status(call: str, cause: Cause) -> None:
    path, make = CALLS[call]
    passing = cause in (Cause.THROTTLED, Cause.NORTHE_DOWN, Cause.VENDOR_DOWN, Cause.NETWORK_DOWN)
    for status in (400, 403, 409, 422, 423, 429, 500, 502, 503):
        cloud = recorded()
        northe = await signed_in(cloud)
        cloud.on(path, problem(status, cause.value, retry_after=45, detail="Kim Larsson, SE45 5000"))
        with pytest.raises(ServiceError) as raised:
            await make(northe)
        assert (raised.value.cause, raised.value.retry_after) == (cause, 45)
        assert raised.value.note == f"answered {status} {cause.value}"
        assert northe.signed_in is (cause is not Cause.SESSION_EXPIRED)
        if not passing:
            assert cloud.count(path) == 1, "a refusal is never asked again"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        *(("fields.pin", "pin"), ("iban", "iban"), ("address.postcode", "postcode"), (None, None), ("", None)),
        *(("fields.", None), ("fields.\x1b[31m", None), ("Fields.PIN", None), ("a" * 99, None), ("/fields/pin", None)),
        (["fields", "pin"], None),
    ],
)
async def test_a_refusal_says_which_field_it_is_about(told: object, field: str | None) -> None:
    path, make = CALLS["connect_box"]
    for code, status in (("wrong_pin", 422), ("box_not_found", 422), ("invalid_request", 422)):
        cloud = recorded()
        northe = await signed_in(cloud)
        cloud.on(path, problem(status, code, field=told))
        with pytest.raises(ServiceError) as raised:
            await make(northe)
        assert raised.value.field == field


@pytest.mark.parametrize(
    ("told", "left"), [(4, 4), (0, 0), (None, None), (-1, None), ("four", None), (True, None), ([4], None)]
)
async def test_a_wrong_pin_says_how_many_tries_are_left(told: object, left: int | None) -> None:
    path, make = CALLS["connect_box"]
    cloud = recorded()
    northe = await signed_in(cloud)
    cloud.on(path, problem(422, "wrong_pin", field="fields.pin", tries_left=told))
    with pytest.raises(ServiceError) as raised:
        await make(northe)
    assert (raised.value.cause, raised.value.tries_left) == (Cause.WRONG_PIN, left)


@pytest.mark.parametrize(
    ("call", "status", "code", "cause"),
    [
        ("set_bank_account", 422, "invalid_request", Cause.BANK_REJECTED),
        ("set_bank_account", 400, "invalid_request", Cause.BANK_REJECTED),
        ("box", 404, "not_found", Cause.BOX_NOT_FOUND),
        ("connect_box", 404, "not_found", Cause.NORTHE_DOWN),  # it may be the site that isn't there
        ("create_site", 422, "invalid_request", Cause.NORTHE_DOWN),
        ("account", 401, "no_code_of_ours", Cause.SESSION_EXPIRED),
        ("account", 418, "teapot", Cause.NORTHE_DOWN),
        ("check_box", 429, "no_code_of_ours", Cause.THROTTLED),
        ("connect_box", 503, "no_code_of_ours", Cause.NORTHE_DOWN),
    ],
)
async def test_a_code_that_is_no_cause_counts_by_its_status(call: str, status: int, code: str, cause: Cause) -> None:
    path, make = CALLS[call]
    cloud = recorded()
    northe = await signed_in(cloud)
    cloud.on(path, problem(status, code))
    with pytest.raises(ServiceError) as raised:
        await make(northe)
    assert (raised.value.cause, raised.value.note) == (cause, f"answered {status} {code}")


async def test_what_a_cloud_puts_into_its_code_does_not_get_into_ours() -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    cloud.on("GET /northe/v1/account", problem(422, "Kim Larsson\x1b[31m"))
    with pytest.raises(ServiceError) as raised:
        await northe.account()
    assert raised.value.note == "answered 422"


@pytest.mark.parametrize(("said", "seconds"), [(1e300, LONGEST_PAUSE), (-5, 0.0), (0.5, 0.5)])
async def test_a_pause_out_of_all_reason_is_cut_down(said: float, seconds: float) -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    cloud.on("GET /northe/v1/account", problem(422, "throttled", retry_after=said))
    with pytest.raises(ServiceError) as raised:
        await northe.account()
    assert raised.value.retry_after == seconds
    cloud.on("POST /northe/v1/charge-boxes/check", json_answer(200, {"ready": False, "retry_after": said}))
    assert (await northe.check_box(REQUEST)).retry_after == seconds


@pytest.mark.parametrize(
    "odd", ['"retry_after": NaN', '"retry_after": Infinity', '"evidence": {"last_heard_at": "9999-12-31T23:59:59Z"}']
)
async def test_a_number_or_a_time_that_is_none_counts_as_not_said(odd: str) -> None:
    cloud = recorded()
    northe = await signed_in(cloud)
    body = '{"ready": false, "cause": "throttled", ' + odd + "}"
    json = {"content-type": "application/json"}
    cloud.on("POST /northe/v1/charge-boxes/check", httpx.Response(200, content=body, headers=json))
    answer = await northe.check_box(REQUEST)
    assert (answer.cause, answer.retry_after, answer.evidence.last_heard) == (Cause.THROTTLED, None, None)
