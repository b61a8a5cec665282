from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.support.clouds.zaptec_shapes import fits

pytestmark = pytest.mark.anyio
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?")


async def states(asked: Any, serial: str) -> list[dict[str, Any]]:
    item = await asked.charger(serial)
    answer = await (await asked.zaptec()).get(f"/api/chargers/{item['Id']}/state")
    found: list[dict[str, Any]] = answer.json()
    return found


async def values(asked: Any, serial: str) -> dict[int, tuple[str, str | None]]:
    return {one["StateId"]: (one["Timestamp"], one.get("ValueAsString")) for one in await states(asked, serial)}


@pytest.mark.parametrize("serial", ["ZAP900001", "GPN900001", "ZPR900001", "ZAP900006", "ZAP900008", "APH900001"])
async def test_every_entry_is_as_zaptec_writes_it(asked: Any, serial: str) -> None:
    entries = await states(asked, serial)
    assert [one["StateId"] for one in entries] == sorted(one["StateId"] for one in entries)
    for one in entries:
        fits(one, "ChargerStateModel")
        assert set(one) <= {"ChargerId", "StateId", "Timestamp", "ValueAsString"}
        assert TIME.fullmatch(one["Timestamp"]), one
        assert one["Timestamp"] <= "2026-09-14T09:30:00"


async def test_a_go_and_a_pro_write_their_numbers_differently(asked: Any) -> None:
    go, pro = await values(asked, "ZAP900001"), await values(asked, "ZPR900001")
    assert 60 <= len(go) <= 85
    assert 60 <= len(pro) <= 85
    assert (go[809][1], pro[809][1]) == ("60.000", "50")
    assert (go[150][1], pro[150][1]) == ("LTE", "PLC")
    assert (go[911][1], pro[911][1]) == ("2.4.2.4", "5.3.0.3")
    assert (go[147][1], 147 in pro) == ("180", False)
    assert json.loads(go[100][1] or "")["DeviceType"] == "Go"
    assert json.loads(pro[100][1] or "")["ProductVariant"] == "Pro2"
    assert json.loads((await values(asked, "GPN900001"))[100][1] or "")["ProductVariant"] == "Go2"
    assert go[763][1] == ""
    for without_value in (-1, 721, 722):
        assert go[without_value][1] is None


async def test_a_timestamp_is_the_last_change(asked: Any) -> None:
    go = await values(asked, "ZAP900001")
    assert go[-1][0] == "2026-09-14T09:29:48"
    assert go[-2] == ("2026-09-11T09:29:48", "1")
    assert go[911][0] < "2026-09-12"
    await asked.wait(180)
    later = await values(asked, "ZAP900001")
    assert later[-1][0] == "2026-09-14T09:32:48"
    assert later[-2] == go[-2]


async def test_offline_stale_and_never_online_are_told_apart(asked: Any) -> None:
    offline, stale, never = [await values(asked, f"ZAP90000{n}") for n in (6, 7, 8)]
    assert (offline[-2], offline[-1][0]) == (("2026-09-14T04:30:00", "0"), "2026-09-14T04:29:20")
    assert (stale[-2][1], stale[-1][0]) == ("1", "2026-09-14T06:30:00")
    assert set(never) == {-3, -2, 800, 801}
    assert never[-2][1] == "0"
    await asked.wait(3600)
    assert (await values(asked, "ZAP900007"))[-1] == stale[-1], "a stale pulse doesn't beat"


async def test_a_box_powers_up_finds_its_network_and_comes_online(asked: Any) -> None:
    steps = []
    for _ in range(4):
        seen = await values(asked, "ZAP900012")
        steps.append((150 in seen, seen[-2][1], -1 in seen, (await asked.charger("ZAP900012"))["IsOnline"]))
        await asked.wait(15.1)
    assert steps == [
        (False, "0", False, False),
        (False, "0", False, False),
        (True, "0", False, False),
        (True, "1", True, True),
    ]


async def test_what_the_car_does_shows(asked: Any) -> None:
    charging, paused = await values(asked, "ZAP900015"), await values(asked, "ZAP900016")
    assert (charging[710][1], charging[507][1]) == ("3", "15.810")
    assert charging[721][1] is not None
    assert (paused[710][1], paused[718][1]) == ("5", "1")
