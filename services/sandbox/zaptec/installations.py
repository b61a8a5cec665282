"""Installations as Zaptec lists them, what hangs in them, and which of them a user group sees already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from services.sandbox.box_life import life
from services.sandbox.seed import NORTHE
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import OWNER, SERVICE
from services.sandbox.zaptec.access import account_of, installation_of, may_manage
from services.sandbox.zaptec.chargers import DEVICE_TYPES, INSTALLATION_TYPES, NATIVE, OCPP
from services.sandbox.zaptec.errors import (
    forbidden,
    zaptec_time,
)
from services.sandbox.zaptec.history import people_of, sessions_of
from services.sandbox.zaptec.installation_update import PHASES
from services.sandbox.zaptec.paging import Conditions, Item, Listing, Query, not_among

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

COUNTRIES = {
    "SE": ("7ededdc0-d2d3-4daf-8d93-37f998de07b1", "Europe/Stockholm", 59.33, 18.06),
    "NO": ("83bffdb1-0a92-4574-bb7b-bd0d17387c17", "Europe/Oslo", 59.91, 10.75),
    "DK": ("52f1e37e-f314-4d48-8a6a-82c74e4830a1", "Europe/Copenhagen", 55.68, 12.57),
    "FI": ("42ec863c-edb5-46b0-afeb-36f66fa7eebf", "Europe/Helsinki", 60.17, 24.94),
    "DE": ("fb894235-7a19-4fe0-b6a1-8b9c9ceb9e4e", "Europe/Berlin", 52.52, 13.4),
    "NL": ("bda681ab-adcb-4f67-bac5-5cbf28d42cc7", "Europe/Amsterdam", 52.37, 4.9),
    "GB": ("f743b0d4-1f38-43e8-a95d-cf18fe1c3ede", "Europe/London", 51.51, -0.13),
}
"""Zaptec's ids of countries (its constants), and of each capital the time zone, latitude and longitude: made-up
installations all stand there.
"""

_TIME_ZONE = "(UTC+01:00) Central European Time (Berlin)"
_PRIVATE = ("d72d6374-7f73-4df5-8056-60635b177421", "Private_Installation_Category")
_COMPANY = ("c43d09c7-b734-4319-af16-9e8fac37d7ec", "Company_Installation_Category")
_FEATURES = {"pro": 183, "go": 471}
_NETWORK_TYPE = 4
"""TN with three phases."""

_OPERATOR = "(SELECT held_by FROM boxes AS o WHERE o.installation_id = i.id AND o.held_by IS NOT NULL LIMIT 1)"
_CHARGERS = "(SELECT count(*) FROM boxes AS o WHERE o.installation_id = i.id AND o.active)"
_TYPE = "CASE i.type " + " ".join(f"WHEN '{name}' THEN {kind}" for name, kind in INSTALLATION_TYPES.items()) + " END"
_MANAGED = f"CASE WHEN r.roles & {OWNER | SERVICE} THEN {{}} END"
_LISTING = Listing(
    source="installations AS i JOIN zaptec_roles AS r ON r.installation_id = i.id",
    key="i.rowid",
    columns=f"i.*, r.roles AS roles, {_OPERATOR} AS operator, {_CHARGERS} AS chargers",
    searched=("i.name", _MANAGED.format("i.address"), _MANAGED.format("i.city")),
    sorts={
        "name": "folded(i.name)",
        "id": "i.id",
        "installationtype": _TYPE,
        "currentuserroles": "r.roles",
        **{
            name: _MANAGED.format(column)
            for name, column in {
                "address": "folded(i.address)",
                "zipcode": "folded(i.postcode)",
                "city": "folded(i.city)",
                "maxcurrent": "i.max_current",
                "availablecurrent": "min(i.phase1, i.phase2, i.phase3)",
                "isrequiredauthentication": f"{_OPERATOR} IS NOT NULL",
                "authenticationtype": f"{_OPERATOR} IS NOT NULL",
                "createdondate": "i.created_at",
                "updatedon": "i.updated_at",
                "activechargercount": _CHARGERS,
            }.items()
        },
    },
)


async def listed(request: Request) -> Response:
    """GET /api/installation. `ExcludeIfVisibleForUserGroupLookupKey` leaves out what that group sees already."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    wanted = Conditions("r.user = ?", account.user)
    wanted.add("r.roles & ?", query.number("Roles") or None)
    wanted.add(f"{_TYPE} = ?", query.number("InstallationType"))
    seen = "SELECT installation_id FROM grants WHERE lookup_key = ? AND roles"
    wanted.add(f"i.id NOT IN ({seen})", query.text("ExcludeIfVisibleForUserGroupLookupKey").strip())
    wanted.add(*not_among("i.id", query))
    return _LISTING.page(sandbox.store, query, wanted, _item)


async def one(request: Request) -> Response:
    """GET /api/installation/{id}. `DetailLevel` 1 adds the users of its charge history."""
    account, query = account_of(request), Query(request)
    place, roles = installation_of(request, account)
    if not roles:
        raise forbidden()
    store = sandbox_of(request).store
    row = _LISTING.one(store, Conditions("r.user = ? AND i.id = ?", account.user, place["id"]))
    item = _item(row or place)
    if query.number("DetailLevel") == 1 and may_manage(roles):
        boxes = store.all("SELECT * FROM boxes WHERE installation_id = ?", place["id"])
        item["InstallationUsers"] = [
            {"UserId": one.id, "UserFullName": one.full_name, "UserEmail": one.email, "UserTokens": [one.card]}
            for one in people_of(session for box in boxes for session in sessions_of(box))
        ]
    return JSONResponse(item)


async def hierarchy(request: Request) -> Response:
    """GET /api/installation/{id}/hierarchy. 204 without the role, and while the installation is being set up."""
    account, sandbox = account_of(request), sandbox_of(request)
    place, roles = installation_of(request, account)
    if not may_manage(roles) or place["provisioned_at"] > sandbox.clock.time():
        return Response(status_code=204)
    return JSONResponse(
        {
            "Id": place["id"],
            "Name": place["name"],
            "InstallationName": place["name"],
            "NetworkType": _NETWORK_TYPE,
            "Circuits": [
                {
                    "Id": place["circuit_id"],
                    "Name": "Circuit 1",
                    "MaxCurrent": place["max_current"],
                    "IsActive": True,
                    "Active": True,
                    "InstallationId": place["id"],
                    "InstallationName": place["name"],
                    "Chargers": [
                        {
                            "Id": box["id"],
                            "DeviceId": box["serial"],
                            "MID": box["serial"],
                            "Name": box["name"],
                            "SerialNo": box["name"],
                            "Active": bool(box["active"]),
                            "DeviceType": DEVICE_TYPES[box["product"]],
                        }
                        for box in _boxes(sandbox, place)
                    ],
                }
            ],
        }
    )


async def firmware(request: Request) -> Response:
    """GET /api/chargerFirmware/installation/{id}. A charger that was never online tells no version of its own."""
    account, sandbox = account_of(request), sandbox_of(request)
    place, roles = installation_of(request, account)
    if not may_manage(roles):
        raise forbidden()
    items = []
    for box in _boxes(sandbox, place):
        standing = life(box, sandbox.clock.time())
        item: Item = {"ChargerId": box["id"], "DeviceId": box["serial"], "IsOnline": standing.says_online}
        if standing.booted_at is not None:
            item["CurrentVersion"] = box["firmware"]
        item["AvailableVersion"] = box["firmware_available"]
        item["DeviceType"] = DEVICE_TYPES[box["product"]]
        if standing.booted_at is not None:
            item["IsUpToDate"] = box["firmware"] == box["firmware_available"]
        items.append(item)
    return JSONResponse(items)


async def messaging(request: Request) -> Response:
    """GET …/messagingConnectionDetails: refused. Support hasn't switched a subscription on for anything in a sandbox,
    and 403 is the refusal that published clients take for the last word: a 500 they ask again.
    """
    installation_of(request, account_of(request))
    raise forbidden()


async def group_messaging(request: Request) -> Response:
    """GET /api/userGroups/{id}/messagingConnectionDetails: nobody here owns a user group."""
    account_of(request)
    raise forbidden()


def _boxes(sandbox: Sandbox, place: sqlite3.Row) -> list[sqlite3.Row]:
    return sandbox.store.all("SELECT * FROM boxes WHERE installation_id = ? AND active ORDER BY rowid", place["id"])


def _item(row: sqlite3.Row) -> Item:
    """A row of `_LISTING` in the real order of keys.

    An account without Owner or Service gets next to nothing, but the keys that published clients have always found.
    """
    item: Item = {"Id": row["id"], "Name": row["name"]}
    if not may_manage(row["roles"]):
        return item | {
            "InstallationType": INSTALLATION_TYPES[row["type"]],
            "Active": True,
            "NetworkType": _NETWORK_TYPE,
            "CurrentUserRoles": row["roles"],
        }
    country, time_zone, latitude, longitude = COUNTRIES.get(row["country"], COUNTRIES["SE"])
    category = _PRIVATE if row["type"] == "go" else _COMPANY
    item |= {
        "Address": row["address"],
        "ZipCode": row["postcode"],
        "City": row["city"],
        "CountryId": country,
        "InstallationType": INSTALLATION_TYPES[row["type"]],
        "MaxCurrent": row["max_current"],
    }
    if row["phase1"] is not None:
        item["AvailableCurrent"] = min(row[phase] for phase in PHASES)
        item |= {f"AvailableCurrentPhase{number}": row[phase] for number, phase in enumerate(PHASES, 1)}
    if row["switch_current"] is not None:
        item["ThreeToOnePhaseSwitchCurrent"] = row["switch_current"]
    return item | {
        "AvailableCurrentMode": 0,
        "AvailableCurrentScheduleWeekendActive": False,
        "InstallationCategoryId": category[0],
        "InstallationCategory": category[1],
        "UseLoadBalancing": True,
        "IsRequiredAuthentication": row["operator"] is not None,
        "Latitude": latitude,
        "Longitude": longitude,
        "Notes": "",
        "Active": True,
        "NetworkType": _NETWORK_TYPE,
        "AvailableInternetAccessPLC": False,
        "AvailableInternetAccessWiFi": False,
        "CreatedOnDate": zaptec_time(row["created_at"]),
        "UpdatedOn": zaptec_time(row["updated_at"]),
        "CurrentUserRoles": row["roles"],
        "AuthenticationType": NATIVE if row["operator"] is None else OCPP,
        "MessagingEnabled": False,
        "RoutingId": "default",
        **({} if row["operator"] is None else {"OcppCloudUrl": _ocpp_address(row["operator"])}),
        "OcppCloudUrlVersion": 0 if row["operator"] is None else 1,
        "TimeZoneName": _TIME_ZONE,
        "TimeZoneIanaName": time_zone,
        "IsSubscriptionsAvailableForCurrentUser": False,
        "AvailableFeatures": _FEATURES[row["type"]],
        "EnabledFeatures": 0,
        "ActiveChargerCount": row["chargers"],
        "PropertyIsMinimumPowerOfflineMode": bool(row["offline_minimum"]),
        "PropertyOfflineModeAllowAnonymous": False,
        "PropertyFirmwareAutomaticUpdates": True,
        "PropertySessionMaxStopCount": 0,
    }


def _ocpp_address(operator: str) -> str:
    """The address at which an operator's central system would be; `.example` is nobody's."""
    host = re.sub(r"[^a-z0-9]+", "-", operator.casefold()).strip("-") or "operator"
    return f"wss://ocpp.{'northe' if operator == NORTHE else host}.example/zaptec"
