"""Chargers as Zaptec lists them: `DeviceId` is the serial number, `SerialNo` is the name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from services.sandbox.living import life
from services.sandbox.parts import OWNER
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.access import account_of, charger_of, may_manage
from services.sandbox.zaptec.errors import invalid, zaptec_time
from services.sandbox.zaptec.paging import Item, Query, named, page
from services.sandbox.zaptec.readings import readings

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

DEVICE_TYPES = {"go": 4, "go2": 4, "pro": 1, "sense": 3}
INSTALLATION_TYPES = {"pro": 0, "go": 1}
NATIVE, OCPP = 0, 2
"""`InstallationAuthenticationType`: the portal's "Zaptec" and "OCPP 1.6J cloud"."""

_LISTED = """
SELECT b.*, i.name AS place, i.circuit_id AS circuit_id, i.type AS place_type, r.roles AS roles,
    EXISTS (SELECT 1 FROM boxes AS o WHERE o.installation_id = i.id AND o.held_by IS NOT NULL) AS taken
FROM boxes AS b JOIN installations AS i ON i.id = b.installation_id
    JOIN zaptec_roles AS r ON r.installation_id = i.id AND r.user = ?
WHERE b.brand = 'zaptec'
"""


async def listed(request: Request) -> Response:
    """GET /api/chargers: everything that this account sees, thin where its roles are."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    wanted_roles, device_type = query.number("Roles"), query.number("DeviceType")
    installation_type, installation = query.number("InstallationType"), query.guid("InstallationId")
    everything = query.flag("IncludeDisabled")
    items = []
    for row in sandbox.store.all(_LISTED, account.user):
        item = charger_item(sandbox, row)
        if (
            (row["active"] or everything)
            and (not wanted_roles or row["roles"] & wanted_roles)
            and device_type in (None, item["DeviceType"])
            and installation_type in (None, INSTALLATION_TYPES[row["place_type"]])
            and installation in (None, row["installation_id"])
            and named(item, query.text("NameFilter"), ("Name", "DeviceId", "InstallationName"))
        ):
            items.append(item)
    return page(query, items, "Name")


async def one(request: Request) -> Response:
    """GET /api/chargers/{id}."""
    account = account_of(request)
    box, _ = charger_of(request, account)
    row = sandbox_of(request).store.one(_LISTED + " AND b.id = ?", account.user, box["id"])
    return JSONResponse(charger_item(sandbox_of(request), row or box))


async def state(request: Request) -> Response:
    """GET /api/chargers/{id}/state: a bare list, by ascending `StateId`."""
    box, _ = charger_of(request, account_of(request))
    return JSONResponse(readings(sandbox_of(request), box))


async def update(request: Request) -> Response:
    """POST /api/chargers/{id}/update. Keys in any case; what isn't named stays."""
    box, _ = charger_of(request, account_of(request))
    said = await fields_of(request)
    for name, column in (("maxchargecurrent", "max_current"), ("minchargecurrent", "min_current")):
        amps = number_in(said, name)
        if amps is not None:
            sandbox_of(request).store.run(f"UPDATE boxes SET {column} = ? WHERE id = ?", amps, box["id"])  # noqa: S608 - own names
    for name in ("maxchargephases", "offlinechargecurrent", "offlinechargephase", "metervalueinterval"):
        number_in(said, name)
    return Response(b"")


def charger_item(sandbox: Sandbox, row: sqlite3.Row) -> Item:
    """A row of `_LISTED` in the real order of keys; some of them are for Owner and Service only."""
    now = sandbox.clock.time()
    standing = life(row, now)
    item: Item = {
        "OperatingMode": row["mode"] if standing.booted_at is not None else 0,
        "IsOnline": standing.says_online,
        "Id": row["id"],
        "MID": row["serial"],
        "DeviceId": row["serial"],
        "SerialNo": row["name"],
        "Name": row["name"],
        "CreatedOnDate": zaptec_time(row["created_at"]),
        "CircuitId": row["circuit_id"],
        "Active": bool(row["active"]),
        "CurrentUserRoles": row["roles"],
    }
    if row["roles"] & OWNER:
        item["Pin"] = row["pin"]
    item |= {
        "DeviceType": DEVICE_TYPES[row["product"]],
        "InstallationName": row["place"],
        "InstallationId": row["installation_id"],
    }
    if may_manage(row["roles"]):
        item["AuthenticationType"] = OCPP if row["taken"] else NATIVE
        item["IsAuthorizationRequired"] = bool(row["taken"])
    return item


async def fields_of(request: Request) -> dict[str, Any]:
    """A JSON object, its keys in lower case. Raises `Rejected`."""
    try:
        said = json.loads(await request.body() or b"{}")
    except (ValueError, RecursionError):
        raise invalid("$", "The JSON value could not be converted.") from None
    if not isinstance(said, dict):
        raise invalid("$", "The JSON value could not be converted.")
    return {name.casefold(): value for name, value in said.items()}


def number_in(said: dict[str, Any], name: str) -> float | None:
    """A number of an object's, or None if it isn't there. Raises `Rejected`."""
    value = said.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e6:  # noqa: PLR2004 - amps
        raise invalid(f"$.{name}", "The JSON value could not be converted to a number.")
    return float(value)
