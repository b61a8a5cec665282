from __future__ import annotations

from typing import Any

import pytest

from tests.services.sandbox.zaptec.shapes import fits

pytestmark = pytest.mark.anyio


async def test_the_history_has_every_session_newest_first(asked: Any) -> None:
    zaptec = await asked.zaptec()
    answer = (await zaptec.get("/api/chargehistory", params={"PageSize": 100, "DetailLevel": 1})).json()
    assert len(answer["Data"]) == 12 + 40 + 3
    begun = [item["StartDateTime"] for item in answer["Data"]]
    assert begun == sorted(begun, reverse=True)
    for item in answer["Data"]:
        fits(item, "SessionListModel")
        assert sum(part["Energy"] for part in item["EnergyDetails"]) == pytest.approx(item["Energy"], abs=0.01)
    assert (await zaptec.get("/api/chargehistory?PageSize=10")).json()["Pages"] == 6


async def test_it_can_be_narrowed(asked: Any) -> None:
    zaptec, item = await asked.zaptec(), await asked.charger("ZAP900005")
    mine = (await zaptec.get("/api/chargehistory", params={"ChargerId": item["Id"]})).json()["Data"]
    assert {one["DeviceId"] for one in mine} == {"ZAP900005"}
    since = (
        await zaptec.get("/api/chargehistory", params={"ChargerId": item["Id"], "From": mine[2]["StartDateTime"]})
    ).json()
    assert len(since["Data"]) == 3
    assert (await zaptec.get("/api/chargehistory?From=yesterday")).status_code == 400


async def test_one_session(asked: Any) -> None:
    zaptec, guest = await asked.zaptec(), await asked.zaptec("guest@example.com")
    first = (await zaptec.get("/api/chargehistory")).json()["Data"][0]
    one = (await zaptec.get(f"/api/session/{first['Id']}")).json()
    fits({name[0].upper() + name[1:]: value for name, value in one.items()}, "SessionEndData")
    assert (one["sessionId"], one["energy"]) == (first["Id"], first["Energy"]), "in camelCase, unlike the lists"
    assert (await guest.get(f"/api/session/{first['Id']}")).status_code == 403
    assert (await zaptec.get("/api/session/00000000-0000-4000-8000-00000000dead")).status_code == 404
    assert (await zaptec.get("/api/session/7")).status_code == 400
    url = f"/api/session/{first['Id']}/priority"
    assert (await zaptec.post(url, json={"prioritizedPhases": 3})).status_code == 200
    assert (await zaptec.post(url, json={"prioritizedPhases": 2})).status_code == 400


async def test_the_session_under_way_can_be_given_priority(asked: Any) -> None:
    """Its id is observation 721, and there's none without a car."""
    zaptec, guest = await asked.zaptec(), await asked.zaptec("guest@example.com")
    found = {}
    for serial in ("ZAP900015", "ZAP900001"):
        charger = await asked.charger(serial)
        states = (await zaptec.get(f"/api/chargers/{charger['Id']}/state")).json()
        found[serial] = next(one.get("ValueAsString") for one in states if one["StateId"] == 721)
    assert found["ZAP900001"] is None
    session = (await zaptec.get(f"/api/session/{found['ZAP900015']}")).json()
    assert set(session) == {"sessionId", "sessionStart", "energy"}, "no end yet"
    url = f"/api/session/{found['ZAP900015']}/priority"
    assert (await zaptec.post(url, json={"PrioritizedPhases": 1})).status_code == 200
    assert (await guest.post(url, json={"PrioritizedPhases": 1})).status_code == 403


async def test_a_report(asked: Any) -> None:
    zaptec, guest = await asked.zaptec(), await asked.zaptec("guest@example.com")
    place = (await asked.charger("ZAP900015"))["InstallationId"]
    body = {"installationId": place, "fromDate": "2026-09-01T00:00:00", "endDate": "2026-09-14T00:00:00"}
    report = (await zaptec.post("/api/chargehistory/installationreport", json=body)).json()
    fits(report, "CustomTotalChargerReportModel")
    counts = [one["TotalChargeSessionCount"] for one in report["TotalUserChargerReportModel"]]
    assert counts == [40, 3]
    old = await zaptec.get("/api/chargehistory/installationreport", params={"InstallationId": place})
    assert old.status_code == 200
    assert (await guest.post("/api/chargehistory/installationreport", json=body)).status_code == 403
    assert (await zaptec.post("/api/chargehistory/installationreport", json={})).status_code == 400


async def test_the_archive_is_the_one_list_in_camel_case(asked: Any) -> None:
    answer = (await (await asked.zaptec()).get("/api/sessions/archived")).json()
    assert answer == {"sessions": [], "cursor": None, "hasMore": False}
