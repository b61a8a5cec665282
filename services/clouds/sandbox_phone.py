"""The customer's phone and the owner's browser in the sandbox, so that one keyboard is enough to try everything."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from services.clouds.http import Connection, HttpRequest
from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    import httpx

    from services.clouds.http import Policy
    from services.contracts import Clock


class SandboxPhone:
    """`services.contracts.CustomersPhone`, over the sandbox's own controls. Raises `ServiceError`."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        clock: Clock,
        *,
        lookup_key: str,
        policy: Policy | None = None,
    ) -> None:
        self._http = http
        self._line = Connection(http, silent=Cause.NORTHE_DOWN, clock=clock, policy=policy)
        self._base = base_url.rstrip("/")
        self._lookup_key = lookup_key

    async def approve(self, link_id: str) -> None:
        """POST /sandbox/link/{link_id}/approve: the customer says yes."""
        await self._do(f"/sandbox/link/{quote(link_id, safe='')}/approve", {})

    async def consent(self, serial_number: str) -> None:
        """POST /sandbox/grant: Owner and Service, as Northe's guide asks for."""
        await self._do("/sandbox/grant", {"serial_number": serial_number, "lookup_key": self._lookup_key})

    async def close(self) -> None:
        """Closes the HTTP client that it was given."""
        await self._http.aclose()

    async def _do(self, path: str, what: dict[str, str]) -> None:
        request = HttpRequest(
            "POST",
            self._base + path,
            headers={"Content-Type": "application/json"},
            body=lambda: json.dumps(what).encode(),
            repeatable=True,
        )
        answer = await self._line.ask(request)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise ServiceError(Cause.NORTHE_DOWN, note=f"the sandbox answered {answer.status}")
