from __future__ import annotations

from typing import Any

import pytest

from tests.support.clouds.zaptec_shapes import fits

pytestmark = pytest.mark.anyio
READY = "22222222-0000-4000-8000-0000000000a1"
NOWHERE = "00000000-0000-4000-8000-00000000dead"


async def names(zaptec: Any, **params: Any) -> set[str]:
    answer = await zaptec.get("/api/installation", params={"PageSize": 100, **params})
    return {item["Name"] for item in answer.json()["Data"]}


async def installation(zaptec: Any, name: str) -> dict[str, Any]:
    found: dict[str, Any] = (await zaptec.get("/api/installation", params={"NameFilter": name})).json()["Data"][0]
    return found


async def test_every_installation_fits_zaptecs_own_document(asked: Any) -> None:
    zaptec = await asked.zaptec()
    items = (await zaptec.get("/api/installation", params={"PageSize": 100})).json()["Data"]
    assert len(items) == 20
    for item in items:
        fits(item, "InstallationModel")
        answer = await zaptec.get(f"/api/installation/{item['Id']}")
        assert answer.json() == item
    ready = await installation(zaptec, "Testgatan 10")
    assert ready["Id"] == READY
    assert (ready["CountryId"], ready["InstallationType"]) == ("7ededdc0-d2d3-4daf-8d93-37f998de07b1", 1)
    assert ready["AvailableFeatures"] == 471
    pro = await installation(zaptec, "BRF Exemplet")
    assert (pro["InstallationType"], pro["AvailableFeatures"], pro["MaxCurrent"]) == (0, 183, 125.0)


async def test_the_grant_shows_in_what_is_left_out(asked: Any) -> None:
    """Listed without the filter and not with it: Northe has the grant."""
    zaptec = await asked.zaptec()
    key = {"ExcludeIfVisibleForUserGroupLookupKey": "Y8TU"}
    everything = await names(zaptec)
    assert everything - await names(zaptec, **key) == everything - {
        *("Provvägen 2", "Samfälligheten Björkbacken-Örtagården Etapp Två", "BRF Väntande")
    }
    assert await names(zaptec, ExcludeIfVisibleForUserGroupLookupKey="ZZZZ") == everything
    await asked.http.post("/sandbox/grant", json={"installation": "asked"})
    assert "Provvägen 2" not in await names(zaptec, **key)
    await asked.http.post("/sandbox/grant", json={"installation": "asked", "roles": "none"})
    assert "Provvägen 2" in await names(zaptec, **key)
    await asked.http.post("/sandbox/grant", json={"installation": "asked", "lookup_key": "TZBV"})
    assert "Provvägen 2" in await names(zaptec, **key)


async def test_who_holds_an_installation_shows(asked: Any) -> None:
    zaptec = await asked.zaptec()
    held, free = await installation(zaptec, "Grannvägen"), await installation(zaptec, "Testgatan 10")
    assert (held["AuthenticationType"], held["OcppCloudUrl"]) == (2, "wss://ocpp.elbolaget-exempel.example/zaptec")
    assert free["AuthenticationType"] == 0
    assert "OcppCloudUrl" not in free
    kim = await asked.customer()
    await kim.connect("ZAP900001")
    await asked.wait(2)
    assert (await installation(zaptec, "Testgatan 10"))["OcppCloudUrl"] == "wss://ocpp.northe.example/zaptec"


async def test_hierarchies(asked: Any) -> None:
    zaptec = await asked.zaptec()
    shared = await installation(zaptec, "Björkbacken")
    tree = (await zaptec.get(f"/api/installation/{shared['Id']}/hierarchy")).json()
    fits(tree, "InstallationTreeModel")
    (circuit,) = tree["Circuits"]
    fits(circuit, "InstallationTreeCircuitModel")
    for charger in circuit["Chargers"]:
        fits(charger, "InstallationTreeChargerModel")
    assert [charger["DeviceId"] for charger in circuit["Chargers"]] == ["ZAP900015", "ZAP900016", "ZAP900017"]


async def test_a_hierarchy_is_empty_without_the_role_and_while_its_new(asked: Any) -> None:
    zaptec, guest = await asked.zaptec(), await asked.zaptec("guest@example.com")
    refused = await guest.get(f"/api/installation/{READY}/hierarchy")
    assert (refused.status_code, refused.content) == (204, b"")
    fresh = (await installation(zaptec, "Färskvägen"))["Id"]
    assert (await zaptec.get(f"/api/installation/{fresh}/hierarchy")).status_code == 204
    await asked.wait(60)
    assert (await zaptec.get(f"/api/installation/{fresh}/hierarchy")).status_code == 200


async def test_an_account_with_few_rights_sees_little(asked: Any) -> None:
    guest, zap = await asked.zaptec("guest@example.com"), await asked.zaptec()
    thin = await installation(guest, "Testgatan 10")
    assert set(thin) == {"Id", "Name", "InstallationType", "Active", "NetworkType", "CurrentUserRoles"}
    assert (await guest.get(f"/api/chargerFirmware/installation/{READY}")).status_code == 403
    hidden = next(
        place["id"]
        for place in (await asked.http.get("/sandbox/world")).json()["installations"]
        if place["key"] == "hidden"
    )
    assert (await zap.get(f"/api/installation/{hidden}")).status_code == 403
    assert (await zap.get(f"/api/installation/{NOWHERE}")).status_code == 404


async def test_firmware_is_missing_for_what_was_never_online(asked: Any) -> None:
    zaptec = await asked.zaptec()
    for name in ("Testgatan 10", "Nyvägen 8"):
        place = await installation(zaptec, name)
        (item,) = (await zaptec.get(f"/api/chargerFirmware/installation/{place['Id']}")).json()
        fits(item, "InstallationChargerFirmwareModel")
        assert ("CurrentVersion" in item) == ("IsUpToDate" in item) == (name == "Testgatan 10")
        assert item["AvailableVersion"], "Zaptec has it whether the box was there or not"


async def test_updates(asked: Any) -> None:
    zaptec = await asked.zaptec()
    url = f"/api/installation/{READY}/update"
    assert (await zaptec.post(url, json={"availableCurrent": 10})).content == b""
    assert (await installation(zaptec, "Testgatan 10"))["AvailableCurrent"] == 10.0
    assert (await zaptec.post(url, json={"availableCurrent": None})).status_code == 200
    assert "AvailableCurrent" not in await installation(zaptec, "Testgatan 10"), "back to its maximum"
    for wrong in ({"AvailableCurrent": 17}, {"AvailableCurrent": 5, "AvailableCurrentPhase1": 5}, {"maxCurrent": "x"}):
        answer = await zaptec.post(url, json=wrong)
        assert (answer.status_code, answer.json()["status"]) == (400, 400)
    missing = await zaptec.post(f"/api/installation/{NOWHERE}/update", json={})
    assert (missing.status_code, missing.json()["title"]) == (404, "Not Found")


SETTINGS: dict[str, dict[str, Any]] = {
    "current": {"availableCurrent": 10},
    "phases": {"availableCurrentPhase1": 8, "AvailableCurrentPhase2": 9, "availablecurrentphase3": 10},
    "switch": {"threeToOnePhaseSwitchCurrent": 7},
    "offline": {"minPowerOfflineMode": True},
    "most": {"maxCurrent": 15},
}
READ_BACK: dict[str, dict[str, Any]] = {
    "current": {"AvailableCurrent": 10.0, **{f"AvailableCurrentPhase{phase}": 10.0 for phase in (1, 2, 3)}},
    "phases": {"AvailableCurrentPhase1": 8.0, "AvailableCurrentPhase2": 9.0, "AvailableCurrentPhase3": 10.0},
    "switch": {"ThreeToOnePhaseSwitchCurrent": 7.0},
    "offline": {"PropertyIsMinimumPowerOfflineMode": True},
    "most": {"MaxCurrent": 15.0},
}


@pytest.mark.parametrize("first", SETTINGS)
@pytest.mark.parametrize("second", [*SETTINGS, "nothing"])
async def test_an_update_erases_nothing_that_it_does_not_name(asked: Any, first: str, second: str) -> None:
    zaptec, url = await asked.zaptec(), f"/api/installation/{READY}/update"
    for name in (first, second):
        assert (await zaptec.post(url, json=SETTINGS.get(name, {}))).status_code == 200
    item = await installation(zaptec, "Testgatan 10")
    fits(item, "InstallationModel")
    kept = {} if {first, second} == {"current", "phases"} else READ_BACK[first]
    wanted = {**kept, **READ_BACK.get(second, {})}
    assert {name: item.get(name) for name in wanted} == wanted


async def test_a_phase_left_out_gets_the_most(asked: Any) -> None:
    zaptec = await asked.zaptec()
    await zaptec.post(f"/api/installation/{READY}/update", json={"availableCurrentPhase2": 6})
    item = await installation(zaptec, "Testgatan 10")
    assert [item[f"AvailableCurrentPhase{phase}"] for phase in (1, 2, 3)] == [item["MaxCurrent"], 6.0, 16.0]


async def test_only_service_may_change_the_most(asked: Any) -> None:
    asked.sandbox.store.run("UPDATE zaptec_roles SET roles = 2 WHERE user = 'zap@example.com'")
    zaptec, url = await asked.zaptec(), f"/api/installation/{READY}/update"
    assert (await zaptec.post(url, json={"maxCurrent": 15})).status_code == 403
    assert (await zaptec.post(url, json={"availableCurrent": 10})).status_code == 200


@pytest.mark.parametrize("user", ["zap@example.com", "guest@example.com"])
@pytest.mark.parametrize("holder", ["installation", "userGroups"])
async def test_messaging_is_only_ever_refused(asked: Any, user: str, holder: str) -> None:
    answer = await (await asked.zaptec(user)).get(f"/api/{holder}/{READY}/messagingConnectionDetails")
    assert (answer.status_code, answer.content) == (403, b"")
