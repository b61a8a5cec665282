from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def send(asked: Any, serial: str, command: object, user: str = "zap@example.com") -> Any:
    item = await asked.charger(serial, user)
    zaptec = await asked.zaptec(user)
    return await zaptec.post(f"/api/chargers/{item['Id']}/sendCommand/{command}")


async def mode(asked: Any, serial: str) -> int:
    found: int = (await asked.charger(serial))["OperatingMode"]
    return found


@pytest.mark.parametrize(
    ("serial", "command", "details"),
    [
        ("ZAP900016", 506, "Charging is Paused or Disconnected; Stop command cannot be sent"),
        ("ZAP900001", 506, "Charging is Paused or Disconnected; Stop command cannot be sent"),
        ("ZAP900015", 507, "Charging is not Paused nor Scheduled; Resume command cannot be sent"),
        ("ZAP900001", 10001, None),
    ],
)
async def test_commands_that_dont_fit_are_rejected_with_a_code(
    asked: Any, serial: str, command: int, details: str | None
) -> None:
    before = await mode(asked, serial)
    answer = await send(asked, serial, command)
    assert (answer.status_code, answer.json()) == (500, {"Code": 528, "Details": details, "StackTrace": None})
    assert await mode(asked, serial) == before


async def test_pausing_resuming_and_sending_the_driver_away(asked: Any) -> None:
    seen = []
    for command in (506, 507, 10001):
        answer = await send(asked, "ZAP900015", command)
        assert (answer.status_code, answer.content) == (200, b"")
        seen.append(await mode(asked, "ZAP900015"))
    assert seen == [5, 3, 2]


@pytest.mark.parametrize("command", [102, 200])
async def test_a_restart_takes_it_offline_for_a_moment(asked: Any, command: int) -> None:
    assert (await send(asked, "ZAP900001", command)).status_code == 200
    assert (await asked.charger("ZAP900001"))["IsOnline"] is False
    await asked.wait(41)
    assert (await asked.charger("ZAP900001"))["IsOnline"] is True


async def state(asked: Any, serial: str) -> dict[int, dict[str, Any]]:
    zaptec, item = await asked.zaptec(), await asked.charger(serial)
    return {one["StateId"]: one for one in (await zaptec.get(f"/api/chargers/{item['Id']}/state")).json()}


async def test_a_restart_leaves_what_the_cloud_knew_and_only_says_offline(asked: Any) -> None:
    before, mode_before = await state(asked, "ZAP900001"), (await asked.charger("ZAP900001"))["OperatingMode"]
    await send(asked, "ZAP900001", 102)
    for seconds in (0, 20, 19):
        await asked.wait(seconds)
        during = await state(asked, "ZAP900001")
        assert during[-2]["ValueAsString"] == "0"
        assert {number: one for number, one in during.items() if number not in (-3, -2)} == {
            number: one for number, one in before.items() if number not in (-3, -2)
        }, "also the last pulse, which gets older"
        assert (await asked.charger("ZAP900001"))["OperatingMode"] == mode_before
    await asked.wait(2)
    after = await state(asked, "ZAP900001")
    assert after[-2]["ValueAsString"] == "1"
    assert after[-1]["Timestamp"] > before[-1]["Timestamp"]
    assert (after[911], after[150], after[800]) == (before[911], before[150], before[800])


async def test_northe_calls_a_box_that_restarts_offline_and_tells_when_it_was_heard(asked: Any) -> None:
    kim = await asked.customer()
    before = (await kim.check("ZAP900001")).json()["evidence"]
    await send(asked, "ZAP900001", 102)
    during = (await kim.check("ZAP900001")).json()
    assert (during["cause"], during["evidence"]) == ("box_offline", before)


async def test_an_upgrade_is_told_once_the_box_is_back(asked: Any) -> None:
    zaptec, item = await asked.zaptec(), await asked.charger("ZAP900010")
    url = f"/api/chargerFirmware/installation/{item['InstallationId']}"
    (old,) = (await zaptec.get(url)).json()
    await send(asked, "ZAP900010", 200)
    (during,) = (await zaptec.get(url)).json()
    assert (during["CurrentVersion"], during["IsUpToDate"]) == (old["CurrentVersion"], False)
    before = await state(asked, "ZAP900010")
    await asked.wait(41)
    (new,) = (await zaptec.get(url)).json()
    assert (new["CurrentVersion"], new["IsUpToDate"]) == (old["AvailableVersion"], True)
    after = await state(asked, "ZAP900010")
    assert after[911]["Timestamp"] > before[911]["Timestamp"]
    assert after[150]["Timestamp"] == before[150]["Timestamp"]


async def test_what_cant_be_sent(asked: Any) -> None:
    unknown, offline = await send(asked, "ZAP900001", 999), await send(asked, "ZAP900006", 102)
    assert (unknown.status_code, unknown.json()["Code"]) == (500, 519)
    assert (offline.status_code, offline.json()["Code"]) == (500, 520)
    assert (await send(asked, "ZAP900001", "restart")).status_code == 400
    assert (await send(asked, "ZAP900001", 102, "guest@example.com")).status_code == 403
