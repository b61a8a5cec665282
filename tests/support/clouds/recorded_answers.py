"""A cloud made of recorded answers, for tests of the clients: counts what's asked and never waits."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from services.clouds.http import Policy

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


def json_answer(status: int, body: Any = None, **headers: str) -> httpx.Response:
    """A JSON answer, or an empty one."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        return httpx.Response(status, headers=named)
    return httpx.Response(status, json=body, headers=named)


def html_answer(status: int, html: str = "<html><body>nginx</body></html>") -> httpx.Response:
    """What a proxy says."""
    return httpx.Response(status, html=html)


@dataclass
class RecordedAnswers:
    """Answers by method and path. The last answer to a path is repeated; `default` answers everything else."""

    replies: dict[str, deque[Reply]] = field(default_factory=dict)
    default: Reply | None = None
    asked: list[httpx.Request] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def on(self, what: str, *replies: Reply) -> RecordedAnswers:
        """`what`: such as "GET /v1/account"."""
        self.replies[what] = deque(replies)
        return self

    def count(self, what: str) -> int:
        """How often it was asked."""
        return sum(f"{one.method} {one.url.path}" == what for one in self.asked)

    def last(self, what: str) -> httpx.Request:
        """The last request of this kind."""
        return [one for one in self.asked if f"{one.method} {one.url.path}" == what][-1]

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        waiting = self.replies.get(f"{request.method} {request.url.path}")
        reply = self.default if waiting is None else waiting.popleft() if len(waiting) > 1 else waiting[0]
        if reply is None:
            raise AssertionError(f"nobody recorded {request.method} {request.url}")
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx.Response):
            return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)
        return reply(request)

    def client(self) -> httpx.AsyncClient:
        async def answer(request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)  # as on a line, others get their turn meanwhile
            return self.answer(request)

        return httpx.AsyncClient(transport=httpx.MockTransport(answer))

    def policy(self, **changes: Any) -> Policy:
        """The real one, but it notes its waits instead of waiting, and its clock stands still."""

        async def note(seconds: float) -> None:
            self.waits.append(seconds)

        return Policy(**{"sleep": note, "chance": lambda: 0.5, "monotonic": lambda: 0.0, **changes})


def sent(request: httpx.Request) -> Any:
    """The JSON that a request carried."""
    return json.loads(request.content)


def everything_about(error: BaseException) -> str:
    """All that a crash report could ever show of an error: what's chained to it, and the variables of each frame of ours
    and of the libraries'. The test's own frames know the secrets, so they're left out.
    """
    told: list[str] = []
    behind: BaseException | None = error
    while behind is not None:
        told += [repr(behind), str(behind), repr(vars(behind))]
        for frame in traceback.StackSummary.extract(traceback.walk_tb(behind.__traceback__), capture_locals=True):
            if "/tests/" not in frame.filename:
                told += [f"{frame.filename}:{frame.lineno} {frame.line}", repr(frame.locals)]
        behind = behind.__cause__ or behind.__context__
    return "\n".join(told)


FAULTS: dict[str, Reply] = {
    "refused": httpx.ConnectError("All connection attempts failed"),
    "slow to connect": httpx.ConnectTimeout("too slow"),
    "slow": httpx.ReadTimeout("too slow"),
    "reset": httpx.ReadError("reset"),
    "hung up": httpx.RemoteProtocolError("peer closed connection"),
    "half": httpx.Response(200, content=b'{"Pages": 1, "Data": [{"Id"', headers={"content-type": "application/json"}),
    "html": html_answer(200),
    "garbage": httpx.Response(200, content=b"\x00\xff\xfe{{{", headers={"content-type": "application/json"}),
    "other shape": json_answer(200, {"Unexpected": [1, 2]}),
    "number": json_answer(200, 7),
    "204": json_answer(204),
    "301": httpx.Response(301, headers={"location": "https://elsewhere.example/"}),
    "407": html_answer(407),
    "401": json_answer(401),
    "403": json_answer(403),
    "404 html": html_answer(404),
    "429": json_answer(429, retry_after="1"),
    "429 long": json_answer(429, retry_after="120"),
    "500": json_answer(500),
    "503": html_answer(503),
    "503 long": httpx.Response(503, html="<html>", headers={"retry-after": "300"}),
}
"""What can go wrong with any call, by name."""
