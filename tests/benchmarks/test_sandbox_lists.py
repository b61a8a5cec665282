"""How long the sandbox's own list of chargers takes, page by page, for 100, 1,000 and 5,000 of them.

Only shown, not judged: what a page costs is counted by tests/services/sandbox/zaptec/test_lists.py. `make bench`.
"""

from __future__ import annotations

import sys
import time
import tomllib

import pytest

from services.sandbox.world_tables import World
from tests.support.clouds.sandbox_requests import sandbox_requests
from tests.support.clouds.world_of_many import ALL, world_of_many

pytestmark = pytest.mark.anyio
SIZES = (100, 1000, 5000)


async def listed(count: int) -> tuple[float, int]:
    """Seconds of processor time and calls."""
    zaptec = await sandbox_requests(World.model_validate(tomllib.loads(world_of_many(count)))).zaptec(ALL)
    zaptec.timeout = 30.0
    found, calls, began = 0, 0, time.process_time()
    while True:
        answer = (await zaptec.get("/api/chargers", params={"PageIndex": calls, "PageSize": 100})).json()
        found, calls = found + len(answer["Data"]), calls + 1
        if calls >= answer["Pages"]:
            break
    assert found == count
    return time.process_time() - began, calls


async def test_the_list_of_chargers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [f"{'chargers':>10}{'calls':>8}{'ms':>10}{'ms each':>10}"]
    for count in SIZES:
        seconds, calls = await listed(count)
        lines.append(f"{count:>10}{calls:>8}{seconds * 1e3:>10.0f}{seconds * 1e3 / count:>10.3f}")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
