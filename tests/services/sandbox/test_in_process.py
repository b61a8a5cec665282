from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from services.sandbox.in_process import InProcess

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

pytestmark = pytest.mark.anyio


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ZeroDivisionError


async def test_an_error_of_the_sandbox_is_a_500_unless_its_wanted() -> None:
    async with httpx.AsyncClient(transport=InProcess(broken), base_url="http://sandbox") as client:
        assert (await client.get("/")).status_code == 500
    async with httpx.AsyncClient(
        transport=InProcess(broken, raise_app_exceptions=True), base_url="http://sandbox"
    ) as client:
        with pytest.raises(ZeroDivisionError):
            await client.get("/")
