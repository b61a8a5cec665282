"""What a box runs, and the newest that there is for it: for the doctor only, so that a check takes no call more."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts import Firmware, MakerLook
from tests.support.clouds.recorded_answers import json_answer
from tests.support.clouds.zaptec_bodies import (
    CHARGER_ID,
    FIRMWARE,
    OTHER_ID,
    STATE,
    VERSIONS,
    ZEROS,
    recorded,
    signed_in,
)

pytestmark = pytest.mark.anyio
BARE = {"ChargerId": CHARGER_ID}


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        (VERSIONS, Firmware("2.4.0.7", "2.4.2.4")),
        ([{name.lower(): value for name, value in VERSIONS[1].items()}], Firmware("2.4.0.7", "2.4.2.4")),
        ([VERSIONS[1] | {"DeviceId": "zap900001", "AvailableVersion": None}], Firmware("2.4.0.7")),
        ([VERSIONS[1] | {"AvailableVersion": "\x1b[2J2.4"}], Firmware("2.4.0.7", "2.4")),
        # joined by the one key that's always there
        ([{**BARE, "CurrentVersion": "2.4.0.7", "AvailableVersion": "2.5.0.1"}], Firmware("2.4.0.7", "2.5.0.1")),
        ([{**BARE, "ChargerId": CHARGER_ID.upper(), "CurrentVersion": "2.4.0.7"}], Firmware("2.4.0.7")),
        ([BARE | {"ChargerId": OTHER_ID, "DeviceId": "ZAP900001", "CurrentVersion": "9"}], Firmware("2.4.2.4")),
        ([BARE | {"ChargerId": ZEROS, "DeviceId": "ZAP900001", "CurrentVersion": "9"}], Firmware("9")),
        # what the list doesn't say, the state has said
        ([BARE | {"AvailableVersion": "2.5.0.1"}], Firmware("2.4.2.4", "2.5.0.1")),
        ([VERSIONS[1] | {"CurrentVersion": 7}], Firmware("2.4.2.4", "2.4.2.4")),
        ([7, None, "x", VERSIONS[1]], Firmware("2.4.0.7", "2.4.2.4")),
        ([VERSIONS[0], {}], Firmware("2.4.2.4")),
        ([], Firmware("2.4.2.4")),
    ],
)
async def test_it_is_found_in_its_installations_list(versions: list[dict[str, Any]], told: Firmware | None) -> None:
    cloud = recorded().on(FIRMWARE, json_answer(200, versions))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    assert cloud.count(FIRMWARE) == 0
    assert await zaptec.firmware(look) == told
    assert cloud.count(FIRMWARE) == 1


async def test_of_a_box_that_is_nowhere_nothing_is_asked() -> None:
    cloud = recorded()
    assert await (await signed_in(cloud)).firmware(MakerLook(found=False)) is None
    assert len(cloud.asked) == 1


async def test_of_a_box_that_was_never_online_there_is_none() -> None:
    cloud = (
        recorded()
        .on(STATE, json_answer(200, []))
        .on(FIRMWARE, json_answer(200, [VERSIONS[0] | {"ChargerId": CHARGER_ID}]))
    )
    zaptec = await signed_in(cloud)
    assert await zaptec.firmware(await zaptec.look("ZAP900001")) == Firmware()
