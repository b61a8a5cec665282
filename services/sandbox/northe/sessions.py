"""Signing in with e-mail, fleet member ID and partner key; signing out; and whose session a call belongs to."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from pydantic import SecretStr
from starlette.responses import Response

from services.clouds.northe.wire import SessionToken, SignInBody
from services.sandbox.clock import moment
from services.sandbox.faults import cut_off
from services.sandbox.northe.bodies import body_of, key_of
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.seed import world_id
from services.sandbox.state import Sandbox, sandbox_of

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

FREE_TRIES = 5
WAIT_SECONDS = 60.0
_FORGOTTEN_AFTER = 900.0
_UNCLAIMED_SECONDS = 60.0
"""A session that a QR sign-in opened ends after so long if nobody has used it: its token was lost on the way."""


async def sign_in(request: Request) -> Response:
    """POST /v1/sessions. The same `Idempotency-Key` opens the same session: a lost answer leaves none behind."""
    sandbox = sandbox_of(request)
    key = key_of(request)
    said = await body_of(request, SignInBody)
    email = said.email.strip().casefold()
    wait = _wait(sandbox, email)
    if wait > 0:
        raise Refused(429, "throttled", "Too many refused sign-ins for this e-mail.", retry_after=wait)
    row = sandbox.store.one("SELECT * FROM customers WHERE email = ?", email)
    member = sandbox.digest(said.fleet_member_id)
    partner = sandbox.digest(said.partner_key)
    # both are compared whoever asks, so that the time tells nothing
    fits = hmac.compare_digest(member, row["member_digest"] if row else "0" * 64)
    fits &= hmac.compare_digest(partner, row["key_digest"] if row else "0" * 64)
    if row is None or not fits:
        sandbox.store.add("login_tries", email=email, at=sandbox.clock.time())
        raise Refused(401, "sign_in_rejected", "E-mail, fleet member ID and partner key don't belong together.")
    sandbox.store.run("DELETE FROM login_tries WHERE email = ?", email)
    await trouble(request, row)
    return answer(open_session(sandbox, row, "keys", sandbox.derived("keys", email, key)), 201)


async def sign_out(request: Request) -> Response:
    """DELETE /v1/session. From now on its token is worth nothing."""
    session = _session(request)
    sandbox_of(request).store.run("DELETE FROM sessions WHERE id = ?", session["id"])
    return Response(status_code=204)


async def customer_of(request: Request) -> sqlite3.Row:
    """The customer (a row of `customers`) whose session this call belongs to. Raises `Refused`."""
    session = _session(request)
    sandbox = sandbox_of(request)
    sandbox.store.run("UPDATE sessions SET used = 1 WHERE id = ?", session["id"])
    row = sandbox.store.one("SELECT * FROM customers WHERE email = ?", session["email"])
    if row is None:
        raise Refused(401, "session_expired", "The account is gone.")
    await trouble(request, row)
    return row


async def trouble(request: Request, customer: sqlite3.Row) -> None:
    """What the world file says happens as soon as this customer's account is touched. Raises `Refused`, `Dropped`."""
    if customer["trouble"] == "network_down":
        await cut_off(request.scope, request.receive)
    if customer["trouble"] == "throttled":
        raise Refused(429, "throttled", "This account is being asked too often.", retry_after=30.0)
    if customer["trouble"]:
        raise Refused(503, "northe_down", "Northe is being worked on.", retry_after=10.0)


def open_session(sandbox: Sandbox, customer: sqlite3.Row, how: str, token: str) -> SessionToken:
    """A session with this token; the same token again is the same session."""
    now = sandbox.clock.time()
    digest = sandbox.digest(SecretStr(token))
    row = sandbox.store.one("SELECT * FROM sessions WHERE digest = ?", digest)
    expires_at = row["expires_at"] if row else now + customer["session_seconds"]
    if row is None:
        sandbox.store.add(
            "sessions",
            id=world_id("session", token),
            digest=digest,
            email=customer["email"],
            how=how,
            opened_at=now,
            expires_at=expires_at,
        )
    return SessionToken(token=SecretStr(token), expires_at=moment(expires_at))


def unclaimed(sandbox: Sandbox, token: str) -> bool:
    """Whether there's an open session with this token that nobody has used yet."""
    digest = sandbox.digest(SecretStr(token))
    return any(row["digest"] == digest and not row["used"] for row in open_sessions(sandbox))


def open_sessions(sandbox: Sandbox) -> list[sqlite3.Row]:
    """The sessions that are open now, oldest first."""
    now = sandbox.clock.time()
    return sandbox.store.all(
        "SELECT s.*, c.name AS name FROM sessions AS s JOIN customers AS c USING (email)"
        " WHERE s.expires_at > ? AND (s.used OR s.how = 'keys' OR s.opened_at > ?) ORDER BY s.opened_at",
        now,
        now - _UNCLAIMED_SECONDS,
    )


def _session(request: Request) -> sqlite3.Row:
    sandbox = sandbox_of(request)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    digest = sandbox.digest(SecretStr(token.strip()))
    if scheme.casefold() == "bearer":
        for row in open_sessions(sandbox):
            if hmac.compare_digest(row["digest"], digest):
                return row
    raise Refused(401, "session_expired", "There's no open session with this token.")


def _wait(sandbox: Sandbox, email: str) -> float:
    """Seconds until this e-mail may be tried again."""
    now = sandbox.clock.time()
    sandbox.store.run("DELETE FROM login_tries WHERE at < ?", now - _FORGOTTEN_AFTER)
    row = sandbox.store.one("SELECT count(*) AS n, max(at) AS last FROM login_tries WHERE email = ?", email)
    if row is None or row["n"] < FREE_TRIES:
        return 0.0
    return float(row["last"]) + WAIT_SECONDS - now
