"""Chargers as Zaptec lists them: `DeviceId` is the serial number, `SerialNo` is the name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from services.sandbox.box_life import IS_KNOWN, SAYS_ONLINE, life
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import OWNER, SERVICE
from services.sandbox.zaptec.access import account_of, charger_of, may_manage
from services.sandbox.zaptec.errors import invalid, zaptec_time
from services.sandbox.zaptec.paging import Conditions, Item, Listing, Query, not_among
from services.sandbox.zaptec.readings import readings

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

DEVICE_TYPES = {"go": 4, "go2": 4, "pro": 1, "sense": 3}
INSTALLATION_TYPES = {"pro": 0, "go": 1}
_SETTINGS = {
    "maxchargecurrent": "max_current",
    "minchargecurrent": "min_current",
    "maxchargephases": "max_phases",
    "offlinechargecurrent": "offline_current",
    "offlinechargephase": "offline_phase",
    "metervalueinterval": "meter_interval",
}
"""What an update of a charger may name, and the column that keeps it."""

NATIVE, OCPP = 0, 2
"""`InstallationAuthenticationType`: the portal's "Zaptec" and "OCPP 1.6J cloud"."""

_TAKEN = "EXISTS (SELECT 1 FROM boxes AS o WHERE o.installation_id = b.installation_id AND o.held_by IS NOT NULL)"
_MANAGED = f"CASE WHEN r.roles & {OWNER | SERVICE} THEN {{}} END"
_DEVICE_TYPE = (
    "CASE b.product " + " ".join(f"WHEN '{name}' THEN {kind}" for name, kind in DEVICE_TYPES.items()) + " END"
)
_LISTING = Listing(
    source="boxes AS b JOIN installations AS i ON i.id = b.installation_id"
    " JOIN zaptec_roles AS r ON r.installation_id = i.id",
    key="b.rowid",
    columns=f"b.*, i.name AS place, i.circuit_id AS circuit_id, r.roles AS roles, {_TAKEN} AS taken",
    searched=("b.name", "b.serial", "i.name"),
    sorts={
        **dict.fromkeys(("name", "serialno"), "folded(b.name)"),
        **dict.fromkeys(("deviceid", "mid"), "folded(b.serial)"),
        "id": "b.id",
        "createdondate": "b.created_at",
        "circuitid": "i.circuit_id",
        "active": "b.active",
        "currentuserroles": "r.roles",
        "pin": f"CASE WHEN r.roles & {OWNER} THEN b.pin END",
        "devicetype": _DEVICE_TYPE,
        "installationname": "folded(i.name)",
        "installationid": "i.id",
        "authenticationtype": _MANAGED.format(_TAKEN),
        "isauthorizationrequired": _MANAGED.format(_TAKEN),
        "isonline": f"({SAYS_ONLINE})",
        "operatingmode": f"CASE WHEN {IS_KNOWN} THEN b.mode ELSE 0 END",
    },
)


async def listed(request: Request) -> Response:
    """GET /api/chargers: everything that this account sees, thin where its roles are."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    wanted = Conditions("b.brand = 'zaptec' AND r.user = ?", account.user)
    if not query.flag("IncludeDisabled"):
        wanted.add("b.active")
    wanted.add("r.roles & ?", query.number("Roles") or None)
    wanted.add(f"{_DEVICE_TYPE} = ?", query.number("DeviceType"))
    installation_type = query.number("InstallationType")
    kind = next((name for name, number in INSTALLATION_TYPES.items() if number == installation_type), "")
    wanted.add("i.type = ?", None if installation_type is None else kind)
    wanted.add("i.id = ?", query.guid("InstallationId"))
    wanted.add(*not_among("b.id", query))
    return _LISTING.page(sandbox.store, query, wanted, lambda row: charger_item(sandbox, row))


async def one(request: Request) -> Response:
    """GET /api/chargers/{id}, for whoever may see it."""
    account = account_of(request)
    box, _ = charger_of(request, account)
    sandbox = sandbox_of(request)
    row = _LISTING.one(sandbox.store, Conditions("r.user = ? AND b.id = ?", account.user, box["id"]))
    return JSONResponse(charger_item(sandbox, row or box))


async def state(request: Request) -> Response:
    """GET /api/chargers/{id}/state: a bare list, by ascending `StateId`."""
    box, _ = charger_of(request, account_of(request))
    return JSONResponse(readings(sandbox_of(request), box))


async def update(request: Request) -> Response:
    """POST /api/chargers/{id}/update. Keys in any case; what isn't named stays."""
    box, _ = charger_of(request, account_of(request))
    said = await fields_of(request)
    changed = {column: number_in(said, name) for name, column in _SETTINGS.items()}
    if named := {column: value for column, value in changed.items() if value is not None}:
        sandbox_of(request).store.change("boxes", box["id"], **named)
    return Response(b"")


def charger_item(sandbox: Sandbox, row: sqlite3.Row) -> Item:
    """A row of `_LISTING` in the real order of keys; some of them are for Owner and Service only."""
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
