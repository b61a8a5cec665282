"""GET /api/constants: the numbers and names of Zaptec's own, in `constants.json`.

The file holds facts from Zaptec's public API (https://api.zaptec.com/api/constants, as published in the
`stekker/zaptec` repository's `data/constants.json`), without changes.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request


@cache
def _constants() -> bytes:
    return (Path(__file__).parent / "constants.json").read_bytes()


async def constants(_request: Request) -> Response:
    """GET /api/constants, which needs no token."""
    return Response(_constants(), media_type="application/json")
