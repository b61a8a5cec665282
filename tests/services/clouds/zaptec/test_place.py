"""In which installation a charger is, if in any; and asking again only whether Northe sees that one by now."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from services.contracts import Grant, MakerLook
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import (
    CHARGER,
    INSTALLATION,
    INSTALLATION_ID,
    INSTALLATIONS,
    LIST,
    STATE,
    WILDCARD,
    ZEROS,
    granted,
    listing,
    recorded,
    signed_in,
)

pytestmark = pytest.mark.anyio


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


async def test_a_charger_without_its_installation_is_placed_by_its_state() -> None:
    cloud = recorded().on(LIST, listing(without(CHARGER, "InstallationId", "InstallationName")))
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert look.grant is Grant.GRANTED
    assert look.evidence.installation_id == INSTALLATION_ID
    assert look.evidence.installation_name == "Testgatan 10"


@pytest.mark.parametrize(
    "state",
    [
        json_answer(403),
        json_answer(200, []),
        json_answer(200, [{"StateId": 800, "ValueAsString": "ffffffff-ffff-ffff-ffff-ffffffffffff"}]),
    ],
)
@pytest.mark.parametrize("roles", [6, 4, 1, 0, None])
@pytest.mark.parametrize("told", [None, "", ZEROS, WILDCARD, WILDCARD.upper(), "{" + ZEROS + "}"])
async def test_a_charger_that_is_nowhere(state: httpx.Response, roles: int | None, told: str | None) -> None:
    """Who may see where it is and sees nothing knows that it's in no installation. Nobody else does."""
    cloud = recorded().on(LIST, listing(CHARGER | {"InstallationId": told, "CurrentUserRoles": roles})).on(STATE, state)
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert (look.found, look.grant, look.evidence.installation_id) == (True, Grant.UNKNOWN, None)
    assert look.unplaced is (state.status_code == 200 and roles in (6, 4))
    assert len(cloud.asked) - 1 == 2


@pytest.mark.parametrize(
    "reply", [json_answer(500, {"Code": 505}), json_answer(200, [{"no": "id"}]), json_answer(200, [7])]
)
async def test_where_its_state_is_not_whole_nobody_says_that_it_is_nowhere(reply: httpx.Response) -> None:
    cloud = recorded().on(LIST, listing(without(CHARGER, "InstallationId"))).on(STATE, reply)
    look = await (await signed_in(cloud)).look("ZAP900001")
    assert (look.found, look.unplaced, look.evidence.never_online) == (True, False, None)


async def test_the_grant_alone_takes_one_call_until_it_is_there() -> None:
    cloud = recorded().on(INSTALLATIONS, listing(INSTALLATION))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    assert len(cloud.asked) - 1 == 4
    cloud.asked.clear()
    assert await zaptec.grant(look) is Grant.NOT_GRANTED
    assert len(cloud.asked) == 1
    cloud.on(INSTALLATIONS, granted)
    assert await zaptec.grant(look) is Grant.GRANTED
    assert len(cloud.asked) == 3


async def test_the_grant_of_a_charger_that_is_nowhere() -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud)
    assert await zaptec.grant(MakerLook(found=True)) is Grant.UNKNOWN
    assert len(cloud.asked) == 1
