"""One odd entry of a list, or an odd value that isn't needed, leaves the rest of Northe's answer as it was."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.clouds.northe.wire import CatalogueBody
from services.contracts import Account, BoxRequest, Cause, CheckAnswer, LinkStatus, ServiceError
from tests.support.clouds.northe_bodies import (
    ACCOUNT,
    BOX,
    LINK,
    SESSION,
    SITE,
    changed,
    client,
    recorded,
    sign_in,
    signed_in,
)

ANY: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
REQUEST = BoxRequest("zaptec", "go", {})
FAST = settings(max_examples=60, deadline=None)


def tells(body: Any) -> httpx.Response:
    """As a server writes it that isn't strict: with NaN, and with half a pair as an escape."""
    return httpx.Response(200, headers={"content-type": "application/json"}, content=json.dumps(body).encode())


def account(body: Any) -> Account:
    async def asked() -> Account:
        return await (await signed_in(recorded().on("GET /northe/v1/account", tells(body)))).account()

    return asyncio.run(asked())


def check(body: Any) -> CheckAnswer:
    async def asked() -> CheckAnswer:
        return await (await signed_in(recorded().on("POST /northe/v1/charge-boxes/check", tells(body)))).check_box(
            REQUEST
        )

    return asyncio.run(asked())


USUAL = account(ACCOUNT)


@FAST
@given(name=st.sampled_from(["charge_sites", "charge_boxes"]), at=st.integers(0, 1), odd=ANY)
def test_an_odd_entry_of_the_account(name: str, at: int, odd: Any) -> None:
    entries = [*ACCOUNT[name]]
    entries.insert(at, odd)
    told = account(changed(ACCOUNT, **{name: entries}))
    assert told == replace(USUAL, boxes_skipped=name == "charge_boxes"), "that there's another one is known"


@FAST
@given(name=st.sampled_from(["charge_sites", "charge_boxes"]))
def test_a_list_that_is_null_is_empty(name: str) -> None:
    assert account(changed(ACCOUNT, **{name: None})) == account(changed(ACCOUNT, **{name: []}))


@FAST
@given(odd=ANY)
def test_an_odd_line_of_the_bank_account_costs_only_that(odd: Any) -> None:
    told = account(changed(ACCOUNT, bank_account={"masked": odd}))
    assert told.bank is not None
    assert told.bank.masked if isinstance(odd, str) else told.bank.masked == "••••"
    assert replace(told, bank=USUAL.bank) == USUAL
    told = account(changed(ACCOUNT, bank_account=odd))
    assert replace(told, bank=USUAL.bank) == USUAL


NOT_NEEDED = ["type", "title", "status", "detail", "field", "retry_after", "tries_left", "instance"]


@FAST
@given(names=st.lists(st.sampled_from(NOT_NEEDED), min_size=1, unique=True), odd=ANY, left_out=st.booleans())
def test_of_a_no_only_its_code_is_needed(names: list[str], odd: Any, left_out: bool) -> None:
    body = {"type": "about:blank", "title": "No", "status": 422, "code": "wrong_pin", "detail": "x"}
    body = {key: value for key, value in body.items() if key not in names}
    body |= {} if left_out else dict.fromkeys(names, odd)
    answer = httpx.Response(
        422, headers={"content-type": "application/problem+json"}, content=json.dumps(body).encode()
    )

    async def connect() -> None:
        northe = await signed_in(recorded().on("POST /northe/v1/charge-boxes", answer))
        await northe.connect_box(REQUEST, "Garage", "site-1", "key")

    with pytest.raises(ServiceError) as raised:
        asyncio.run(connect())
    assert raised.value.cause is Cause.WRONG_PIN


@FAST
@given(odd=ANY, left_out=st.booleans(), data=st.data())
def test_a_session_that_is_open_is_taken_whatever_else_is_said_of_it(odd: Any, left_out: bool, data: Any) -> None:
    """Else it stays open at Northe, and nobody here can close it."""

    def with_odd(body: dict[str, Any], *needed: str) -> httpx.Response:
        name = data.draw(st.sampled_from(sorted({*body} - {*needed})))
        kept = {key: value for key, value in body.items() if key != name}
        return tells(kept if left_out else kept | {name: odd})

    async def open_both() -> None:
        by_keys = client(recorded().on("POST /northe/v1/sessions", with_odd(SESSION, "token")))
        await sign_in(by_keys)
        approved = with_odd(changed(LINK, status="approved", token="t", token_expires_at="x"), "status", "token")
        by_code = client(recorded().on("GET /northe/v1/link-sessions/link-1", approved))
        assert await by_code.poll_link("link-1") is LinkStatus.APPROVED
        assert by_keys.signed_in
        assert by_code.signed_in

    asyncio.run(open_both())


@pytest.mark.parametrize("token", ["", " ", "\n", "a\nb", "ö", None, 7, []])
def test_a_token_that_cannot_be_sent_opens_nothing(token: Any) -> None:
    northe = client(recorded().on("POST /northe/v1/sessions", tells(changed(SESSION, token=token))))
    with pytest.raises(ServiceError) as raised:
        asyncio.run(sign_in(northe))
    assert (raised.value.cause, northe.signed_in) == (Cause.NORTHE_DOWN, False)


@FAST
@given(odd=ANY)
def test_an_odd_pace_is_the_usual_one(odd: Any) -> None:
    async def offered() -> float:
        northe = client(recorded().on("POST /northe/v1/link-sessions", tells(changed(LINK, poll_after_seconds=odd))))
        return (await northe.start_link()).poll_every

    assert 0 < asyncio.run(offered()) <= 60


@FAST
@given(data=st.data(), at=st.integers(0, 1), odd=ANY)
def test_an_odd_field_of_an_entry_costs_that_entry_at_most(data: Any, at: int, odd: Any) -> None:
    listed, entry = data.draw(st.sampled_from([("charge_sites", SITE), ("charge_boxes", BOX)]))
    name = data.draw(st.sampled_from(sorted(entry)))
    entries = [entry]
    entries.insert(at, changed(entry, **{"id": "other", name: odd}))
    told = account(changed(ACCOUNT, **{listed: entries}))
    sites, boxes = list(told.sites), list(told.boxes)
    assert USUAL.sites[0] in sites
    assert USUAL.boxes[0] in boxes
    assert (told.customer_name, told.fleet, told.bank) == (USUAL.customer_name, USUAL.fleet, USUAL.bank)


@FAST
@given(name=st.sampled_from(["cause", "online_since"]), odd=ANY)
def test_what_is_not_needed_of_a_box_costs_nothing(name: str, odd: Any) -> None:
    told = account(changed(ACCOUNT, charge_boxes=[changed(BOX, **{name: odd})]))
    assert [one.box_id for one in told.boxes] == ["box-1"]


EVIDENCE = {
    "installation_name": "Testgatan 10", "charger_name": "Garage", "held_by": "Voltly", "link": "LTE", "signal": "60",
    "last_heard_at": "2026-09-14T09:00:00Z", "pulse_interval_seconds": 600.0, "firmware": "2.4", "installation_id": "x",
}  # fmt: skip


@FAST
@given(name=st.sampled_from(sorted(EVIDENCE)), odd=ANY)
def test_odd_evidence_leaves_the_answer_and_the_rest_of_it(name: str, odd: Any) -> None:
    told = check({"ready": False, "cause": "box_offline", "evidence": changed(EVIDENCE, **{name: odd})})
    assert told.cause is Cause.BOX_OFFLINE
    assert name == "charger_name" or told.evidence.charger_name == "Garage"
    assert name == "held_by" or told.evidence.held_by == "Voltly"


@FAST
@given(name=st.sampled_from(["retry_after", "evidence"]), odd=ANY)
def test_odd_things_beside_the_answer(name: str, odd: Any) -> None:
    assert check({"ready": True, name: odd}).cause is None
    assert check({"ready": False, "cause": "box_offline", name: odd}).cause is Cause.BOX_OFFLINE


@pytest.mark.parametrize("odd", [None, 7, {}, {"id": "x"}, {"id": "x", "name": ["X"], "models": []}])
def test_an_odd_brand_or_model_of_the_catalogue(odd: Any) -> None:
    model = {"id": "go", "name": "Go"}
    brand = {"id": "zaptec", "name": "Zaptec", "documented": True, "models": [odd, model], "connect_fields": []}
    read = CatalogueBody.model_validate_json(json.dumps({"brands": [odd, brand]}))
    assert [one.id for one in read.brands] == ["zaptec"]
    assert [one.id for one in read.brands[0].models] == ["go"]
