from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def test_the_world_can_be_looked_into_without_its_secrets(asked: Any) -> None:
    await asked.http.post("/northe/v1/link-sessions", headers=asked.key())
    kim = await asked.customer()
    await kim.connect("ZAP900001")
    answer = await asked.http.get("/sandbox/world")
    world = answer.json()
    assert world["customers"][0]["email"] == "kim@example.com"
    assert {one["key"]: one["granted"] for one in world["installations"]}["half"] == "owner"
    assert len(world["boxes"]) == 24 + 10
    assert [one["stage"] for one in world["charge_boxes"]] == ["online", "requested"]
    for secret in ('"1001"', "KEY1", '"zap"', "4821", "1234", kim.headers["Authorization"][7:], "digest"):
        assert secret not in answer.text


async def test_time_moves_on_only_forwards(asked: Any) -> None:
    first = (await asked.http.get("/sandbox/clock")).json()
    assert first == {"now": "2026-09-14T09:30:00+00:00", "ahead_seconds": 0.0}
    moved = (await asked.http.post("/sandbox/clock", json={"advance": 90.5})).json()
    assert moved == {"now": "2026-09-14T09:31:30.500000+00:00", "ahead_seconds": 90.5}
    for wrong in ({"advance": -1}, {"advance": "soon"}, {}, {"advance": 1, "back": 2}):
        assert (await asked.http.post("/sandbox/clock", json=wrong)).status_code == 422


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"behaviour": "offline"}, "box_offline"),
        ({"behaviour": "stale_pulse"}, "box_offline"),
        ({"behaviour": "never_online"}, "box_offline"),
        ({"behaviour": "powering_up", "online_after_seconds": 5}, "box_offline"),
        ({"held_by": "Somebody"}, "held_by_other_operator"),
        ({"locked_seconds": 5}, "pairing_locked"),
        ({"trouble": "vendor_down"}, "vendor_down"),
        ({"name": "New"}, None),
    ],
)
async def test_a_box_can_be_changed_while_it_hangs_there(asked: Any, change: dict[str, Any], cause: str | None) -> None:
    kim = await asked.customer()
    assert (await kim.check("ZAP900001")).json()["ready"]
    assert (await asked.http.post("/sandbox/charger/zap900001", json=change)).status_code == 200
    answer = (await kim.check("ZAP900001")).json()
    assert (answer.get("cause") or answer.get("code")) == cause


async def test_a_box_can_be_made_to_fail(asked: Any) -> None:
    kim = await asked.customer()
    await asked.http.post("/sandbox/charger/ZAP900001", json={"fails": "box_offline", "delay_seconds": 0})
    box = (await kim.connect("ZAP900001")).json()
    await asked.wait(3)
    assert (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()["cause"] == "box_offline"
    await asked.http.post("/sandbox/charger/ZAP900001", json={"fails": ""})
    await kim.connect("ZAP900001")
    await asked.wait(2.6)
    assert (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()["stage"] == "online"


@pytest.mark.parametrize("name", ["asked", "Provvägen 2", "id"])
async def test_an_installation_is_named_by_key_name_or_id(asked: Any, name: str) -> None:
    kim = await asked.customer()
    if name == "id":
        name = (await asked.charger("ZAP900002"))["InstallationId"]
        answer = await asked.http.post("/sandbox/grant", json={"installation_id": name})
    else:
        answer = await asked.http.post("/sandbox/grant", json={"installation": name})
    assert answer.json()["roles"] == "owner+service"
    assert (await kim.check("ZAP900002")).json()["ready"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/sandbox/grant", {"installation": "nowhere"}, 404),
        ("/sandbox/grant", {"installation": "asked", "roles": "king"}, 422),
        ("/sandbox/charger/ZAP999999", {}, 404),
        ("/sandbox/charger/ZAP900001", {"behaviour": "sulking"}, 422),
        ("/sandbox/charger/ZAP900001", {"behavior": "offline"}, 422),
        ("/sandbox/nothing", {}, 404),
    ],
)
async def test_orders_that_cant_be_followed(asked: Any, path: str, body: dict[str, Any], status: int) -> None:
    answer = await asked.http.post(path, json=body)
    assert answer.status_code == status
    assert answer.json()["detail"]


async def test_everything_can_start_again(asked: Any) -> None:
    kim = await asked.customer()
    await kim.connect("ZAP900001")
    await asked.http.post("/sandbox/faults", json={"kind": "northe_down"})
    assert (await asked.http.post("/sandbox/reset")).status_code == 204
    assert (await asked.http.get("/sandbox/sessions")).json() == []
    assert (await asked.http.get("/sandbox/faults")).json() == []
    kim = await asked.customer()
    assert (await kim.get("/v1/account")).json()["charge_boxes"] == []
