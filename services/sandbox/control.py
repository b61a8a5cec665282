"""The world's own controls under /sandbox: look into it, move its time on, change what's there, order faults.

They need no sign-in: a sandbox holds made-up things only, and serves loopback unless told otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from services.sandbox.box_life import left_behind, life
from services.sandbox.clock import moment
from services.sandbox.faults import Fault
from services.sandbox.northe.links import answer_link
from services.sandbox.northe.problems import Refused, http_problem, refused
from services.sandbox.northe.sessions import open_sessions
from services.sandbox.progress import settle
from services.sandbox.seed import set_grant
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import (
    GRANTS,
    LOOKUP_KEY,
    Behaviour,
    FailText,
    GrantText,
    Name,
    Seconds,
    plain_serial,
)

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request


class _Order(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Advance(_Order):
    """Moves the time on by so many seconds."""

    advance: Annotated[float, Field(ge=0, le=31_536_000)]


class Approval(_Order):
    """Who says yes; nobody named: the world's usual customer."""

    email: str | None = None


class GrantOrder(_Order):
    """What a user group may do at an installation: named by its id, its key, its name, or a charge box in it."""

    installation_id: str | None = None
    installation: str | None = None
    serial_number: str | None = None
    roles: GrantText = "owner+service"
    lookup_key: str = LOOKUP_KEY


class BoxOrder(_Order):
    """What changes about a charge box; what isn't named stays. `held_by` "" frees it, `fails` "" makes it work."""

    behaviour: Behaviour | None = None
    online_after_seconds: Seconds | None = None
    held_by: Name | Literal[""] | None = None
    locked_seconds: Seconds | None = None
    delay_seconds: Seconds | None = None
    fails: FailText | Literal[""] | None = None
    fails_times: Annotated[int, Field(ge=0)] | None = None
    trouble: Literal["", "vendor_down"] | None = None
    name: Name | None = None


Order = TypeVar("Order", bound=BaseModel)


def control(sandbox: Sandbox) -> Starlette:
    """The controls, to be mounted."""
    app = Starlette(
        routes=[
            Route("/world", _world),
            Route("/sessions", _sessions),
            Route("/link/{id}/{answer:str}", _link, methods=["POST"]),
            Route("/clock", _clock, methods=["GET", "POST"]),
            Route("/faults", _faults, methods=["GET", "POST", "DELETE"]),
            Route("/faults/{number:int}", _fault, methods=["DELETE"]),
            Route("/grant", _grant, methods=["POST"]),
            Route("/charger/{serial}", _charger, methods=["POST"]),
            Route("/reset", _reset, methods=["POST"]),
        ],
        exception_handlers={Refused: refused, HTTPException: http_problem},
    )
    app.state.sandbox = sandbox
    return app


async def _order(request: Request, model: type[Order]) -> Order:
    try:
        return model.model_validate_json(await request.body() or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the body"
    raise Refused(422, "invalid_request", f"{place}: {first['msg']}", field=place)


async def _world(request: Request) -> Response:
    """What there is, without its secrets."""
    sandbox, now = sandbox_of(request), sandbox_of(request).clock.time()
    store = sandbox.store
    grants = {row["installation_id"]: row for row in store.all("SELECT * FROM grants WHERE lookup_key = ?", LOOKUP_KEY)}
    names = {roles: text for text, roles in GRANTS.items()}
    return JSONResponse(
        {
            "now": moment(now).isoformat(),
            "fleets": [dict(row) for row in store.all("SELECT * FROM fleets")],
            "customers": [dict(row) for row in store.all("SELECT email, name, fleet, trouble FROM customers")],
            "zaptec_accounts": [dict(row) for row in store.all("SELECT user, trouble FROM zaptec_accounts")],
            "installations": [
                {
                    **{name: row[name] for name in ("id", "key", "name", "type", "city")},
                    "granted": names.get(grants[row["id"]]["roles"] if row["id"] in grants else 0, "none"),
                }
                for row in store.all("SELECT * FROM installations")
            ],
            "boxes": [_box(row, now) for row in store.all("SELECT * FROM boxes")],
            "charge_boxes": [
                {name: row[name] for name in ("id", "email", "serial", "name", "stage", "cause")}
                for row in store.all("SELECT * FROM charge_boxes")
            ],
            "links": [dict(row) for row in store.all("SELECT token, status, email FROM links")],
        }
    )


def _box(row: sqlite3.Row, now: float) -> dict[str, object]:
    names = ("brand", "serial", "name", "product", "installation_id", "behaviour", "held_by", "fails", "trouble")
    standing = life(row, now)
    return {**{name: row[name] for name in names}, "says_online": standing.says_online, "alive": standing.is_alive(now)}


async def _sessions(request: Request) -> Response:
    """Who is signed in: the proof that nobody was left so."""
    return JSONResponse(
        [
            {
                "email": row["email"],
                "name": row["name"],
                "how": row["how"],
                "opened_at": moment(row["opened_at"]).isoformat(),
                "expires_at": moment(row["expires_at"]).isoformat(),
            }
            for row in open_sessions(sandbox_of(request))
        ]
    )


async def _link(request: Request) -> Response:
    said = {"approve": "approved", "refuse": "refused"}.get(request.path_params["answer"])
    if said is None:
        raise Refused(404, "not_found", "Either approve or refuse.")
    who = await _order(request, Approval)
    answer_link(sandbox_of(request), request.path_params["id"], said, who.email)
    return JSONResponse({"status": said})


async def _clock(request: Request) -> Response:
    sandbox = sandbox_of(request)
    if request.method == "POST":
        sandbox.advance((await _order(request, Advance)).advance)
        settle(sandbox)
    return JSONResponse({"now": sandbox.clock.now().isoformat(), "ahead_seconds": sandbox.clock.offset})


async def _faults(request: Request) -> Response:
    faults = sandbox_of(request).faults
    if request.method == "POST":
        return JSONResponse({"id": faults.add(await _order(request, Fault))}, 201)
    if request.method == "DELETE":
        return JSONResponse({"removed": faults.remove()})
    return JSONResponse(faults.listed())


async def _fault(request: Request) -> Response:
    if not sandbox_of(request).faults.remove(request.path_params["number"]):
        raise Refused(404, "not_found", "There's no fault with this number.")
    return Response(status_code=204)


async def _grant(request: Request) -> Response:
    sandbox = sandbox_of(request)
    order = await _order(request, GrantOrder)
    wanted = order.installation_id or order.installation or ""
    row = sandbox.store.one(
        "SELECT id FROM installations WHERE ? IN (id, key, name)"
        " OR id = (SELECT installation_id FROM boxes WHERE serial = ? AND active)",
        wanted,
        plain_serial(order.serial_number or ""),
    )
    if row is None:
        raise Refused(404, "not_found", "There's no installation with this id, key, name or charge box.")
    set_grant(sandbox, row["id"], GRANTS[order.roles], order.lookup_key)
    return JSONResponse({"installation_id": row["id"], "roles": order.roles})


async def _charger(request: Request) -> Response:
    sandbox = sandbox_of(request)
    order = await _order(request, BoxOrder)
    serial = plain_serial(request.path_params["serial"])
    row = sandbox.store.one("SELECT * FROM boxes WHERE serial = ?", serial)
    if row is None:
        raise Refused(404, "not_found", "There's no charge box with this serial number.")
    now = sandbox.clock.time()
    changed: dict[str, object] = {}
    if order.behaviour is not None:
        # an offline box was heard until now, a stale one until two pulses ago
        ago = 3 * row["pulse_interval"] if order.behaviour == "stale_pulse" else 0.0
        kept = left_behind(row, now) if order.behaviour != "never_online" else dict.fromkeys(left_behind(row, now))
        changed |= {"behaviour": order.behaviour, "since": now - ago, **kept}
    if order.held_by is not None:
        changed |= {"held_by": order.held_by or None, "ocpp_since": now if order.held_by else None}
    if order.locked_seconds is not None:
        changed["locked_until"] = now + order.locked_seconds
    if order.fails is not None:
        changed |= {"fails": order.fails or None, "fails_left": order.fails_times or 0}
    plain = {
        "online_after": order.online_after_seconds,
        "delay": order.delay_seconds,
        "trouble": order.trouble,
        "name": order.name,
    }
    changed |= {name: value for name, value in plain.items() if value is not None}
    if changed:
        sandbox.store.change("boxes", row["id"], **changed)
    settle(sandbox)
    row = sandbox.store.one("SELECT * FROM boxes WHERE serial = ?", serial)
    return JSONResponse(_box(row, now) if row else {})


async def _reset(request: Request) -> Response:
    sandbox_of(request).reset()
    return Response(status_code=204)
