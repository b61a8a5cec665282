"""Keeps web pages out: whoever serves a sandbox may have any page open in a browser, and it mustn't change the world.

A browser says with every change where the page came from (`Origin`), and asks under the name that the page was opened
with (`Host`), which may be anybody's name that is made to point here. curl and other clients send no `Origin`.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from services.clouds.northe.wire import Problem
from services.sandbox.northe.problems import TITLES, problem_answer

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_PAGE = frozenset({"", "none", "same-origin"})
"""`Sec-Fetch-Site` of what a person typed, or of a page of the sandbox's own."""

_NEAR = (".localhost", ".local", ".internal", ".home.arpa", ".lan")
"""Ends of names that exist only at home or on this machine (RFC 6761, 6762, 8375): nobody can make them point here."""

_CONTROLS = "/sandbox/"


class WebPageGuard:
    """Refuses changes that a foreign page asks for. Redirects stay on the address that was asked."""

    def __init__(self, app: ASGIApp, base_url: str) -> None:
        self._app = app
        self._own_names = {_name_in(f"//{socket.gethostname()}"), _name_in(base_url)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        host = headers.get(b"host", "")
        if scope["type"] == "http" and scope["method"] not in _READS and (why := self._refusal(scope, headers, host)):
            problem = Problem(title=TITLES["invalid_request"], status=403, code="invalid_request", detail=why)
            await problem_answer(problem)(scope, receive, send)
            return
        here = f"{scope.get('scheme', 'http')}://{host}".encode("latin-1")

        async def within(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _path_only(value, here) if name == b"location" else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        await self._app(scope, receive, within)

    def _refusal(self, scope: Scope, headers: dict[bytes, str], host: str) -> str:
        """Why this may not be done; empty: it may."""
        origin = headers.get(b"origin")
        if origin is None and headers.get(b"sec-fetch-site", "") not in _OWN_PAGE:
            return "A page from elsewhere can't change this world."
        if origin is not None and _place_of(origin) != host.casefold():
            return "A page from elsewhere can't change this world."
        if (origin is not None or scope["path"].startswith(_CONTROLS)) and not self._is_own(host):
            return "Ask by an address or a name of this machine, or serve it with --host and the name that you use."
        return ""

    def _is_own(self, host: str) -> bool:
        """Whether this is a name that only the sandbox's own side can make point here; an address always is."""
        name = _name_in(f"//{host}")
        if not name:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return "." not in name or name.endswith(_NEAR) or name in self._own_names
        return True


def _place_of(origin: str) -> str:
    """The host and port of an `Origin`; of one that hides itself, nothing that could be asked."""
    try:
        return urlsplit(origin).netloc.casefold() or "nowhere"
    except ValueError:
        return "nowhere"


def _name_in(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _path_only(location: bytes, here: bytes) -> bytes:
    """Where it goes on, without the name that was asked for: it's only what the asker called this machine."""
    if not location.startswith(here + b"/"):
        return location
    return b"/" + location.removeprefix(here).lstrip(b"/")
