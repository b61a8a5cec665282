"""POST /api/installation/{id}/update: the currents of an installation, and what its chargers do offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from services.sandbox.state import sandbox_of
from services.sandbox.world_tables import SERVICE
from services.sandbox.zaptec.access import account_of, installation_of, may_manage
from services.sandbox.zaptec.chargers import fields_of, number_in
from services.sandbox.zaptec.errors import Rejected, forbidden, invalid, missing_problem

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

PHASES = ("phase1", "phase2", "phase3")
"""Columns of the current that's available on each; all of them empty where nobody has limited it."""


async def update(request: Request) -> Response:
    """Either the current for all phases, or one for each; what isn't named stays.

    A phase left out where others are named gets the default, which is the most; so do all where null is sent.
    """
    account, sandbox = account_of(request), sandbox_of(request)
    try:
        place, roles = installation_of(request, account)
    except Rejected as error:
        raise (missing_problem("Installation") if error.status == 404 else error) from None  # noqa: PLR2004 - Not Found
    if not may_manage(roles):
        raise forbidden()
    changed = _changed(place, roles, await fields_of(request))
    sandbox.store.change("installations", place["id"], **changed, updated_at=sandbox.clock.time())
    return Response(b"")


def _changed(place: sqlite3.Row, roles: int, said: dict[str, Any]) -> dict[str, object]:
    """The columns that an update changes. Raises `Rejected`."""
    most, switch = number_in(said, "maxcurrent"), number_in(said, "threetoonephaseswitchcurrent")
    if most is not None and not roles & SERVICE:
        raise forbidden()
    highest = place["max_current"] if most is None else most
    changed: dict[str, object] = {"max_current": highest, **_currents(said, highest)}
    if switch is not None:
        changed["switch_current"] = switch
    if (minimum := said.get("minpowerofflinemode")) is not None:
        if not isinstance(minimum, bool):
            raise invalid("$.minpowerofflinemode", "The JSON value could not be converted to a boolean.")
        changed["offline_minimum"] = int(minimum)
    return changed


def _currents(said: dict[str, Any], highest: float) -> dict[str, float | None]:
    """What's available on each phase, where the update says so. Raises `Rejected`."""
    current = number_in(said, "availablecurrent")
    by_phase = [number_in(said, f"availablecurrentphase{phase}") for phase in (1, 2, 3)]
    single = any(amps is not None for amps in by_phase)
    if current is not None and single:
        raise invalid("availableCurrent", "Provide either AvailableCurrent or AvailableCurrentPhase1..3.")
    if any(not 0 <= amps <= highest for amps in (current, *by_phase) if amps is not None):
        raise invalid("availableCurrent", f"The value must be between 0 and {highest:g}.")
    if single:
        return {phase: highest if amps is None else amps for phase, amps in zip(PHASES, by_phase, strict=True)}
    return dict.fromkeys(PHASES, current) if "availablecurrent" in said else {}
