"""Zaptec's ways of saying no, each as observed: empty, a code under 500, a problem, and one in camelCase."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from starlette.requests import Request

OPERATION_FAILED, UNKNOWN_OBJECT, UNKNOWN_COMMAND, NO_CONTACT = 505, 512, 519, 520
NOT_SUPPORTED, COMMAND_REJECTED = 527, 528
"""`ErrorCodes` of Zaptec's constants."""


class Rejected(Exception):
    """Any answer but the one that was asked for: raised anywhere in a route, sent as it is."""

    def __init__(self, status: int, content: Any = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(str(status))
        self.status = status
        self.content = content
        self.headers = headers

    def response(self) -> Response:
        """As an answer; without content the body is empty."""
        if self.content is None:
            return Response(b"", self.status, self.headers)
        kind = "application/problem+json" if "title" in self.content else "application/json"
        return JSONResponse(self.content, self.status, self.headers, media_type=kind)


async def rejected(_request: Request, error: Exception) -> Response:
    """Starlette's handler for `Rejected`."""
    if not isinstance(error, Rejected):
        raise error
    return error.response()


async def nowhere(_request: Request, error: Exception) -> Response:
    """Starlette's handler for paths and methods that Zaptec doesn't have: its server says nothing more than that."""
    if not isinstance(error, HTTPException):
        raise error
    return Response(b"", error.status_code, error.headers)


def unauthorized() -> Rejected:
    """No token, or one that isn't valid any more."""
    return Rejected(401, headers={"WWW-Authenticate": "Bearer"})


def forbidden() -> Rejected:
    """This account has no role there that allows it."""
    return Rejected(403)


def unknown(what: str) -> Rejected:
    """An id that nothing has. The one answer of Zaptec's with camelCase keys (since 2025-03-01)."""
    return Rejected(404, {"errorCode": UNKNOWN_OBJECT, "message": f"{what} not found."})


def business(code: int, details: str | None = None) -> Rejected:
    """A rule of the business that says no comes as a 500."""
    return Rejected(500, {"Code": code, "Details": details, "StackTrace": None})


def invalid(name: str, text: str) -> Rejected:
    """A parameter or a field that can't be read."""
    return Rejected(
        400,
        {
            "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
            "title": "One or more validation errors occurred.",
            "status": 400,
            "errors": {name: [text]},
        },
    )


def missing_problem(what: str) -> Rejected:
    """Some routes answer an unknown id with a problem document."""
    title = "https://tools.ietf.org/html/rfc9110#section-15.5.5"
    return Rejected(404, {"type": title, "title": "Not Found", "status": 404, "detail": f"{what} not found."})


def zaptec_time(seconds: float) -> str:
    """As Zaptec writes times: UTC, no zone, up to three decimals without trailing zeros."""
    moment = datetime.fromtimestamp(round(seconds, 3), UTC)
    text = moment.strftime("%Y-%m-%dT%H:%M:%S")
    thousandths = round(moment.microsecond / 1000)
    return f"{text}.{thousandths:03d}".rstrip("0") if thousandths else text
