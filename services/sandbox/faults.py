"""Faults to order: a cloud that's slow, down, hanging, cut off or talking nonsense, for some paths and some times."""

from __future__ import annotations

import asyncio
import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from services.clouds.northe.wire import PROBLEM_JSON

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from services.sandbox.store import Store

DROP = "northe.sandbox.drop"
"""The ASGI extension under which a server hands out the way to cut this connection off (see `serve`)."""

CLOUDS = ("northe", "zaptec", "portal", "app")
Kind = Literal[
    "status",  # answers `status` with `body`, or with the error body that this cloud would send
    "delay",  # waits `seconds`, then goes on
    "drop",  # cuts the connection off before anything is done
    "lost",  # does what was asked, then cuts the connection off: the answer is lost
    "hang",  # never answers
    "html",  # the page of a proxy on the way
    "garbage",  # bytes that aren't JSON
    "half",  # does what was asked, sends half of the answer, cuts the connection off
    "empty",  # the right status, nothing in it
    "northe_down",
    "vendor_down",
    "throttled",
    "session_expired",
    "login_changed",
]
_OWN_FAULT = 500
_PRESETS: dict[str, tuple[int, str]] = {
    "northe_down": (503, "northe_down"),
    "vendor_down": (503, "vendor_down"),
    "throttled": (429, "throttled"),
    "session_expired": (401, "session_expired"),
    "login_changed": (400, "unsupported_grant_type"),
}
_NGINX = (
    "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n"
    "<center><h1>{status} {reason}</h1></center>\r\n<hr><center>nginx/1.29.0</center>\r\n</body>\r\n</html>\r\n"
)
_REASONS = {502: "Bad Gateway", 503: "Service Temporarily Unavailable", 504: "Gateway Time-out"}
_GARBAGE = b'{"Data": [\x00\xff\xfe\x80 not json, "'


class Fault(BaseModel):
    """One fault. `path` is a glob, matched against the whole path and against the part behind the cloud's name.

    `every`: only each n-th call that matches; `count`: so many times in all (0: until it's taken away).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    cloud: Literal["any", "northe", "zaptec", "portal", "app"] = "any"
    path: Annotated[str, Field(min_length=1, max_length=300)] = "*"
    method: Annotated[str, Field(pattern=r"^(\*|[A-Z]+)$")] = "*"
    status: Annotated[int, Field(ge=200, le=599)] | None = None
    code: Annotated[str, Field(max_length=80)] | None = None
    body: str | dict[str, Any] | list[Any] | None = None
    retry_after: Annotated[float, Field(ge=0, le=86_400)] | None = None
    seconds: Annotated[float, Field(ge=0, le=3600)] = 1.0
    every: Annotated[int, Field(ge=1)] = 1
    count: Annotated[int, Field(ge=0)] = 0

    def matches(self, method: str, path: str) -> bool:
        """Whether a call of this method to this path is meant."""
        cloud, _, rest = path.lstrip("/").partition("/")
        if cloud not in CLOUDS or self.cloud not in ("any", cloud) or self.method not in ("*", method):
            return False
        if self.kind == "login_changed" and not path.startswith("/zaptec/oauth/"):
            return False
        return fnmatchcase(path, self.path) or fnmatchcase(f"/{rest}", self.path) or fnmatchcase(rest, self.path)

    def answer(self, path: str) -> Response:
        """What's sent instead, for the kinds that send something whole."""
        preset_status, preset_code = _PRESETS.get(self.kind, (None, None))
        status = self.status or preset_status
        headers = {} if self.retry_after is None else {"Retry-After": f"{self.retry_after:g}"}
        if self.kind == "throttled" and self.retry_after is None:
            headers["Retry-After"] = "1"
        if self.kind == "html":
            status = status or 502
            page = _NGINX.format(status=status, reason=_REASONS.get(status, "Error"))
            return Response(page, status, headers, media_type="text/html")
        if self.kind == "garbage":
            return Response(_GARBAGE, status or 200, headers, media_type="application/json")
        if self.kind == "empty":
            return Response(b"", status or 200, headers, media_type="application/json")
        return self._error(path, status or 503, self.code or preset_code, headers)

    def _error(self, path: str, status: int, code: str | None, headers: dict[str, str]) -> Response:
        if isinstance(self.body, str):
            return Response(self.body, status, headers)
        if self.body is not None:
            return JSONResponse(self.body, status, headers)
        if path.startswith("/zaptec/oauth/"):
            said = {"error": code or "server_error", "error_description": "The sandbox was told to answer like this."}
            return JSONResponse(said, status, headers)
        if path.startswith("/zaptec/"):
            if code is None or not code.isdigit():
                return Response(b"", status, headers)
            return JSONResponse({"Code": int(code), "Details": None, "StackTrace": None}, status, headers)
        problem: dict[str, Any] = {"type": "about:blank", "title": "A fault to order", "status": status}
        problem |= {
            "code": code or ("northe_down" if status >= _OWN_FAULT else "invalid_request"),
            "detail": "Sandbox fault.",
        }
        if "Retry-After" in headers:
            problem["retry_after"] = float(headers["Retry-After"])
        return JSONResponse(problem, status, headers, media_type=PROBLEM_JSON)


class Dropped(ConnectionResetError):
    """The connection is cut off: how a fault shows in-process, where there's no connection to cut."""


class Faults:
    """The list of faults in force. Kept in the world's database, so that it lasts as long as the world."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, fault: Fault) -> int:
        """Puts one in force and answers with its number."""
        return self._store.insert("INSERT INTO faults (spec) VALUES (?)", fault.model_dump_json())

    def listed(self) -> list[dict[str, Any]]:
        """Those in force, with how often each matched and struck."""
        rows = self._store.all("SELECT * FROM faults ORDER BY id")
        return [
            {"id": row["id"], "seen": row["seen"], "struck": row["struck"], **json.loads(row["spec"])} for row in rows
        ]

    def remove(self, number: int | None = None) -> int:
        """Takes one away, or all of them. Answers with how many went."""
        if number is None:
            return self._store.run("DELETE FROM faults")
        return self._store.run("DELETE FROM faults WHERE id = ?", number)

    def striking(self, method: str, path: str) -> list[Fault]:
        """The faults that strike this call; counts it."""
        struck: list[Fault] = []
        for row in self._store.all("SELECT * FROM faults ORDER BY id"):
            fault = Fault.model_validate_json(row["spec"])
            if not fault.matches(method, path) or (fault.count and row["struck"] >= fault.count):
                continue
            strikes = (row["seen"] + 1) % fault.every == 0
            self._store.run(
                "UPDATE faults SET seen = seen + 1, struck = struck + ? WHERE id = ?", int(strikes), row["id"]
            )
            if strikes:
                struck.append(fault)
        return struck


class FaultMiddleware:
    """The outermost layer: lets a fault strike before or after the cloud behind it does its work."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call. Raises `Dropped` in-process, where no server offers a way to cut the connection off."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        for fault in self._faults.striking(scope["method"], scope["path"]):
            if fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            else:
                await self._strike(fault, scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _strike(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.kind == "hang":
            await _until_gone(receive)
        elif fault.kind == "drop":
            await cut_off(scope, receive)
        elif fault.kind in {"lost", "half"}:
            start, body = await self._whole_answer(scope, receive)
            if fault.kind == "half":
                await send(start)
                await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
            await cut_off(scope, receive)
        else:
            await fault.answer(scope["path"])(scope, receive, send)

    async def _whole_answer(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        starts: list[Message] = []
        pieces: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                starts.append(message)
            else:
                pieces.append(message.get("body", b""))

        await self._app(scope, receive, keep)
        return starts[0], b"".join(pieces)


async def cut_off(scope: Scope, receive: Receive) -> None:
    """Ends the connection without another byte."""
    drop = (scope.get("extensions") or {}).get(DROP)
    if drop is None:
        raise Dropped("the connection was cut off")
    drop()
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    """Waits until the caller has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass
