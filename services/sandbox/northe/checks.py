"""Whether a charge box can be connected for this customer, and if not, the first cause why not. Changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.northe.wire import BoxAnswer, BoxQuestion, EvidenceBody
from services.sandbox.clock import moment
from services.sandbox.living import life
from services.sandbox.northe.bodies import body_of
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.northe.sessions import customer_of
from services.sandbox.parts import LOOKUP_KEY, OWNER, SERVICE, plain_serial
from services.sandbox.seed import NORTHE
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.readings import signal_text

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request
    from starlette.responses import Response

SERIAL = "serial_number"
ZAPTEC = "zaptec"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a look at the vendor gave. `cause` None: ready. `box`: a row of `boxes`, None if there's none."""

    cause: str | None
    box: sqlite3.Row | None
    evidence: EvidenceBody
    retry_after: float | None = None


async def check_box(request: Request) -> Response:
    """POST /v1/charge-boxes/check."""
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


def look(sandbox: Sandbox, email: str, said: BoxQuestion) -> Finding:
    """The first cause that holds, in the order in which Northe learns of them. Raises `Refused`: the vendor is down."""
    brand = said.brand.casefold()
    if SERIAL not in said.fields:
        raise Refused(422, "invalid_request", "The serial number is missing.", field=f"fields.{SERIAL}")
    serial = plain_serial(said.fields[SERIAL].get_secret_value())
    box = sandbox.store.one("SELECT * FROM boxes WHERE brand = ? AND serial = ? AND active", brand, serial)
    nothing = EvidenceBody()
    if box is None or box["product"] == "sense":  # a Sense is a meter
        return Finding("box_not_found", None, nothing)
    if box["trouble"]:
        raise Refused(503, box["trouble"], "The vendor's cloud doesn't answer.", retry_after=30.0)
    place = None
    if brand == ZAPTEC:
        grant = sandbox.store.one(
            "SELECT roles FROM grants WHERE installation_id = ? AND lookup_key = ?", box["installation_id"], LOOKUP_KEY
        )
        if grant is None:
            return Finding("permission_missing", box, nothing)
        place = sandbox.store.one("SELECT * FROM installations WHERE id = ?", box["installation_id"])
        if grant["roles"] & (OWNER | SERVICE) != OWNER | SERVICE:
            return Finding("role_missing", box, _evidence(box, place))
    return _look_inside(sandbox, email, box, _evidence(box, place))


def _look_inside(sandbox: Sandbox, email: str, box: sqlite3.Row, seen: EvidenceBody) -> Finding:
    """What can be told only by somebody who may see the box."""
    now = sandbox.clock.time()
    if box["held_by"] not in (None, NORTHE):
        return Finding("held_by_other_operator", box, seen.model_copy(update={"held_by": box["held_by"]}))
    elsewhere = sandbox.store.one(
        "SELECT 1 FROM charge_boxes WHERE brand = ? AND serial = ? AND email != ? AND stage != 'failed'",
        box["brand"],
        box["serial"],
        email,
    )
    if elsewhere:
        return Finding("already_in_other_account", box, seen)
    if box["locked_until"] is not None and box["locked_until"] > now:
        return Finding("pairing_locked", box, seen, box["locked_until"] - now)
    state = life(box, now)
    known = state.booted_at is not None
    seen = seen.model_copy(
        update={
            "last_heard_at": None if state.heard_at is None else moment(state.heard_at),
            "pulse_interval_seconds": box["pulse_interval"] if known else None,
            "link": box["link"] if known else None,
            "signal": signal_text(box) if known and box["signal"] is not None else None,
            "firmware": (box["firmware"] or None) if known else None,
        }
    )
    return Finding(None if state.is_alive(now) else "box_offline", box, seen)


def _evidence(box: sqlite3.Row, place: sqlite3.Row | None) -> EvidenceBody:
    if place is None:
        return EvidenceBody(charger_name=box["name"])
    return EvidenceBody(installation_id=place["id"], installation_name=place["name"], charger_name=box["name"])
