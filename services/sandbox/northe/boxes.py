"""Connecting a charge box: asked for once, however often the call is repeated; and taking it back."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING
from uuid import uuid4

from starlette.responses import Response

from services.clouds.northe.wire import ChargeBoxBody, ChargeBoxRequest
from services.rules import catalogue
from services.sandbox.clock import moment
from services.sandbox.northe.bodies import body_of, once
from services.sandbox.northe.checks import SERIAL, Obstacle, look, require_enabled
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.northe.sessions import customer_of
from services.sandbox.progress import release, settle
from services.sandbox.state import Sandbox, sandbox_of

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

PIN_TRIES = 6
LOCK_SECONDS = 86_400.0
"""Easee locks pairing for 24 hours after more than five mismatches (its page on pairing): the sixth one locks it."""

_STATUS = {
    "box_not_found": 422,
    "permission_missing": 409,
    "role_missing": 409,
    "held_by_other_operator": 409,
    "already_in_other_account": 409,
    "pairing_locked": 423,
}


async def connect_box(request: Request) -> Response:
    """POST /v1/charge-boxes. A box that's offline isn't refused: it's waited for."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    said = await body_of(request, ChargeBoxRequest)

    def make() -> tuple[ChargeBoxBody, int]:
        require_enabled(sandbox, customer)
        if not sandbox.store.one(
            "SELECT 1 FROM sites WHERE id = ? AND email = ?", said.charge_site_id, customer["email"]
        ):
            raise Refused(422, "invalid_request", "There's no such charge site.", field="charge_site_id")
        found = look(sandbox, customer["email"], said)
        if found.cause in _STATUS:
            unknown = found.cause == "box_not_found"
            field = f"fields.{SERIAL}" if unknown else None
            raise Refused(_STATUS[found.cause], found.cause, field=field, retry_after=found.retry_after)
        if found.box is None:
            raise Refused(422, "box_not_found", field=f"fields.{SERIAL}")
        _require_pin(sandbox, found.box, said)
        status = _request(sandbox, customer["email"], found, said)
        return box_body(_row(sandbox, customer["email"], found.box)), status

    return await once(request, customer["email"], said, make)


async def one_box(request: Request) -> Response:
    """GET and DELETE /v1/charge-boxes/{id}."""
    if request.method == "DELETE":
        return await take_back(request)
    customer = await customer_of(request)
    return answer(box_body(_own(request, customer)))


async def take_back(request: Request) -> Response:
    """DELETE /v1/charge-boxes/{id}: a cancelled try leaves nothing behind. What's online isn't taken back."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    row = _own(request, customer)
    if row["stage"] == "online":
        raise Refused(409, "conflict", "The charge box is online.")
    sandbox.store.run("DELETE FROM charge_boxes WHERE id = ?", row["id"])
    # A later connect of the same box with an old key is a new try, not a memory of this one.
    sandbox.store.run("DELETE FROM idempotency WHERE answer LIKE ?", f'%"{row["id"]}"%')
    release(sandbox, row["brand"], row["serial"])
    return Response(status_code=204)


def box_body(row: sqlite3.Row) -> ChargeBoxBody:
    """A row of `charge_boxes` as the contract writes it."""
    return ChargeBoxBody(
        id=row["id"],
        name=row["name"],
        brand=row["brand"],
        model=row["model"],
        serial_number=row["serial"],
        charge_site_id=row["site_id"],
        stage=row["stage"],
        cause=row["cause"],
        online_since=None if row["online_since"] is None else moment(row["online_since"]),
    )


def _request(sandbox: Sandbox, email: str, found: Obstacle, said: ChargeBoxRequest) -> int:
    """Writes the wish down. The same box again is the same wish; after a failure it's a new try of it."""
    box = found.box
    if box is None:
        raise LookupError(found.cause)
    now = sandbox.clock.time()
    old = sandbox.store.one(
        "SELECT * FROM charge_boxes WHERE email = ? AND brand = ? AND serial = ?", email, box["brand"], box["serial"]
    )
    if old is None:
        sandbox.store.add(
            "charge_boxes",
            id=str(uuid4()),
            email=email,
            brand=box["brand"],
            model=said.model,
            serial=box["serial"],
            name=said.name,
            site_id=said.charge_site_id,
            requested_at=now,
            stage="requested",
        )
        settle(sandbox)
        return 201
    sandbox.store.run(
        "UPDATE charge_boxes SET name = ?, model = ?, site_id = ? WHERE id = ?",
        said.name,
        said.model,
        said.charge_site_id,
        old["id"],
    )
    if old["stage"] == "failed":
        sandbox.store.run(
            "UPDATE charge_boxes SET stage = 'requested', cause = NULL, requested_at = ? WHERE id = ?", now, old["id"]
        )
    return 200


def _require_pin(sandbox: Sandbox, box: sqlite3.Row, said: ChargeBoxRequest) -> None:
    """Raises `Refused` if this brand is paired by a PIN, the box has one (a digest in `boxes`), and another was sent.

    Each wrong one counts for a day. The one too many locks the box for a day, and the count begins anew.
    """
    asked = {field.name for field in catalogue.brand(box["brand"]).connect_fields}
    if not box["pin"] or "pin" not in asked:
        return
    sent = said.fields.get("pin")
    if sent is None or not sent.get_secret_value():
        raise Refused(422, "invalid_request", "The PIN is missing.", field="fields.pin")
    if hmac.compare_digest(sandbox.digest(sent), box["pin"]):
        sandbox.store.run("DELETE FROM pin_tries WHERE brand = ? AND serial = ?", box["brand"], box["serial"])
        return
    now = sandbox.clock.time()
    sandbox.store.add("pin_tries", brand=box["brand"], serial=box["serial"], at=now)
    row = sandbox.store.one(
        "SELECT count(*) AS n FROM pin_tries WHERE brand = ? AND serial = ? AND at > ?",
        box["brand"],
        box["serial"],
        now - LOCK_SECONDS,
    )
    left = PIN_TRIES - (row["n"] if row is not None else 0)
    if left > 0:
        raise Refused(422, "wrong_pin", "The box has another PIN.", field="fields.pin", tries_left=left)
    sandbox.store.run("UPDATE boxes SET locked_until = ? WHERE id = ?", now + LOCK_SECONDS, box["id"])
    sandbox.store.run("DELETE FROM pin_tries WHERE brand = ? AND serial = ?", box["brand"], box["serial"])
    raise Refused(423, "pairing_locked", "Too many wrong PINs.", field="fields.pin", retry_after=LOCK_SECONDS)


def _own(request: Request, customer: sqlite3.Row) -> sqlite3.Row:
    row = sandbox_of(request).store.one(
        "SELECT * FROM charge_boxes WHERE id = ? AND email = ?", request.path_params["id"], customer["email"]
    )
    if row is None:
        raise Refused(404, "not_found", "There's no such charge box in this account.")
    return row


def _row(sandbox: Sandbox, email: str, box: sqlite3.Row) -> sqlite3.Row:
    row = sandbox.store.one(
        "SELECT * FROM charge_boxes WHERE email = ? AND brand = ? AND serial = ?", email, box["brand"], box["serial"]
    )
    if row is None:
        raise LookupError(box["serial"])
    return row
