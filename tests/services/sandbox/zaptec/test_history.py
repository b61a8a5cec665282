from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.clouds.zaptec_shapes import fits

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
    found: dict[str, dict[str, int]] = {}
    for number, group in enumerate(("User", "Charger", "ChargeCardName")):
        said = {**body, "fromDate": None, "endDate": None, "groupBy": number}
        report = (await zaptec.post("/api/chargehistory/installationreport", json=said)).json()
        fits(report, "CustomTotalChargerReportModel")
        assert (report["GroupedBy"], report["InstallationTimeZone"]) == (group, "Central European Standard Time")
        found[group] = {
            one["GroupAsString"]: one["TotalChargeSessionCount"] for one in report["totalUserChargerReportModel"]
        }
        same = {"InstallationId": place, "GroupBy": number}
        old = (await zaptec.get("/api/chargehistory/installationreport", params=same)).json()
        assert old["totalUserChargerReportModel"] == report["totalUserChargerReportModel"]
    assert sorted(found["Charger"].values()) == [3, 40]
    assert found["User"] == {"Kim Larsson": 15, "Robin Berg": 14, "Anonymous": 14}
    assert found["ChargeCardName"] == {"Kim's card": 15, "Blue card": 14, "Anonymous": 14}
    assert (await zaptec.post("/api/chargehistory/installationreport", json={**body, "groupBy": 3})).status_code == 400
    old = await zaptec.get("/api/chargehistory/installationreport", params={"InstallationId": place})
    assert old.status_code == 200
    assert (await guest.post("/api/chargehistory/installationreport", json=body)).status_code == 403
    assert (await zaptec.post("/api/chargehistory/installationreport", json={})).status_code == 400


async def test_a_report_has_only_what_is_asked_for(asked: Any) -> None:
    zaptec, charger = await asked.zaptec(), await asked.charger("ZAP900015")
    place = charger["InstallationId"]
    history = (await zaptec.get("/api/chargehistory", params={"InstallationId": place, "PageSize": 100})).json()["Data"]
    kim = next(one["UserId"] for one in history if one.get("UserFullName") == "Kim Larsson")
    middle = history[20]["StartDateTime"]
    narrow: list[tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]] = [
        ({"fromDate": middle}, lambda one: one["StartDateTime"] >= middle),
        ({"endDate": middle}, lambda one: one["StartDateTime"] <= middle),
        ({"userIds": [kim]}, lambda one: one.get("UserId") == kim),
        ({"chargerIds": [charger["Id"]]}, lambda one: one["ChargerId"] == charger["Id"]),
    ]
    for narrowed, belongs in narrow:
        said = {"installationId": place, "groupBy": 1, **narrowed}
        report = (await zaptec.post("/api/chargehistory/installationreport", json=said)).json()
        count = sum(one["TotalChargeSessionCount"] for one in report["totalUserChargerReportModel"])
        assert 0 < count == len([one for one in history if belongs(one)]) < len(history)


async def test_sessions_have_users_and_the_installation_names_them(asked: Any) -> None:
    zaptec, charger = await asked.zaptec(), await asked.charger("ZAP900015")
    mine = {"ChargerId": charger["Id"], "PageSize": 100}
    history = (await zaptec.get("/api/chargehistory", params=mine)).json()["Data"]
    named = {(one["UserId"], one["UserFullName"], one["UserEmail"]) for one in history if "UserId" in one}
    assert len(named) == 2
    assert any("UserId" not in one for one in history), "guests charge, too"
    (kim, *_) = sorted(named, key=lambda one: str(one[1]))
    of_kim = (await zaptec.get("/api/chargehistory", params={**mine, "UserId": kim[0]})).json()["Data"]
    assert of_kim == [one for one in history if one.get("UserId") == kim[0]]
    place = (await zaptec.get(f"/api/installation/{charger['InstallationId']}", params={"DetailLevel": 1})).json()
    fits(place, "InstallationModel")
    assert {(one["UserId"], one["UserFullName"], one["UserEmail"]) for one in place["InstallationUsers"]} == named


async def test_the_archive_is_the_one_list_in_camel_case(asked: Any) -> None:
    answer = (await (await asked.zaptec()).get("/api/sessions/archived")).json()
    assert answer == {"sessions": [], "cursor": None, "hasMore": False}
