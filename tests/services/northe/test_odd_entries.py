"""One odd entry of a list, or an odd value that isn't needed, leaves the rest of Northe's answer as it was."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts import Account, BoxRequest, Cause, CheckAnswer
from services.northe.wire import CatalogueBody
from tests.services.northe.bodies import ACCOUNT, BOX, SITE, changed, recorded, signed_in

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
    assert account(changed(ACCOUNT, **{name: entries})) == USUAL


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
