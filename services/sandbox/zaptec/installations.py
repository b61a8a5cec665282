"""Installations as Zaptec lists them, what hangs in them, and which of them a user group sees already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from services.sandbox.living import life
from services.sandbox.seed import NORTHE
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.access import account_of, installation_of, may_manage
from services.sandbox.zaptec.chargers import DEVICE_TYPES, INSTALLATION_TYPES, NATIVE, OCPP, fields_of, number_in
from services.sandbox.zaptec.errors import (
    Rejected,
    forbidden,
    invalid,
    missing_problem,
    zaptec_time,
)
from services.sandbox.zaptec.paging import Item, Query, named, page

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

_LISTED = """
SELECT i.*, r.roles AS roles,
    (SELECT held_by FROM boxes AS o WHERE o.installation_id = i.id AND o.held_by IS NOT NULL LIMIT 1) AS operator,
    (SELECT count(*) FROM boxes AS o WHERE o.installation_id = i.id AND o.active) AS chargers
FROM installations AS i JOIN zaptec_roles AS r ON r.installation_id = i.id AND r.user = ?
"""


async def listed(request: Request) -> Response:
    """GET /api/installation. `ExcludeIfVisibleForUserGroupLookupKey` leaves out what that group sees already."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    wanted_roles, installation_type = query.number("Roles"), query.number("InstallationType")
    key = query.text("ExcludeIfVisibleForUserGroupLookupKey").strip()
    seen = {
        row["installation_id"]
        for row in sandbox.store.all("SELECT installation_id FROM grants WHERE lookup_key = ? AND roles", key)
    }
    items = []
    for row in sandbox.store.all(_LISTED, account.user):
        item = _item(row)
        if (
            row["id"] not in seen
            and (not wanted_roles or row["roles"] & wanted_roles)
            and installation_type in (None, item["InstallationType"])
            and named(item, query.text("NameFilter"), ("Name", "Address", "City"))
        ):
            items.append(item)
    return page(query, items, "Name")


async def one(request: Request) -> Response:
    """GET /api/installation/{id}. `DetailLevel` 1 adds the users of its charge history: there are none here."""
    account, query = account_of(request), Query(request)
    place, roles = installation_of(request, account)
    if not roles:
        raise forbidden()
    row = sandbox_of(request).store.one(_LISTED + " WHERE i.id = ?", account.user, place["id"])
    item = _item(row or place)
    if query.number("DetailLevel") == 1 and may_manage(roles):
        item["InstallationUsers"] = []
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
    """GET /api/chargerFirmware/installation/{id}. A charger that was never online has no versions."""
    account, sandbox = account_of(request), sandbox_of(request)
    place, roles = installation_of(request, account)
    if not may_manage(roles):
        raise forbidden()
    items = []
    for box in _boxes(sandbox, place):
        standing = life(box, sandbox.clock.time())
        item: Item = {"ChargerId": box["id"], "DeviceId": box["serial"], "IsOnline": standing.says_online}
        if standing.booted_at is not None:
            item |= {"CurrentVersion": box["firmware"], "AvailableVersion": box["firmware_available"]}
        item["DeviceType"] = DEVICE_TYPES[box["product"]]
        if standing.booted_at is not None:
            item["IsUpToDate"] = box["firmware"] == box["firmware_available"]
        items.append(item)
    return JSONResponse(items)


async def update(request: Request) -> Response:
    """POST /api/installation/{id}/update. Either the current for all phases, or one for each."""
    account, sandbox = account_of(request), sandbox_of(request)
    try:
        place, roles = installation_of(request, account)
    except Rejected as error:
        raise (missing_problem("Installation") if error.status == 404 else error) from None  # noqa: PLR2004 - Not Found
    if not may_manage(roles):
        raise forbidden()
    said = await fields_of(request)
    current, most = number_in(said, "availablecurrent"), number_in(said, "maxcurrent")
    by_phase = [number_in(said, f"availablecurrentphase{phase}") for phase in (1, 2, 3)]
    if current is not None and any(amps is not None for amps in by_phase):
        raise invalid("availableCurrent", "Provide either AvailableCurrent or AvailableCurrentPhase1..3.")
    wanted = [amps for amps in (current, *by_phase) if amps is not None]
    if any(not 0 <= amps <= place["max_current"] for amps in wanted):
        raise invalid("availableCurrent", f"The value must be between 0 and {place['max_current']:g}.")
    sandbox.store.run(
        "UPDATE installations SET available_current = ?, max_current = ?, updated_at = ? WHERE id = ?",
        min(wanted) if wanted else None,
        place["max_current"] if most is None else most,
        sandbox.clock.time(),
        place["id"],
    )
    return Response(b"")


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
    """A row of `_LISTED` in the real order of keys.

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
    if row["available_current"] is not None:
        item["AvailableCurrent"] = row["available_current"]
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
        "PropertyIsMinimumPowerOfflineMode": False,
        "PropertyOfflineModeAllowAnonymous": False,
        "PropertyFirmwareAutomaticUpdates": True,
        "PropertySessionMaxStopCount": 0,
    }


def _ocpp_address(operator: str) -> str:
    """The address at which an operator's central system would be; `.example` is nobody's."""
    host = re.sub(r"[^a-z0-9]+", "-", operator.casefold()).strip("-") or "operator"
    return f"wss://ocpp.{'northe' if operator == NORTHE else host}.example/zaptec"
