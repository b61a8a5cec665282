"""Whether a charge box can be connected for this customer, and if not, the first cause why not. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.clouds.northe.wire import BoxAnswer, BoxQuestion, EvidenceBody
from services.contracts import Cause
from services.contracts.causes import first_cause
from services.rules import catalogue
from services.sandbox.box_life import life
from services.sandbox.clock import moment
from services.sandbox.northe.bodies import body_of
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.northe.sessions import customer_of
from services.sandbox.seed import NORTHE
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import LOOKUP_KEY, OWNER, SERVICE, plain_serial
from services.sandbox.zaptec.readings import signal_text

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request
    from starlette.responses import Response

SERIAL = "serial_number"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What a look at the vendor gave. `cause` None: ready. `box`: a row of `boxes`, None if there's none."""

    cause: str | None
    box: sqlite3.Row | None
    evidence: EvidenceBody
    retry_after: float | None = None


async def check_box(request: Request) -> Response:
    """POST /v1/charge-boxes/check: changes nothing."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    said = await body_of(request, BoxQuestion)
    require_enabled(sandbox, customer)
    found = look(sandbox, customer["email"], said)
    return answer(
        BoxAnswer(ready=found.cause is None, cause=found.cause, retry_after=found.retry_after, evidence=found.evidence)
    )


def require_enabled(sandbox: Sandbox, customer: sqlite3.Row) -> None:
    """Raises `Refused` if this customer's fleet has no home charging."""
    fleet = sandbox.store.one("SELECT home_charging FROM fleets WHERE name = ?", customer["fleet"])
    if fleet is None or not fleet["home_charging"]:
        raise Refused(409, "fleet_not_enabled", "This fleet hasn't turned home charging on.")


def look(sandbox: Sandbox, email: str, said: BoxQuestion) -> Obstacle:
    """The first cause that holds, by the order that the check list goes by. Raises `Refused`: the vendor is down."""
    brand = said.brand.casefold()
    if SERIAL not in said.fields:
        raise Refused(422, "invalid_request", "The serial number is missing.", field=f"fields.{SERIAL}")
    serial = plain_serial(said.fields[SERIAL].get_secret_value())
    box = sandbox.store.one("SELECT * FROM boxes WHERE brand = ? AND serial = ? AND active", brand, serial)
    nothing = EvidenceBody()
    if box is None or box["product"] == "sense":  # a Sense is a meter
        return Obstacle(Cause.BOX_NOT_FOUND.value, None, nothing)
    if box["trouble"]:
        raise Refused(503, box["trouble"], "The vendor's cloud doesn't answer.", retry_after=30.0)
    place, causes = None, _in_its_way(sandbox, email, box)
    if catalogue.brand(brand).needs_permission:
        place = sandbox.store.one("SELECT * FROM installations WHERE id = ?", box["installation_id"])
        causes |= _without_access(sandbox, box)
    cause = first_cause(causes)
    if cause is Cause.PERMISSION_MISSING:
        return Obstacle(cause.value, box, nothing)
    seen = _evidence(box, place)
    if cause is Cause.HELD_BY_OTHER_OPERATOR:
        return Obstacle(cause.value, box, seen.model_copy(update={"held_by": box["held_by"]}))
    if cause is Cause.PAIRING_LOCKED:
        return Obstacle(cause.value, box, seen, box["locked_until"] - sandbox.clock.time())
    if cause in {None, Cause.BOX_OFFLINE}:
        seen = seen.model_copy(update=_heartbeat(sandbox, box))
    return Obstacle(cause.value if cause else None, box, seen)


def _without_access(sandbox: Sandbox, box: sqlite3.Row) -> set[Cause]:
    """What Northe lacks to see a box that it may see only with a permission."""
    grant = sandbox.store.one(
        "SELECT roles FROM grants WHERE installation_id = ? AND lookup_key = ?", box["installation_id"], LOOKUP_KEY
    )
    if grant is None:
        return {Cause.PERMISSION_MISSING}
    return set() if grant["roles"] & (OWNER | SERVICE) == OWNER | SERVICE else {Cause.ROLE_MISSING}


def _in_its_way(sandbox: Sandbox, email: str, box: sqlite3.Row) -> set[Cause]:
    """Everything that can be told only by somebody who may see the box."""
    now = sandbox.clock.time()
    elsewhere = sandbox.store.one(
        "SELECT 1 FROM charge_boxes WHERE brand = ? AND serial = ? AND email != ? AND stage != 'failed'",
        box["brand"],
        box["serial"],
        email,
    )
    return {
        cause
        for cause, holds in {
            Cause.HELD_BY_OTHER_OPERATOR: box["held_by"] not in (None, NORTHE),
            Cause.ALREADY_IN_OTHER_ACCOUNT: bool(elsewhere),
            Cause.PAIRING_LOCKED: box["locked_until"] is not None and box["locked_until"] > now,
            Cause.BOX_OFFLINE: not life(box, now).is_alive(now),
        }.items()
        if holds
    }


def _heartbeat(sandbox: Sandbox, box: sqlite3.Row) -> dict[str, object]:
    """What the box itself tells."""
    state = life(box, sandbox.clock.time())
    known = state.booted_at is not None
    return {
        "last_heard_at": None if state.heard_at is None else moment(state.heard_at),
        "pulse_interval_seconds": box["pulse_interval"] if known else None,
        "link": box["link"] if known else None,
        "signal": signal_text(box) if known and box["signal"] is not None else None,
        "firmware": (box["firmware"] or None) if known else None,
    }


def _evidence(box: sqlite3.Row, place: sqlite3.Row | None) -> EvidenceBody:
    if place is None:
        return EvidenceBody(charger_name=box["name"])
    return EvidenceBody(installation_id=place["id"], installation_name=place["name"], charger_name=box["name"])
