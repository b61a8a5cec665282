"""Refusals as RFC 9457 problem documents with a stable `code`, whatever goes wrong."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse, Response

from services.clouds.northe.wire import PROBLEM_JSON, Body, Problem, revealed

if TYPE_CHECKING:
    from starlette.requests import Request

TITLES = {
    "sign_in_rejected": "The sign-in was refused",
    "session_expired": "The customer's session isn't open",
    "fleet_not_enabled": "The fleet has no home charging",
    "limit_exceeded": "The price is above the fleet's limit",
    "bank_rejected": "The bank account was refused",
    "box_not_found": "There's no such charge box",
    "permission_missing": "Northe has no permission at the vendor",
    "role_missing": "Northe's permission lacks a role",
    "held_by_other_operator": "Another operator holds the charge box",
    "already_in_other_account": "The charge box is in another account",
    "pairing_locked": "Pairing is locked",
    "wrong_pin": "The PIN is wrong",
    "throttled": "Too many tries",
    "vendor_down": "The vendor's cloud doesn't answer",
    "northe_down": "Northe is down",
    "invalid_request": "The request isn't valid",
    "not_found": "There's no such thing",
    "conflict": "It stands against what's there",
}


class Refused(Exception):
    """An answer of another kind: raised anywhere in a route, sent as a problem document."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        field: str | None = None,
        retry_after: float | None = None,
        tries_left: int | None = None,
    ) -> None:
        super().__init__(code)
        self.problem = Problem(
            title=TITLES[code],
            status=status,
            code=code,
            detail=detail,
            field=field,
            retry_after=retry_after,
            tries_left=tries_left,
        )


def answer(body: Body, status: int = 200) -> Response:
    """A body of the contract as JSON."""
    return JSONResponse(revealed(body), status)


def problem_answer(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """A problem document, with `Retry-After` and `WWW-Authenticate` where they belong."""
    headers = dict(headers or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(math.ceil(problem.retry_after))
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    content = {name: value for name, value in revealed(problem).items() if value is not None}
    return JSONResponse(content, problem.status, headers, media_type=PROBLEM_JSON)


async def refused(_request: Request, error: Exception) -> Response:
    """Starlette's handler for `Refused`."""
    if not isinstance(error, Refused):
        raise error
    return problem_answer(error.problem)


async def http_problem(_request: Request, error: Any) -> Response:
    """Starlette's handler for its own refusals: no such path, no such method."""
    code = "not_found" if error.status_code == HTTPStatus.NOT_FOUND else "invalid_request"
    problem = Problem(title=TITLES[code], status=error.status_code, code=code, detail=str(error.detail))
    return problem_answer(problem, dict(error.headers or {}))
