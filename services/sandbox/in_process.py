"""The way from httpx to a sandbox in the same process, where cut-off lines and time limits look as on a real one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from services.sandbox.faults import Dropped

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class InProcess(httpx.ASGITransport):
    """`httpx.ASGITransport`, which by itself knows neither: a fault would come out as the sandbox's own exception.

    An error in the sandbox is a 500 here, as it would be over a wire, unless `raise_app_exceptions` is on.
    """

    def __init__(self, app: ASGIApp, *, raise_app_exceptions: bool = False) -> None:
        super().__init__(app=app)
        self._raise = raise_app_exceptions

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """One call. Raises httpx's own errors only."""
        limit = request.extensions.get("timeout", {}).get("read")
        try:
            async with asyncio.timeout(limit):
                return await super().handle_async_request(request)
        except TimeoutError:
            raise httpx.ReadTimeout("", request=request) from None
        except Dropped:
            raise httpx.ReadError("", request=request) from None
        except Exception:
            if self._raise:
                raise
            return httpx.Response(500, request=request)
