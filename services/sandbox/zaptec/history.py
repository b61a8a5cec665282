"""Charge sessions that are over: worked out from each charger's number of them, the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from starlette.responses import JSONResponse, Response

from services.sandbox.seed import world_id
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.access import SandboxInstaller, account_of, may_manage
from services.sandbox.zaptec.chargers import fields_of
from services.sandbox.zaptec.errors import forbidden, invalid, missing_problem, zaptec_time
from services.sandbox.zaptec.paging import Item, Query, page
from services.sandbox.zaptec.readings import SESSION, SESSION_ENERGY, readings, running_session

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from starlette.requests import Request

_DAY = 86_400.0
_LASTS = 9_000.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who charges: as charge histories name them."""

    full_name: str
    email: str
    card: str

    @property
    def id(self) -> str:
        """The same one every time."""
        return world_id("person", self.email)


PEOPLE = (
    Person("Kim Larsson", "kim@example.com", "Kim's card"),
    Person("Robin Berg", "robin@example.com", "Blue card"),
)
"""Who charges here, one after the other, and after them a guest whom nobody knows."""


@dataclass(frozen=True, slots=True)
class ChargingSession:
    """The n-th charge session of a row of `boxes`: one a day, until the charger's own day in the list."""

    box: sqlite3.Row
    number: int

    @property
    def id(self) -> str:
        """The same one every time."""
        return world_id("session", f"{self.box['serial']}:{self.number}")

    @property
    def began(self) -> float:
        """In seconds since 1970."""
        began: float = self.box["created_at"] + (self.number - self.box["sessions"]) * _DAY
        return began

    @property
    def energy(self) -> float:
        """What was charged, in kWh."""
        return round(6.4 + self.number * 3.7 % 31, 3)

    @property
    def hours(self) -> float:
        """How long it lasted."""
        return _LASTS / 3600.0

    @property
    def person(self) -> Person | None:
        """Who charged; None: nobody said who they are."""
        place = self.number % (len(PEOPLE) + 1)
        return PEOPLE[place] if place < len(PEOPLE) else None

    def lies_within(self, start: float | None, end: float | None) -> bool:
        """Whether it began in this span; None: open."""
        return (start is None or self.began >= start) and (end is None or self.began <= end)

    def item(self, *, details: bool = False) -> Item:
        """As Zaptec lists it."""
        box, ended, person = self.box, self.began + _LASTS, self.person
        item: Item = {
            "Id": self.id,
            "DeviceId": box["serial"],
            "StartDateTime": zaptec_time(self.began),
            "EndDateTime": zaptec_time(ended),
            "Energy": self.energy,
            "CommitMetadata": 1,
            "CommitEndDateTime": zaptec_time(ended),
        }
        if person is not None:
            item |= {"UserFullName": person.full_name}
        item |= {"ChargerId": box["id"], "DeviceName": box["name"]}
        if person is not None:
            item |= {"UserEmail": person.email, "UserId": person.id, "TokenName": person.card}
        item |= {"ExternallyEnded": False, "ChargerFirmwareVersion": box["firmware"]}
        if details:
            share = round(self.energy / 10, 4)
            times = (self.began + part * 900 for part in range(1, 11))
            item["EnergyDetails"] = [{"Timestamp": zaptec_time(time), "Energy": share} for time in times]
        return item


def sessions_of(box: sqlite3.Row) -> list[ChargingSession]:
    """All of a row of `boxes`, the oldest first."""
    return [ChargingSession(box, number) for number in range(box["sessions"])]


def people_of(sessions: Iterable[ChargingSession]) -> list[Person]:
    """Who has charged in these."""
    there = {session.person for session in sessions}
    return [person for person in PEOPLE if person in there]


async def listed(request: Request) -> Response:
    """GET /api/chargehistory, newest first."""
    account, query, sandbox = account_of(request), Query(request), sandbox_of(request)
    start, end = moment_in(query.text("From"), "From"), moment_in(query.text("To"), "To")
    installation, charger, user = query.guid("InstallationId"), query.guid("ChargerId"), query.guid("UserId")
    details = bool((query.number("DetailLevel") or 0) & 1)
    sessions = [
        session
        for box in visible(sandbox, account)
        if installation in (None, box["installation_id"]) and charger in (None, box["id"])
        for session in sessions_of(box)
        if session.lies_within(start, end) and (user is None or (session.person and session.person.id == user))
    ]
    sessions.sort(key=lambda session: session.began, reverse=True)
    return page(query, sessions, lambda session: session.item(details=details))


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


async def archived(request: Request) -> Response:
    """GET /api/sessions/archived: Zaptec's one list in camelCase."""
    account_of(request)
    return JSONResponse({"sessions": [], "cursor": None, "hasMore": False})


def visible(sandbox: Sandbox, account: SandboxInstaller) -> list[sqlite3.Row]:
    """The rows of `boxes` that this account sees and that have charged a car."""
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


def _under_way(request: Request, account: SandboxInstaller) -> Item | None:
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


def _session(request: Request, account: SandboxInstaller) -> Item:
    wanted = _wanted(request)
    for box in visible(sandbox_of(request), account):
        for session in sessions_of(box):
            if session.id == wanted:
                if not may_manage(account.roles(box["installation_id"])):
                    raise forbidden()
                return session.item()
    raise missing_problem("ChargingSession")


def moment_in(text: str, name: str) -> float | None:
    """A time in a query or a body, in seconds since 1970; None if it's empty. Raises `Rejected`."""
    text = text.strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name, f"The value '{text[:80]}' is not valid for {name}.") from None
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).timestamp()
