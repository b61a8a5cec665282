from __future__ import annotations

from typing import Any

import pytest

from tests.support.clouds.sandbox_requests import sandbox_requests
from tests.support.clouds.zaptec_shapes import fits

pytestmark = pytest.mark.anyio
NOWHERE = "00000000-0000-4000-8000-00000000dead"


async def listed(zaptec: Any, path: str = "/api/chargers", **params: Any) -> list[dict[str, Any]]:
    answer = await zaptec.get(path, params=params)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["Data"]
    return items


async def test_a_charger_has_the_real_names_in_the_real_order(asked: Any) -> None:
    """Keys and their order: as in answers that were observed; `SerialNo` is the name."""
    item = await asked.charger("ZAP900001")
    assert list(item) == [
        *("OperatingMode", "IsOnline", "Id", "MID", "DeviceId", "SerialNo", "Name", "CreatedOnDate", "CircuitId"),
        *("Active", "CurrentUserRoles", "Pin", "DeviceType", "InstallationName", "InstallationId"),
        *("AuthenticationType", "IsAuthorizationRequired"),
    ]
    assert (item["DeviceId"], item["MID"], item["SerialNo"], item["Name"]) == (
        *("ZAP900001", "ZAP900001"),
        *("Garage", "Garage"),
    )
    assert (item["CurrentUserRoles"], item["DeviceType"], item["OperatingMode"]) == (6, 4, 1)
    assert "Z" not in item["CreatedOnDate"]
    assert (await asked.charger("ZPR900001"))["DeviceType"] == 1
    assert (await asked.charger("APH900001"))["DeviceType"] == 3


async def test_every_charger_fits_zaptecs_own_document(asked: Any) -> None:
    zaptec = await asked.zaptec()
    items = await listed(zaptec, PageSize=100)
    assert len(items) == 23
    for item in items:
        fits(item, "ChargerListModel")
        if item["CurrentUserRoles"] & 6:
            assert (await zaptec.get(f"/api/chargers/{item['Id']}")).json() == item


async def test_pages(asked: Any) -> None:
    zaptec = await asked.zaptec()
    everything = [item["Id"] for item in await listed(zaptec)]
    paged = [item["Id"] for index in range(5) for item in await listed(zaptec, PageIndex=index, PageSize=5)]
    assert paged == everything
    first = (await zaptec.get("/api/chargers?PageSize=5")).json()
    assert list(first) == ["Pages", "Data"]
    assert first["Pages"] == 5
    assert (await zaptec.get("/api/chargers?PageSize=100000")).json()["Pages"] == 1
    assert await listed(zaptec, PageIndex=99) == []
    assert (await zaptec.get("/api/chargers?NameFilter=nothing")).json() == {"Pages": 0, "Data": []}
    assert (await zaptec.get("/api/chargers?PageInfoOnly=true&PageSize=5")).json() == {"Pages": 5, "Data": []}


async def test_more_than_a_hundred_on_a_page_is_capped_without_a_word(world_file: Any) -> None:
    boxes = "".join(f'[[chargers]]\nserial = "ZAP{n:06}"\ninstallation = "big"\n' for n in range(150))
    world = '[[installations]]\nkey = "big"\nname = "Big"\n' + boxes
    world += '[[zaptec_accounts]]\nuser = "zap@example.com"\npassword = "zap"\ndefault_roles = ["owner"]\n'
    zaptec = await sandbox_requests(world_file(world)).zaptec()
    first, second = [(await zaptec.get(f"/api/chargers?PageSize=500&PageIndex={n}")).json() for n in (0, 1)]
    assert (first["Pages"], len(first["Data"]), len(second["Data"])) == (2, 100, 50)
    assert len({item["Id"] for item in first["Data"] + second["Data"]}) == 150
    assert len((await zaptec.get("/api/chargers")).json()["Data"]) == 50, "what comes if nothing is asked for"


@pytest.mark.parametrize(
    ("params", "serials"),
    [
        ({"NameFilter": "zap900001"}, ["ZAP900001"]),
        ({"NameFilter": "garag"}, ["ZAP900001"]),
        ({"NameFilter": "provväg"}, ["ZAP900002"]),
        ({"namefilter": "ZAP900001"}, ["ZAP900001"]),
        ({"DeviceType": 3}, ["APH900001"]),
        ({"InstallationType": 0}, ["ZPR900001", "ZPR900002"]),
        ({"Roles": 1}, ["ZAP900018"]),
        ({"Roles": 3, "NameFilter": "ZAP90001"}, [f"ZAP9000{n}" for n in range(10, 19)]),
        ({"InstallationId": "22222222-0000-4000-8000-0000000000a1"}, ["ZAP900001"]),
        ({"InstallationId": NOWHERE}, []),
    ],
)
async def test_filters(asked: Any, params: dict[str, Any], serials: list[str]) -> None:
    items = await listed(await asked.zaptec(), **params)
    assert sorted(item["DeviceId"] for item in items) == serials


async def test_sorting_and_thinning(asked: Any) -> None:
    zaptec = await asked.zaptec()
    newest = await listed(zaptec, SortProperty="CreatedOnDate", SortDescending="true")
    assert [item["CreatedOnDate"] for item in newest] == sorted(
        (item["CreatedOnDate"] for item in newest), reverse=True
    )
    assert {tuple(item) for item in await listed(zaptec, ReturnIdNameOnly="true")} == {("Id", "Name")}
    one, two = (await listed(zaptec))[:2]
    left = await zaptec.get("/api/chargers", params=[("Exclude", one["Id"]), ("Exclude", two["Id"])])
    assert len(left.json()["Data"]) == 21
    assert len(await listed(zaptec, SortProperty="Nonsense")) == 23


@pytest.mark.parametrize(
    "query", ["PageSize=x", "PageIndex=1.5", "SortDescending=perhaps", "InstallationId=7", "PageSize=99999999999"]
)
async def test_parameters_that_cant_be_read(asked: Any, query: str) -> None:
    answer = await (await asked.zaptec()).get(f"/api/chargers?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert list(answer.json()["errors"]) == [query.partition("=")[0]]


async def test_what_an_account_sees_depends_on_its_roles(asked: Any) -> None:
    guest, zap = await asked.zaptec("guest@example.com"), await asked.zaptec()
    thin = await asked.charger("ZAP900001", "guest@example.com")
    for missing in ("Pin", "AuthenticationType", "IsAuthorizationRequired"):
        assert missing not in thin
    assert thin["CurrentUserRoles"] == 1
    for path in ("", "/state"):
        refused = await guest.get(f"/api/chargers/{thin['Id']}{path}")
        assert (refused.status_code, refused.content) == (403, b"")
    assert not [item for item in await listed(zap) if item["DeviceId"] == "ZAP900019"], "hidden from this one"
    assert len(await listed(guest)) == 24


async def test_ids_that_nothing_has(asked: Any) -> None:
    zaptec = await asked.zaptec()
    for path in (f"/api/chargers/{NOWHERE}", f"/api/chargers/{NOWHERE}/state"):
        answer = await zaptec.get(path)
        assert (answer.status_code, answer.json()) == (404, {"errorCode": 512, "message": "Charger not found."})
    assert (await zaptec.get("/api/chargers/ZAP900001")).status_code == 400


async def test_updates_show_in_the_state(asked: Any) -> None:
    zaptec, item = await asked.zaptec(), await asked.charger("ZAP900001")
    answer = await zaptec.post(f"/api/chargers/{item['Id']}/update", json={"MaxChargeCurrent": 10})
    assert (answer.status_code, answer.content) == (200, b"")
    states = (await zaptec.get(f"/api/chargers/{item['Id']}/state")).json()
    assert next(one["ValueAsString"] for one in states if one["StateId"] == 510) == "10.000"
    rest = {"maxChargePhases": 1, "offlineChargeCurrent": 8, "offlineChargePhase": 1, "meterValueInterval": 1800}
    for name, value in rest.items():
        assert (await zaptec.post(f"/api/chargers/{item['Id']}/update", json={name: value})).status_code == 200
    states = (await zaptec.get(f"/api/chargers/{item['Id']}/state")).json()
    told = {one["StateId"]: one.get("ValueAsString") for one in states}
    assert [told[number] for number in (510, 520, 523, 522, 555)] == ["10.000", "1", "8.000", "1", "1800"]
    for wrong in ({"maxChargeCurrent": "ten"}, {"maxChargeCurrent": True}, [1], {"offlineChargeCurrent": 1e300}):
        assert (await zaptec.post(f"/api/chargers/{item['Id']}/update", json=wrong)).status_code == 400
    guest = await asked.zaptec("guest@example.com")
    assert (await guest.post(f"/api/chargers/{item['Id']}/update", json={})).status_code == 403
