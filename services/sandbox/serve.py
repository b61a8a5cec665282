"""Serves the sandbox over a socket, for curl, for a phone's browser, for clients that others wrote."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from services.rules.catalogue import brands
from services.sandbox.app import create_app
from services.sandbox.faults import DROP
from services.sandbox.world import load_world

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

_ANYWHERE = {"0.0.0.0": socket.AF_INET, "::": socket.AF_INET6}  # noqa: S104 - to be recognised, not to be bound to
_NOWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses for documentation (RFC 5737, RFC 3849): asking for the way there sends nothing."""


class _Cuttable(H11Protocol):
    """Lets the app cut a connection off without an answer, which ASGI has no word for."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        app: Any = self.app

        async def cuttable(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {**(scope.get("extensions") or {}), DROP: transport.abort}
            await app(scope, receive, send)

        self.app = cuttable


def serve(*, host: str, port: int, world: Path | None, ready: Callable[[str], None]) -> int:
    """Serves until it's interrupted, and returns 0. `ready` gets the address once connections are accepted.

    `port` 0: any free one. Raises `OSError` if it can't listen there, `WorldWrong` for a world file that can't be used
    and `CatalogueWrong` for a brand's.
    """
    brands()
    checked = load_world(world)  # both before the port is taken
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named, since asyncio sends answers at once (TCP_NODELAY) only on sockets that name it.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
        address = _address(host, family, listener.getsockname()[1])
        app = create_app(checked, base_url=address)
        config = uvicorn.Config(
            app,
            http=_Cuttable,
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="error",
            date_header=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(uvicorn.Server(config), listener, lambda: ready(address)))
        app.state.sandbox.store.close()
    return 0


async def _run(server: uvicorn.Server, listener: socket.socket, ready: Callable[[], None]) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    if server.started:
        ready()
    await serving


def _address(host: str, family: int, port: int) -> str:
    """What a phone in the same network would type. Listening everywhere, that's this machine's own address."""
    shown = host
    if host in _ANYWHERE:
        with socket.socket(family, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect((_NOWHERE[socket.AddressFamily(family)], 9))
                shown = asking.getsockname()[0]
            except OSError:
                shown = "127.0.0.1" if family == socket.AF_INET else "::1"
    return f"http://[{shown}]:{port}" if family == socket.AF_INET6 else f"http://{shown}:{port}"
