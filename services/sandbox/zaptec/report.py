"""The report about an installation's charge sessions, summed up by user, by charger or by charge card.

All its keys are written in PascalCase but the one of the list, as published clients read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from services.sandbox.state import sandbox_of
from services.sandbox.zaptec.access import account_of, may_manage
from services.sandbox.zaptec.chargers import fields_of, number_in
from services.sandbox.zaptec.errors import forbidden, invalid, zaptec_time
from services.sandbox.zaptec.history import ChargingSession, moment_in, sessions_of, visible
from services.sandbox.zaptec.paging import Item, Query

if TYPE_CHECKING:
    from starlette.requests import Request

GROUPS = ("User", "Charger", "ChargeCardName")
"""`GroupByOptions`, from 0."""

TIME_ZONES = {"FI": "Eastern European Standard Time", "GB": "Greenwich Mean Time"}
CENTRAL = "Central European Standard Time"
NOBODY = "Anonymous"
"""Sessions whose user nobody knows. What Zaptec calls them isn't published."""


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What's asked for. Empty lists: all."""

    installation: str
    began: str
    ended: str
    people: frozenset[str]
    chargers: frozenset[str]
    group: int

    def takes(self, session: ChargingSession) -> bool:
        """Whether the session belongs into the report."""
        person = session.person.id if session.person is not None else None
        return (
            session.lies_within(moment_in(self.began, "FromDate"), moment_in(self.ended, "EndDate"))
            and (not self.people or person in self.people)
            and (not self.chargers or session.box["id"] in self.chargers)
        )


async def report(request: Request) -> Response:
    """GET and POST /api/chargehistory/installationreport: for owners and service."""
    account, sandbox = account_of(request), sandbox_of(request)
    query = _of_body(await fields_of(request)) if request.method == "POST" else _of_query(Query(request))
    place = sandbox.store.one("SELECT * FROM installations WHERE id = ?", query.installation)
    if place is None or not may_manage(account.roles(place["id"])):
        raise forbidden()
    boxes = [box for box in visible(sandbox, account) if box["installation_id"] == place["id"]]
    groups: dict[str, list[ChargingSession]] = {}
    for session in (session for box in boxes for session in sessions_of(box) if query.takes(session)):
        groups.setdefault(_group(session, query.group), []).append(session)
    now = zaptec_time(sandbox.clock.time())
    return JSONResponse(
        {
            "InstallationName": place["name"],
            "InstallationAddress": place["address"],
            "InstallationZipCode": place["postcode"],
            "InstallationCity": place["city"],
            "InstallationTimeZone": TIME_ZONES.get(place["country"], CENTRAL),
            "GroupedBy": GROUPS[query.group],
            "Fromdate": query.began or now,
            "Enddate": query.ended or now,
            "totalUserChargerReportModel": [_summed(name, query.group, members) for name, members in groups.items()],
        }
    )


def _group(session: ChargingSession, group: int) -> str:
    if GROUPS[group] == "Charger":
        return str(session.box["name"])
    if session.person is None:
        return NOBODY
    return session.person.full_name if GROUPS[group] == "User" else session.person.card


def _summed(name: str, group: int, sessions: list[ChargingSession]) -> Item:
    item: Item = {"GroupAsString": name}
    person = sessions[0].person
    if GROUPS[group] == "User" and person is not None:
        item["UserDetails"] = {"Id": person.id, "Email": person.email, "FullName": person.full_name}
    return item | {
        "TotalChargeSessionCount": len(sessions),
        "TotalChargeSessionEnergy": round(sum(session.energy for session in sessions), 3),
        "TotalChargeSessionDuration": sum(session.hours for session in sessions),
    }


def _of_body(said: dict[str, Any]) -> ReportQuery:
    """As POST asks for it. Raises `Rejected`."""
    texts = [said.get(name) or "" for name in ("installationid", "fromdate", "enddate")]
    lists = [said.get(name) or [] for name in ("userids", "chargerids")]
    group = number_in(said, "groupby")
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(one, list) for one in lists):
        raise invalid("$", "The JSON value could not be converted.")
    return _report_query(texts, lists, 0 if group is None else group)


def _of_query(query: Query) -> ReportQuery:
    """As GET asks for it. Raises `Rejected`."""
    texts = [query.guid("InstallationId") or "", query.text("FromDate"), query.text("EndDate")]
    return _report_query(texts, [query.texts("UserIds"), query.texts("ChargerIds")], query.number("GroupBy") or 0)


def _report_query(texts: list[str], lists: list[list[Any]], group: float) -> ReportQuery:
    installation, began, ended = texts
    if not installation:
        raise invalid("installationId", "The InstallationId field is required.")
    if group not in range(len(GROUPS)):
        raise invalid("groupBy", f"The value '{group:g}' is invalid.")
    people, chargers = (frozenset(str(one).casefold() for one in ids) for ids in lists)
    return ReportQuery(installation.casefold(), began, ended, people, chargers, int(group))
