"""One odd entry, or one odd field, of any list that Zaptec tells leaves the rest of a look as it was.

Any JSON value is put in the place of something that isn't the box itself, and into every field that isn't needed.
"""

from __future__ import annotations

import asyncio
import json
from copy import deepcopy
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.contracts import BoxEvidence, Grant, LookPart, MakerLook
from tests.support.clouds.recorded_answers import RecordedAnswers
from tests.support.clouds.zaptec_bodies import (
    CHARGER,
    CHARGER_ID,
    FIRMWARE,
    HIERARCHY,
    INSTALLATION,
    INSTALLATION_ID,
    INSTALLATIONS,
    LIST,
    OTHER_ID,
    STATE,
    STATES,
    TREE,
    VERSIONS,
    recorded,
    signed_in,
)

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
"""NaN, Infinity and halves of surrogate pairs are among them: servers write those, too."""

NEAR: st.SearchStrategy[Any] = st.sampled_from([None, "", 0, {}, [], "00000000-0000-0000-0000-000000000000"])
ODD = ANY | st.fixed_dictionaries({}, optional={"Id": NEAR, "StateId": NEAR, "ChargerId": NEAR, "Name": ANY})
FAST = settings(max_examples=60, deadline=None)


def tells(body: Any) -> httpx.Response:
    """As a server writes it that isn't strict: with NaN, and with half a pair as an escape."""
    return httpx.Response(200, headers={"content-type": "application/json"}, content=json.dumps(body).encode())


def looked(cloud: RecordedAnswers) -> MakerLook:
    async def look() -> MakerLook:
        return await (await signed_in(cloud)).look("ZAP900001")

    return asyncio.run(look())


USUAL = looked(recorded())


def lists(odd: Any, at: int, *mine: dict[str, Any]) -> httpx.Response:
    both = list(mine)
    both.insert(at, odd)
    return tells({"Pages": 1, "Data": both})


@FAST
@given(odd=ODD, at=st.integers(0, 1))
def test_an_odd_entry_beside_the_charger(odd: Any, at: int) -> None:
    assert looked(recorded().on(LIST, lists(odd, at, CHARGER))) == USUAL


@FAST
@given(odd=ODD, at=st.integers(0, 1), both=st.booleans())
def test_an_odd_entry_beside_the_installation(odd: Any, at: int, both: bool) -> None:
    """In the list of those that Northe doesn't see it leaves open whether ours would have been one of them."""

    def answer(request: httpx.Request) -> httpx.Response:
        without_northes = "ExcludeIfVisibleForUserGroupLookupKey" in request.url.params
        if without_northes:
            return lists(odd, 0) if both else tells({"Pages": 1, "Data": []})
        return lists(odd, at, INSTALLATION)

    look = looked(recorded().on(INSTALLATIONS, answer))
    assert look.evidence == USUAL.evidence
    known = isinstance(odd, dict) and isinstance(odd.get("Id"), str) and odd["Id"].strip("0-{} ")
    assert look.grant is (Grant.GRANTED if known or not both else Grant.UNKNOWN)
    assert set(look.unanswered) == (set() if known or not both else {LookPart.GRANT})
    not_northes = looked(recorded().on(INSTALLATIONS, lambda _: lists(odd, at, INSTALLATION)))
    assert not_northes.grant is Grant.NOT_GRANTED


@FAST
@given(odd=ODD, at=st.integers(0, len(STATES)))
def test_an_odd_observation(odd: Any, at: int) -> None:
    states = deepcopy(STATES)
    states.insert(at, odd)
    assert looked(recorded().on(STATE, tells(states))) == USUAL


@FAST
@given(odd=ODD, circuit=st.booleans())
def test_an_odd_charger_or_circuit_in_the_hierarchy(odd: Any, circuit: bool) -> None:
    tree = deepcopy(TREE)
    (tree["Circuits"] if circuit else tree["Circuits"][0]["Chargers"]).append(odd)
    look = looked(recorded().on(HIERARCHY, tells(tree)))
    assert (look.evidence, look.grant) == (USUAL.evidence, USUAL.grant)
    assert set(look.unanswered) <= {LookPart.OTHERS}


@FAST
@given(odd=ODD, at=st.integers(0, 1))
def test_an_odd_line_of_the_firmware(odd: Any, at: int) -> None:
    async def versions() -> Any:
        listed = [VERSIONS[1]]
        listed.insert(at, odd)
        zaptec = await signed_in(recorded().on(FIRMWARE, tells(listed)))
        return await zaptec.firmware(USUAL)

    told = asyncio.run(versions())
    assert (told.current, told.newest) == ("2.4.0.7", "2.4.2.4")


NEEDED = {
    "charger": {"Id", "DeviceId", "InstallationId"},
    "installation": {"Id"},
}
SHOWN = {
    "charger": {
        "Active": {"deactivated"}, "DeviceType": {"product"}, "Name": {"charger_name"}, "SerialNo": {"charger_name"},
    },
    "installation": {
        "Name": {"installation_name"}, "InstallationType": {"installation_is_pro"}, "CurrentUserRoles": {"is_owner"},
        "AuthenticationType": {"taken_over", "held_by"},
    },
}  # fmt: skip
"""Which part of the evidence comes from a field, and may differ with it."""


def same_but_for(look: MakerLook, parts: set[str]) -> None:
    assert (look.found, look.grant, dict(look.unanswered)) == (True, Grant.GRANTED, {})
    names = BoxEvidence.__dataclass_fields__
    differ = {name for name in names if getattr(look.evidence, name) != getattr(USUAL.evidence, name)}
    assert differ <= parts


@FAST
@pytest.mark.parametrize("what", ["charger", "installation"])
@given(data=st.data(), odd=ANY)
def test_an_odd_value_in_a_field_that_is_not_needed(what: str, data: Any, odd: Any) -> None:
    entry = CHARGER if what == "charger" else INSTALLATION
    name = data.draw(st.sampled_from(sorted({*entry, "OcppCloudUrl"} - NEEDED[what])))
    told = tells({"Pages": 1, "Data": [entry | {name: odd}]})
    nothing = tells({"Pages": 0, "Data": []})

    def installations(request: httpx.Request) -> httpx.Response:
        return nothing if "ExcludeIfVisibleForUserGroupLookupKey" in request.url.params else told

    cloud = recorded().on(LIST, told) if what == "charger" else recorded().on(INSTALLATIONS, installations)
    same_but_for(looked(cloud), SHOWN[what].get(name, set()))


@FAST
@given(at=st.integers(0, len(STATES) - 1), name=st.sampled_from(["Timestamp", "ValueAsString"]), odd=ANY)
def test_an_odd_value_in_an_observation(at: int, name: str, odd: Any) -> None:
    states = deepcopy(STATES)
    states[at][name] = odd
    look = looked(recorded().on(STATE, tells(states)))
    parts = {
        -3: {"ocpp_connected"}, -2: {"says_online"}, -1: {"last_heard"}, 100: {"product"}, 147: {"pulse_interval"},
        150: {"link"}, 809: {"signal"}, 911: {"firmware"},
    }  # fmt: skip
    same_but_for(look, parts.get(states[at]["StateId"], set()))


def test_the_ids_above_are_the_recorded_ones() -> None:
    assert (USUAL.evidence.charger_id, USUAL.evidence.installation_id) == (CHARGER_ID, INSTALLATION_ID)
    assert USUAL.evidence.other_chargers == ("Carport",)
    assert OTHER_ID != CHARGER_ID
