from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def state_of(asked: Any) -> str:
    return "\n".join(line for line in asked.sandbox.store._connection.iterdump() if "sessions" not in line)


@pytest.mark.parametrize(
    ("serial", "cause"),
    [
        ("ZAP900001", None),
        ("ZAP900099", "box_not_found"),
        ("APH900001", "box_not_found"),
        ("ZAP900002", "permission_missing"),
        ("ZAP900003", "role_missing"),
        ("ZAP900004", "held_by_other_operator"),
        ("ZAP900005", "already_in_other_account"),
        ("ZAP900009", "pairing_locked"),
        ("ZAP900006", "box_offline"),
        ("ZAP900007", "box_offline"),
        ("ZAP900008", "box_offline"),
        ("ZPR900001", None),
        ("ZPR900002", "permission_missing"),
        ("GPN900001", None),
    ],
)
async def test_each_box_has_its_own_cause_and_asking_changes_nothing(
    asked: Any, serial: str, cause: str | None
) -> None:
    kim = await asked.customer()
    before = await state_of(asked)
    for _ in range(3):
        answer = (await kim.check(serial)).json()
        assert (answer["cause"], answer["ready"]) == (cause, cause is None)
    assert await state_of(asked) == before


async def test_the_first_cause_that_holds_is_told(asked: Any) -> None:
    """One box with every trouble at once: each remedy uncovers the next cause, in the contract's order."""
    kim = await asked.customer()
    serial = "ZAP900005"
    change = {"behaviour": "offline", "locked_seconds": 600}

    async def cause() -> str | None:
        found: str | None = (await kim.check(serial)).json()["cause"]
        return found

    await asked.http.post(f"/sandbox/charger/{serial}", json={**change, "held_by": "Somebody"})
    await asked.http.post("/sandbox/grant", json={"installation": "taken", "roles": "none"})
    seen = [await cause()]
    await asked.http.post("/sandbox/grant", json={"installation": "taken", "roles": "service"})
    seen.append(await cause())
    await asked.http.post("/sandbox/grant", json={"installation": "taken"})
    seen.append(await cause())
    await asked.http.post(f"/sandbox/charger/{serial}", json={"held_by": ""})
    seen.append(await cause())
    asked.sandbox.store.run("DELETE FROM charge_boxes WHERE serial = ?", serial)
    seen.append(await cause())
    await asked.wait(601)
    seen.append(await cause())
    await asked.http.post(f"/sandbox/charger/{serial}", json={"behaviour": "online"})
    seen.append(await cause())
    assert seen == [
        "permission_missing",
        "role_missing",
        "held_by_other_operator",
        "already_in_other_account",
        "pairing_locked",
        "box_offline",
        None,
    ]


async def test_the_evidence_ends_where_the_cause_stopped_the_look(asked: Any) -> None:
    kim = await asked.customer()

    async def evidence(serial: str) -> dict[str, Any]:
        body: dict[str, Any] = (await kim.check(serial)).json()["evidence"]
        return {name: value for name, value in body.items() if value is not None}

    assert await evidence("ZAP900099") == {}
    assert await evidence("ZAP900002") == {}, "without permission Northe sees nothing"
    assert set(await evidence("ZAP900003")) == {"installation_id", "installation_name", "charger_name"}
    assert (await evidence("ZAP900004"))["held_by"] == "Elbolaget Exempel"
    assert "last_heard_at" not in await evidence("ZAP900009")
    assert await evidence("ZAP900001") == {
        "installation_id": "22222222-0000-4000-8000-0000000000a1",
        "installation_name": "Testgatan 10",
        "charger_name": "Garage",
        "last_heard_at": "2026-09-14T09:29:48Z",
        "pulse_interval_seconds": 180.0,
        "link": "LTE",
        "signal": "60.000",
        "firmware": "2.4.2.4",
    }
    assert (await evidence("ZAP900007"))["last_heard_at"] == "2026-09-14T06:30:00Z"
    assert "firmware" not in await evidence("ZAP900008"), "one that was never online never said"
    assert (await evidence("ZPR900001"))["signal"] == "50"


async def test_a_lock_says_for_how_long(asked: Any) -> None:
    kim = await asked.customer()
    assert (await kim.check("ZAP900009")).json()["retry_after"] == 3600
    await asked.wait(1000)
    assert (await kim.check("ZAP900009")).json()["retry_after"] == 2600
    await asked.wait(2600)
    kim = await asked.customer()
    assert (await kim.check("ZAP900009")).json()["ready"]


async def test_a_box_that_is_powering_up_comes_online_by_itself(asked: Any) -> None:
    kim = await asked.customer()
    assert (await kim.check("ZAP900012")).json()["cause"] == "box_offline"
    await asked.wait(46)
    assert (await kim.check("ZAP900012")).json()["ready"]


async def test_a_pulse_goes_on_and_an_online_box_stays_online(asked: Any) -> None:
    kim = await asked.customer()
    await asked.wait(86_400)
    kim = await asked.customer()
    answer = (await kim.check("ZAP900001")).json()
    assert answer["ready"]
    assert answer["evidence"]["last_heard_at"] == "2026-09-15T09:29:48Z"


async def test_the_vendor_may_be_silent(asked: Any) -> None:
    kim = await asked.customer()
    answer = await kim.check("ZAP900013")
    assert (answer.status_code, answer.json()["code"]) == (503, "vendor_down")
    assert answer.headers["Retry-After"] == "30"


async def test_serials_are_compared_without_case_and_spaces(asked: Any) -> None:
    kim = await asked.customer()
    assert (await kim.check(" zap 900001 ")).json()["ready"]


async def test_other_brands(asked: Any) -> None:
    kim = await asked.customer()
    causes = [(await kim.check(f"EH90000{n}", "easee", pin="0000")).json()["cause"] for n in range(1, 6)]
    assert causes == [None, "box_offline", "held_by_other_operator", "pairing_locked", "box_not_found"]
    assert (await kim.check("900001", "wallbox")).json()["ready"]
    assert (await kim.check("ZAP900001", "easee")).json()["cause"] == "box_not_found"


async def test_questions_that_cant_be_answered(asked: Any) -> None:
    kim = await asked.customer()
    nohome = await asked.customer("nohome@example.com")
    missing = await kim.post("/v1/charge-boxes/check", {"brand": "zaptec", "model": "go", "fields": {}})
    assert (missing.status_code, missing.json()["field"]) == (422, "fields.serial_number")
    refused = await nohome.check("ZAP900001")
    assert (refused.status_code, refused.json()["code"]) == (409, "fleet_not_enabled")
