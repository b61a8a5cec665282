"""Charge sessions that are over: worked out from each charger's number of them, the same every time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.responses import JSONResponse, Response

from services.sandbox.seed import world_id
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.access import Account, account_of, may_manage
from services.sandbox.zaptec.chargers import fields_of
from services.sandbox.zaptec.errors import forbidden, invalid, missing_problem, zaptec_time
from services.sandbox.zaptec.paging import Item, Query, page
from services.sandbox.zaptec.readings import SESSION, SESSION_ENERGY, readings, running_session

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

_DAY = 86_400.0


async def listed(request: Request) -> Response:
    """GET /api/chargehistory, newest first."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    start, end = _moment(query, "From"), _moment(query, "To")
    installation, charger = query.guid("InstallationId"), query.guid("ChargerId")
    details = bool((query.number("DetailLevel") or 0) & 1)
    items = []
    for box in _visible(sandbox, account):
        if installation not in (None, box["installation_id"]) or charger not in (None, box["id"]):
            continue
        items += [
            _item(box, began, number, details=details)
            for number, began in enumerate(_beginnings(box))
            if (start is None or began >= start) and (end is None or began <= end)
        ]
    items.sort(key=lambda item: str(item["StartDateTime"]), reverse=True)
    return page(query, items, "")


async def one(request: Request) -> Response:
    """GET /api/session/{id}: in camelCase, as stekker/zaptec reads it. One without an end is under way."""
    account = account_of(request)
    running = _under_way(request, account)
    if running is not None:
        return JSONResponse(running)
    item = _session(request, account)
    return JSONResponse(
        {
            "energy": item["Energy"],
            "sessionEnd": item["EndDateTime"],
            "sessionId": item["Id"],
            "sessionStart": item["StartDateTime"],
        }
    )


async def priority(request: Request) -> Response:
    """POST /api/session/{id}/priority, also of the session under way, which is what it's for."""
    account = account_of(request)
    said = await fields_of(request)
    if said.get("prioritizedphases") not in (None, 1, 3):
        raise invalid("prioritizedPhases", "The value is not valid.")
    if _under_way(request, account) is None:
        _session(request, account)
    return Response(b"")


async def report(request: Request) -> Response:
    """GET and POST /api/chargehistory/installationreport: for owners and service."""
    account, sandbox = account_of(request), sandbox_of(request)
    if request.method == "POST":
        said = await fields_of(request)
        wanted, began, ended = said.get("installationid"), said.get("fromdate"), said.get("enddate")
    else:
        query = Query(request)
        wanted, began, ended = query.guid("InstallationId"), query.text("FromDate"), query.text("EndDate")
    if not isinstance(wanted, str):
        raise invalid("installationId", "The InstallationId field is required.")
    place = sandbox.store.one("SELECT * FROM installations WHERE id = ?", wanted.casefold())
    if place is None or not may_manage(account.roles(place["id"])):
        raise forbidden()
    boxes = [box for box in _visible(sandbox, account) if box["installation_id"] == place["id"]]
    now = zaptec_time(sandbox.clock.time())
    return JSONResponse(
        {
            "InstallationName": place["name"],
            "InstallationAddress": place["address"],
            "InstallationZipCode": place["postcode"],
            "InstallationCity": place["city"],
            "GroupedBy": "Charger",
            "Fromdate": began if isinstance(began, str) and began else now,
            "Enddate": ended if isinstance(ended, str) and ended else now,
            "TotalUserChargerReportModel": [
                {
                    "GroupAsString": box["name"],
                    "TotalChargeSessionCount": box["sessions"],
                    "TotalChargeSessionEnergy": sum(_energy(number) for number in range(box["sessions"])),
                    "TotalChargeSessionDuration": 2.5 * box["sessions"],
                }
                for box in boxes
            ],
        }
    )


async def archived(request: Request) -> Response:
    """GET /api/sessions/archived: Zaptec's one list in camelCase."""
    account_of(request)
    return JSONResponse({"sessions": [], "cursor": None, "hasMore": False})


def _visible(sandbox: Sandbox, account: Account) -> list[sqlite3.Row]:
    return sandbox.store.all(
        "SELECT b.* FROM boxes AS b JOIN zaptec_roles AS r ON r.installation_id = b.installation_id AND r.user = ?"
        " WHERE b.brand = 'zaptec' AND b.sessions > 0",
        account.user,
    )


def _wanted(request: Request) -> str:
    try:
        return str(UUID(request.path_params["id"]))
    except ValueError:
        raise invalid("id", "The value is not valid.") from None


def _under_way(request: Request, account: Account) -> Item | None:
    """A session that isn't over, as its charger's state tells of it. None if there's no such session."""
    sandbox, wanted = sandbox_of(request), _wanted(request)
    for box in sandbox.store.all("SELECT * FROM boxes WHERE brand = 'zaptec' AND mode IN (2, 3)"):
        if running_session(box) == wanted:
            if not may_manage(account.roles(box["installation_id"])):
                raise forbidden()
            state = {one["StateId"]: one for one in readings(sandbox, box)}
            if SESSION in state:
                began = state[SESSION]["Timestamp"]
                return {
                    "energy": float(state[SESSION_ENERGY]["ValueAsString"]),
                    "sessionId": wanted,
                    "sessionStart": began,
                }
    return None


def _session(request: Request, account: Account) -> Item:
    wanted = _wanted(request)
    for box in _visible(sandbox_of(request), account):
        for number, began in enumerate(_beginnings(box)):
            if world_id("session", f"{box['serial']}:{number}") == wanted:
                if not may_manage(account.roles(box["installation_id"])):
                    raise forbidden()
                return _item(box, began, number, details=False)
    raise missing_problem("Session")


def _beginnings(box: sqlite3.Row) -> list[float]:
    """One a day, until the charger's own day in the list."""
    return [box["created_at"] + (number - box["sessions"]) * _DAY for number in range(box["sessions"])]


def _energy(number: int) -> float:
    return round(6.4 + number * 3.7 % 31, 3)


def _item(box: sqlite3.Row, began: float, number: int, *, details: bool) -> Item:
    ended = began + 9_000.0
    item: Item = {
        "Id": world_id("session", f"{box['serial']}:{number}"),
        "DeviceId": box["serial"],
        "StartDateTime": zaptec_time(began),
        "EndDateTime": zaptec_time(ended),
        "Energy": _energy(number),
        "CommitMetadata": 1,
        "CommitEndDateTime": zaptec_time(ended),
        "ChargerId": box["id"],
        "DeviceName": box["name"],
        "ExternallyEnded": False,
        "ChargerFirmwareVersion": box["firmware"],
    }
    if details:
        share = _energy(number) / 10
        item["EnergyDetails"] = [
            {"Timestamp": zaptec_time(began + part * 900), "Energy": round(share, 4)} for part in range(1, 11)
        ]
    return item


def _moment(query: Query, name: str) -> float | None:
    text = query.text(name).strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, f"The value '{text[:80]}' is not valid for {name}.") from None
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).timestamp()
