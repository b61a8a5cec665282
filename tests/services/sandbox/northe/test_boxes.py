from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio
PIN = "fields.pin"


async def stage(customer: Any, box: dict[str, Any]) -> str:
    found: str = (await customer.get(f"/v1/charge-boxes/{box['id']}")).json()["stage"]
    return found


async def ocpp(asked: Any, serial: str) -> str:
    zaptec = await asked.zaptec()
    item = await asked.charger(serial)
    states = (await zaptec.get(f"/api/chargers/{item['Id']}/state")).json()
    return str(next(one["ValueAsString"] for one in states if one["StateId"] == -3))


async def test_connecting_goes_through_its_stages_and_both_clouds_agree(asked: Any) -> None:
    kim = await asked.customer()
    answer = await kim.connect("ZAP900001")
    assert answer.status_code == 201
    box = answer.json()
    assert (box["stage"], box["serial_number"], box["name"]) == ("requested", "ZAP900001", "Garage")
    seen = []
    for _ in range(11):
        charger = await asked.charger("ZAP900001")
        seen.append((await stage(kim, box), charger["AuthenticationType"], await ocpp(asked, "ZAP900001")))
        await asked.wait(0.5)
    assert seen == [
        *[("requested", 0, "0")] * 2,
        *[("taking_over", 2, "0")] * 3,
        *[("waiting_for_box", 2, "0")] * 5,
        ("online", 2, "1"),
    ]
    done = (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()
    assert done["online_since"] == "2026-09-14T09:30:05Z"
    assert (await kim.get("/v1/account")).json()["charge_boxes"] == [done]


async def test_from_power_to_a_charging_car_without_anybody_s_doing(asked: Any) -> None:
    """Power, network, online, connected by OCPP, a car plugged in, charging; and the state's times tell of it."""
    kim = await asked.customer()
    box = (await kim.connect("ZAP900012")).json()
    zaptec, seen = await asked.zaptec(), []
    for wait in (0, 20, 26, 20, 5):
        await asked.wait(wait)
        item = await asked.charger("ZAP900012")
        state = {one["StateId"]: one for one in (await zaptec.get(f"/api/chargers/{item['Id']}/state")).json()}
        told = [state[number]["ValueAsString"] for number in (-2, -3)]
        seen.append(
            (await stage(kim, box), 150 in state, *told, item["OperatingMode"], "ValueAsString" in state.get(721, {}))
        )
    assert seen == [
        ("requested", False, "0", "0", 0, False),
        ("waiting_for_box", True, "0", "0", 1, False),
        ("online", True, "1", "1", 1, False),
        ("online", True, "1", "1", 2, True),
        ("online", True, "1", "1", 3, True),
    ]
    assert (state[710]["ValueAsString"], state[710]["Timestamp"]) == ("3", "2026-09-14T09:31:10")
    paused = await zaptec.post(f"/api/chargers/{item['Id']}/sendCommand/506")
    assert paused.status_code == 200
    await asked.wait(3600)
    assert (await asked.charger("ZAP900012"))["OperatingMode"] == 5, "the car comes once"


async def test_the_same_box_again_is_the_same_box(asked: Any) -> None:
    kim, key = await asked.customer(), {"Idempotency-Key": "one"}
    first = await kim.connect("ZAP900001", key=key)
    again = await kim.connect("ZAP900001", key=key)
    other_key = await kim.connect("zap900001")
    assert first.json() == again.json()
    assert (other_key.status_code, other_key.json()["id"]) == (200, first.json()["id"])
    await asked.wait(10)
    later = await kim.connect("ZAP900001")
    assert (later.status_code, later.json()["stage"]) == (200, "online")
    assert len((await kim.get("/v1/account")).json()["charge_boxes"]) == 1
    other_box = await kim.connect("GPN900001", key=key)
    assert (other_box.status_code, other_box.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("serial", "status", "code"),
    [
        ("ZAP900099", 422, "box_not_found"),
        ("ZAP900002", 409, "permission_missing"),
        ("ZAP900003", 409, "role_missing"),
        ("ZAP900004", 409, "held_by_other_operator"),
        ("ZAP900005", 409, "already_in_other_account"),
        ("ZAP900009", 423, "pairing_locked"),
        ("ZAP900013", 503, "vendor_down"),
    ],
)
async def test_a_refusal_leaves_nothing_behind(asked: Any, serial: str, status: int, code: str) -> None:
    kim = await asked.customer()
    answer = await kim.connect(serial)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await kim.get("/v1/account")).json()["charge_boxes"] == []
    assert ("Retry-After" in answer.headers) == (status in (423, 503))


async def test_after_the_remedy_the_same_key_works(asked: Any) -> None:
    kim, key = await asked.customer(), {"Idempotency-Key": "one"}
    assert (await kim.connect("ZAP900002", key=key)).status_code == 409
    await asked.http.post("/sandbox/grant", json={"installation": "asked"})
    assert (await kim.connect("ZAP900002", key=key)).status_code == 201


async def test_an_offline_box_is_waited_for(asked: Any) -> None:
    kim = await asked.customer()
    box = (await kim.connect("ZAP900006")).json()
    await asked.wait(3600)
    kim = await asked.customer()
    assert await stage(kim, box) == "waiting_for_box"
    await asked.http.post("/sandbox/charger/ZAP900006", json={"behaviour": "powering_up", "online_after_seconds": 30})
    await asked.wait(29)
    assert await stage(kim, box) == "waiting_for_box"
    await asked.wait(2)
    found = (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()
    assert (found["stage"], found["online_since"]) == ("online", "2026-09-14T10:30:30Z")


async def test_a_slow_box_takes_its_time(asked: Any) -> None:
    kim = await asked.customer()
    box = (await kim.connect("ZAP900010")).json()
    await asked.wait(90)
    assert await stage(kim, box) == "waiting_for_box"
    await asked.wait(3)
    assert await stage(kim, box) == "online"


async def test_a_failure_gives_the_box_back_and_a_second_try_may_work(asked: Any) -> None:
    kim = await asked.customer()
    box = (await kim.connect("ZAP900011")).json()
    await asked.wait(3)
    failed = (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()
    assert (failed["stage"], failed["cause"], failed["online_since"]) == ("failed", "vendor_down", None)
    assert (await asked.charger("ZAP900011"))["AuthenticationType"] == 0
    assert (await kim.check("ZAP900011")).json()["ready"]
    again = (await kim.connect("ZAP900011")).json()
    assert (again["id"], again["stage"], again["cause"]) == (box["id"], "requested", None)
    await asked.wait(6)
    assert await stage(kim, box) == "online"


async def test_some_never_work(asked: Any) -> None:
    kim = await asked.customer()
    for _ in range(3):
        box = (await kim.connect("ZAP900014")).json()
        await asked.wait(6)
        found = (await kim.get(f"/v1/charge-boxes/{box['id']}")).json()
        assert (found["stage"], found["cause"]) == ("failed", "held_by_other_operator")


@pytest.mark.parametrize("after", [0, 1.2, 3])
async def test_taking_back_leaves_nothing_behind(asked: Any, after: float) -> None:
    kim, key = await asked.customer(), {"Idempotency-Key": "one"}
    box = (await kim.connect("ZAP900001", key=key)).json()
    await asked.wait(after)
    assert (await kim.delete(f"/v1/charge-boxes/{box['id']}")).status_code == 204
    assert (await kim.get("/v1/account")).json()["charge_boxes"] == []
    assert (await asked.charger("ZAP900001"))["AuthenticationType"] == 0
    assert (await kim.get(f"/v1/charge-boxes/{box['id']}")).status_code == 404
    assert (await kim.delete(f"/v1/charge-boxes/{box['id']}")).status_code == 404
    new = await kim.connect("ZAP900001", key=key)
    assert (new.status_code, await stage(kim, new.json())) == (201, "requested")


async def test_what_is_online_isnt_taken_back(asked: Any) -> None:
    kim = await asked.customer()
    box = (await kim.connect("ZAP900001")).json()
    await asked.wait(6)
    answer = await kim.delete(f"/v1/charge-boxes/{box['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert await stage(kim, box) == "online"


async def test_once_connected_its_another_accounts_for_everybody_else(asked: Any) -> None:
    kim, ola = await asked.customer(), await asked.customer("ola@example.com")
    box = (await kim.connect("ZAP900001")).json()
    assert (await ola.check("ZAP900001")).json()["cause"] == "already_in_other_account"
    assert (await ola.get(f"/v1/charge-boxes/{box['id']}")).status_code == 404
    assert (await ola.delete(f"/v1/charge-boxes/{box['id']}")).status_code == 404
    await kim.delete(f"/v1/charge-boxes/{box['id']}")
    assert (await ola.check("ZAP900001")).json()["ready"]


async def test_a_wrong_pin_is_refused_and_the_sixth_locks(asked: Any) -> None:
    kim = await asked.customer()
    for left in (5, 4, 3, 2, 1):
        wrong = await kim.connect("EH900001", "easee", pin="9999")
        said = wrong.json()
        assert (wrong.status_code, said["code"], said["field"], said["tries_left"]) == (422, "wrong_pin", PIN, left)
    sixth = await kim.connect("EH900001", "easee", pin="9999")
    assert (sixth.status_code, sixth.json()["code"], sixth.json()["field"]) == (423, "pairing_locked", PIN)
    assert sixth.headers["Retry-After"] == "86400"
    right = await kim.connect("EH900001", "easee", pin="1234")
    assert right.status_code == 423, "locked is locked"
    await asked.wait(86_401)
    kim = await asked.customer()
    assert (await kim.connect("EH900001", "easee", pin="9999")).json()["tries_left"] == 5, "the count begins anew"
    assert (await kim.connect("EH900001", "easee", pin="1234")).status_code == 201


async def tries_left(asked: Any, serial: str) -> int | None:
    kim = await asked.customer()
    left: int | None = (await kim.connect(serial, "easee", pin="9999")).json().get("tries_left")
    return left


async def test_wrong_pins_are_counted_for_each_box_and_for_a_day(asked: Any) -> None:
    assert [await tries_left(asked, "EH900001") for _ in range(3)] == [5, 4, 3]
    assert await tries_left(asked, "EH900002") == 5, "another box"
    await asked.wait(86_000)
    assert await tries_left(asked, "EH900001") == 2, "still counted"
    await asked.wait(401)
    assert await tries_left(asked, "EH900001") == 4, "only the last one is less than a day old"


async def test_a_right_pin_ends_the_count(asked: Any) -> None:
    assert await tries_left(asked, "EH900001") == 5
    kim = await asked.customer()
    box = (await kim.connect("EH900001", "easee", pin="1234")).json()
    await kim.delete(f"/v1/charge-boxes/{box['id']}")
    assert await tries_left(asked, "EH900001") == 5


async def test_a_box_that_was_unlocked_by_hand_may_be_tried_again(asked: Any) -> None:
    assert [await tries_left(asked, "EH900001") for _ in range(6)][-1] is None
    await asked.http.post("/sandbox/charger/EH900001", json={"locked_seconds": 0})
    assert await tries_left(asked, "EH900001") == 5


async def test_neither_a_check_nor_a_missing_pin_is_a_try(asked: Any) -> None:
    kim = await asked.customer()
    for _ in range(7):
        assert (await kim.check("EH900001", "easee", pin="9999")).json()["ready"]
    for fields in ({}, {"pin": ""}):
        missing = await kim.connect("EH900001", "easee", **fields)
        assert (missing.status_code, missing.json()["code"], missing.json()["field"]) == (422, "invalid_request", PIN)
    assert await tries_left(asked, "EH900001") == 5


async def test_an_unknown_number_is_refused_at_the_number(asked: Any) -> None:
    kim = await asked.customer()
    unknown = await kim.connect("EH999999", "easee", pin="1234")
    assert (unknown.json()["code"], unknown.json()["field"]) == ("box_not_found", "fields.serial_number")


async def test_other_brands_come_online_too(asked: Any) -> None:
    kim = await asked.customer()
    box = (await kim.connect("900003", "garo")).json()
    await asked.wait(6)
    assert await stage(kim, box) == "online"


async def test_a_wish_that_cant_be(asked: Any) -> None:
    kim = await asked.customer()
    body = {"brand": "zaptec", "model": "go", "fields": {"serial_number": "ZAP900001"}, "name": "G"}
    nowhere = await kim.post("/v1/charge-boxes", {**body, "charge_site_id": "nowhere"})
    assert (nowhere.status_code, nowhere.json()["field"]) == (422, "charge_site_id")
    other = await (await asked.customer("ola@example.com")).site_id()
    assert (await kim.post("/v1/charge-boxes", {**body, "charge_site_id": other})).status_code == 422
    long = await kim.post("/v1/charge-boxes", {**body, "charge_site_id": "x", "name": "n" * 61})
    assert (long.status_code, long.json()["field"]) == (422, "name")
