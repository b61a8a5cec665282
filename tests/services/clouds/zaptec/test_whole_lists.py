"""What isn't told is no proof: in lists that may not be whole, in trees without the box itself, in keys that say nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.contracts import Grant, LookPart, Reason, ServiceError
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import (
    CHARGER,
    CHARGER_ID,
    HIERARCHY,
    INSTALLATION,
    INSTALLATION_ID,
    INSTALLATIONS,
    LIST,
    OTHER_ID,
    STATE,
    ZEROS,
    listing,
    recorded,
    signed_in,
)  # fmt: skip

pytestmark = pytest.mark.anyio


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


@pytest.mark.parametrize("pages", [-1, -100, 0, None, "none"])
async def test_a_number_of_pages_that_is_none_hides_no_installation(pages: Any) -> None:
    """Ours is on the second page of those that Northe doesn't see: no grant."""
    everyone = [*(INSTALLATION | {"Id": f"i-{number}"} for number in range(100)), INSTALLATION]

    def lists(request: httpx.Request) -> httpx.Response:
        first = int(request.url.params["PageIndex"]) * 100
        return json_answer(200, {"Pages": pages, "Data": everyone[first : first + 100]})

    look = await (await signed_in(recorded().on(INSTALLATIONS, lists))).look("ZAP900001")
    assert look.grant is Grant.NOT_GRANTED


@pytest.mark.parametrize("then", [1, 3])
async def test_a_list_that_shrinks_or_grows_while_it_is_read_is_no_proof(then: int) -> None:
    def lists(request: httpx.Request) -> httpx.Response:
        if "ExcludeIfVisibleForUserGroupLookupKey" not in request.url.params:
            return listing(INSTALLATION)
        index = int(request.url.params["PageIndex"])
        return listing(INSTALLATION | {"Id": f"i-{index}"}, pages=then if index else 2)

    look = await (await signed_in(recorded().on(INSTALLATIONS, lists))).look("ZAP900001")
    assert (look.grant, set(look.unanswered)) == (Grant.UNKNOWN, {LookPart.GRANT})


@pytest.mark.parametrize(
    "item", [without(CHARGER, "Id"), CHARGER | {"Id": 17}, CHARGER | {"Id": ZEROS}, None, "ZAP900001"]
)
async def test_where_something_was_skipped_nobody_says_that_a_box_is_not_seen(item: Any) -> None:
    zaptec = await signed_in(recorded().on(LIST, listing(item)))
    with pytest.raises(ServiceError) as raised:
        await zaptec.look("ZAP900001")
    assert raised.value.reason == Reason.UNREADABLE


BARE: list[dict[str, Any]] = [{}, {"Circuits": None}, {"Circuits": []}, {"Circuits": [{"Chargers": None}, {}]}]


@pytest.mark.parametrize("tree", [*BARE, {"Circuits": [{"Chargers": [{"Id": OTHER_ID, "Name": "Carport"}]}]}])
async def test_a_hierarchy_without_the_box_itself_may_lack_others_too(tree: dict[str, Any]) -> None:
    look = await (await signed_in(recorded().on(HIERARCHY, json_answer(200, tree)))).look("ZAP900001")
    assert look.evidence.other_chargers == (() if tree in BARE else ("Carport",))
    assert set(look.unanswered) == {LookPart.OTHERS}
    assert look.grant is Grant.GRANTED


async def test_a_box_that_is_alone() -> None:
    tree = {"Circuits": [{"Chargers": [{"Id": CHARGER_ID.upper()}]}, {"Name": "of no chargers"}]}
    look = await (await signed_in(recorded().on(HIERARCHY, json_answer(200, tree)))).look("ZAP900001")
    assert (look.evidence.other_chargers, dict(look.unanswered)) == ((), {})


@pytest.mark.parametrize("more", [{"deviceId": None}, {"device_id": ""}, {"id": None, "installation_ID": None}])
async def test_a_key_that_says_nothing_takes_nothing_from_the_same_one_that_does(more: dict[str, Any]) -> None:
    usual = await (await signed_in(recorded())).look("ZAP900001")
    for both in (CHARGER | more, more | CHARGER):
        assert await (await signed_in(recorded().on(LIST, listing(both)))).look("ZAP900001") == usual


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", True),
        ("1.000", True),
        ("True", True),
        ("0", False),
        ("0.000", False),
        ("2", None),
        ("", None),
        ("nan", None),
    ],
)
async def test_a_yes_or_a_no_among_the_observations(text: str, said: bool | None) -> None:
    states = [{"StateId": number, "ValueAsString": text} for number in (-3, 711, 712)]
    seen = (await (await signed_in(recorded().on(STATE, json_answer(200, states)))).look("ZAP900001")).evidence
    assert (seen.ocpp_connected, seen.enabled, seen.stand_alone) == (said, said, said)


@pytest.mark.parametrize("states", [[], [{"StateId": 800, "ValueAsString": INSTALLATION_ID}]])
async def test_what_the_list_calls_online_was_online_whatever_its_state_lacks(states: list[Any]) -> None:
    seen = (await (await signed_in(recorded().on(STATE, json_answer(200, states)))).look("ZAP900001")).evidence
    assert (seen.says_online, seen.never_online) == (True, None)
