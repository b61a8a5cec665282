"""Puts both clouds, the pages that a phone opens, and the controls of the world into one ASGI app."""

from __future__ import annotations

from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.routing import Mount

from services.sandbox.clock import SandboxClock
from services.sandbox.control import control
from services.sandbox.faults import FaultMiddleware
from services.sandbox.northe.app import northe
from services.sandbox.northe.links import check_base_url
from services.sandbox.northe.problems import http_problem
from services.sandbox.phone import phone
from services.sandbox.portal import portal
from services.sandbox.progress import settle
from services.sandbox.seed import seed
from services.sandbox.state import Sandbox
from services.sandbox.store import Store
from services.sandbox.web_page_guard import WebPageGuard
from services.sandbox.world import load_world
from services.sandbox.zaptec.app import zaptec

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from services.sandbox.world_tables import World


class Dated:
    """Moves the world on before each call and dates each answer by the world's clock, not by the machine's."""

    def __init__(self, app: ASGIApp, sandbox: Sandbox) -> None:
        self._app = app
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._sandbox.clock.now(), usegmt=True)
                message["headers"] = [*message.get("headers", ()), (b"date", date.encode())]
            await send(message)

        settle(self._sandbox)
        await self._app(scope, receive, dated)


def create_app(
    world: World | Path | None = None,
    *,
    database: str = ":memory:",
    clock: SandboxClock | None = None,
    base_url: str = "http://sandbox",
) -> Starlette:
    """The sandbox as an ASGI app; `app.state.sandbox` is its inside.

    `world`: a world, the file of one, or None for the shipped one. `database`: a file keeps the world's state across
    restarts. `base_url`: what a phone puts before `/app/link/…`. Raises `WorldWrong`, `sqlite3.Error`.
    """
    check_base_url(base_url)
    if world is None or isinstance(world, Path):
        world = load_world(world)
    sandbox = Sandbox(world, Store(database), clock or SandboxClock(), base_url.rstrip("/"), seed)
    app = Starlette(
        routes=[
            Mount("/northe", northe(sandbox)),
            Mount("/zaptec", zaptec(sandbox)),
            Mount("/portal", portal(sandbox)),
            Mount("/app/link", phone(sandbox)),
            Mount("/l", phone(sandbox)),  # the short form, for a long base address
            Mount("/sandbox", control(sandbox)),
        ],
        exception_handlers={HTTPException: http_problem},
    )
    app.state.sandbox = sandbox
    app.add_middleware(FaultMiddleware, faults=sandbox.faults)
    app.add_middleware(WebPageGuard, base_url=sandbox.base_url)
    app.add_middleware(Dated, sandbox=sandbox)  # the outermost
    return app
