"""What a box runs, and the newest that there is for it: for the doctor only, so that a check takes no call more."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts import Firmware, ZaptecLook
from tests.services.recorded import says
from tests.services.zaptec.bodies import FIRMWARE, VERSIONS, recorded, signed_in

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        (VERSIONS, Firmware("2.4.0.7", "2.4.2.4")),
        ([{name.lower(): value for name, value in VERSIONS[1].items()}], Firmware("2.4.0.7", "2.4.2.4")),
        ([VERSIONS[1] | {"DeviceId": "zap900001", "AvailableVersion": None}], Firmware("2.4.0.7")),
        ([VERSIONS[0] | {"DeviceId": "ZAP900001"}], Firmware()),  # never online
        ([VERSIONS[1] | {"CurrentVersion": 7, "AvailableVersion": "\x1b[2J2.4"}], Firmware(None, "2.4")),
        ([VERSIONS[0], {}], None),
        ([], None),
    ],
)
async def test_it_is_found_in_its_installations_list(versions: list[dict[str, Any]], told: Firmware | None) -> None:
    cloud = recorded().on(FIRMWARE, says(200, versions))
    zaptec = await signed_in(cloud)
    look = await zaptec.look("ZAP900001")
    assert cloud.count(FIRMWARE) == 0
    assert await zaptec.firmware(look) == told
    assert cloud.count(FIRMWARE) == 1


async def test_of_a_box_that_is_nowhere_nothing_is_asked() -> None:
    cloud = recorded()
    assert await (await signed_in(cloud)).firmware(ZaptecLook(found=False)) is None
    assert len(cloud.asked) == 1
