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


async def test_what_cant_be_sent(asked: Any) -> None:
    unknown, offline = await send(asked, "ZAP900001", 999), await send(asked, "ZAP900006", 102)
    assert (unknown.status_code, unknown.json()["Code"]) == (500, 519)
    assert (offline.status_code, offline.json()["Code"]) == (500, 520)
    assert (await send(asked, "ZAP900001", "restart")).status_code == 400
    assert (await send(asked, "ZAP900001", 102, "guest@example.com")).status_code == 403
