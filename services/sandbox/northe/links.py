"""QR sign-in: an offer, the customer's yes or no on their phone, and the session that comes of it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from services.clouds.northe.wire import LinkSession
from services.sandbox.clock import moment
from services.sandbox.northe.bodies import once
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.northe.sessions import open_session, unclaimed
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world import WorldWrong
from services.text.words import Message

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request
    from starlette.responses import Response

LONGEST_PAYLOAD = 53
"""In bytes: what a QR code of version 3 with error correction L holds."""

_COLLECT_SECONDS = 60.0
"""An approval that nobody has asked for by then, after the offer's end, is worth nothing any more."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORMS = (("/app/link/", 12), ("/app/link/", 10), ("/l/", 12), ("/l/", 10))


def check_base_url(base_url: str) -> None:
    """Raises `WorldWrong` if no payload with this address before it fits its QR code."""
    if _form(base_url.rstrip("/")) is None:
        raise WorldWrong(Message("sandbox.base_url_long", {"url": base_url, "longest": LONGEST_PAYLOAD - 13}))


def _form(base_url: str) -> tuple[str, int] | None:
    length = len(base_url.encode())
    return next((form for form in _FORMS if length + len(form[0]) + form[1] <= LONGEST_PAYLOAD), None)


async def start_link(request: Request) -> Response:
    """POST /v1/link-sessions. `id` is the asker's secret; the payload, which anybody can photograph, isn't."""
    sandbox = sandbox_of(request)
    behaviour = sandbox.world.link

    def make() -> tuple[LinkSession, int]:
        now = sandbox.clock.time()
        path, length = _form(sandbox.base_url) or _FORMS[-1]
        link_id = secrets.token_urlsafe(18)
        token = "".join(secrets.choice(_ALPHABET) for _ in range(length))
        waits = {"approved": behaviour.approve_after_seconds, "refused": behaviour.refuse_after_seconds}
        answers = sorted((seconds, said) for said, seconds in waits.items() if seconds is not None)
        after, said = answers[0] if answers else (None, None)
        sandbox.store.add(
            "links",
            id=link_id,
            token=token,
            status="pending",
            expires_at=now + behaviour.expires_seconds,
            email=usual_customer(sandbox),
            answer_at=None if after is None else now + after,
            answer=said,
        )
        return _body(sandbox, link_row(sandbox, link_id), f"{sandbox.base_url}{path}{token}"), 201

    return await once(request, "", None, make)


async def poll_link(request: Request) -> Response:
    """GET /v1/link-sessions/{id}, asked until the customer has answered."""
    sandbox = sandbox_of(request)
    row = link_row(sandbox, request.path_params["id"])
    path, _ = _form(sandbox.base_url) or _FORMS[-1]
    body = _body(sandbox, row, f"{sandbox.base_url}{path}{row['token']}")
    if body.status != "approved":
        return answer(body)
    customer = sandbox.store.one("SELECT * FROM customers WHERE email = ?", row["email"])
    if customer is None:
        raise Refused(404, "not_found", "The account is gone.")
    token = sandbox.derived("link", row["id"])
    if row["opened"] and not unclaimed(sandbox, token):
        return answer(body)
    # The token is told again until it's used for the first time: an answer may be lost on a phone's hotspot.
    sandbox.store.run("UPDATE links SET opened = 1 WHERE id = ?", row["id"])
    opened = open_session(sandbox, customer, "link", token)
    return answer(body.model_copy(update={"token": opened.token, "token_expires_at": opened.expires_at}))


def link_row(sandbox: Sandbox, link_id: str) -> sqlite3.Row:
    """A link session by its id, moved on to now. Raises `Refused`."""
    now = sandbox.clock.time()
    # what the phone was to do by itself, if it came in time; then the end of the time
    sandbox.store.run(
        "UPDATE links SET status = answer WHERE status = 'pending' AND answer_at <= ? AND answer_at < expires_at", now
    )
    sandbox.store.run(
        "UPDATE links SET status = 'expired' WHERE expires_at <= ? AND (status = 'pending' OR"
        " (status = 'approved' AND NOT opened AND expires_at <= ?))",
        now,
        now - _COLLECT_SECONDS,
    )
    row = sandbox.store.one("SELECT * FROM links WHERE id = ?", link_id)
    if row is None:
        raise Refused(404, "not_found", "There's no such link session.")
    return row


def answer_link(sandbox: Sandbox, link_id: str, status: str, email: str | None = None) -> None:
    """The customer's yes or no. Raises `Refused` if it's no longer asked, or if nobody has this e-mail."""
    row = link_row(sandbox, link_id)
    if row["status"] != "pending":
        raise Refused(409, "conflict", f"This sign-in is already {row['status']}.")
    email = (email or row["email"]).strip().casefold()
    if not sandbox.store.one("SELECT 1 FROM customers WHERE email = ?", email):
        raise Refused(404, "not_found", "There's no customer with this e-mail.")
    sandbox.store.run("UPDATE links SET status = ?, email = ? WHERE id = ?", status, email, link_id)


def usual_customer(sandbox: Sandbox) -> str:
    """Who approves if nobody is named: the world's `approve_as`, or its first customer."""
    if sandbox.world.link.approve_as:
        return sandbox.world.link.approve_as.casefold()
    return sandbox.world.customers[0].email.casefold() if sandbox.world.customers else ""


def _body(sandbox: Sandbox, row: sqlite3.Row, payload: str) -> LinkSession:
    return LinkSession(
        id=row["id"],
        status=row["status"],
        payload=payload,
        expires_at=moment(row["expires_at"]),
        poll_after_seconds=sandbox.world.link.poll_seconds,
    )
