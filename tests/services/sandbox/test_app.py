from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import pytest

from services.sandbox.world import DEFAULT_WORLD
from tests.support.clouds.sandbox_requests import Customer, sandbox_requests

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


async def test_a_database_file_keeps_the_world_across_restarts(tmp_path: Path, world_file: Any) -> None:
    member = "MEMBER-4711"  # "1001" may stand in any of the file's random ids
    world = world_file(DEFAULT_WORLD.read_text("utf-8").replace('"1001"', f'"{member}"'))
    file = str(tmp_path / "sandbox.sqlite")
    before = sandbox_requests(world, database=file)
    kim = await before.customer()
    await before.wait(100)
    box = (await kim.connect("ZAP900001")).json()
    before.sandbox.store.close()
    after = sandbox_requests(world, database=file)
    assert after.sandbox.clock.offset == 100
    kim_again = Customer(after, kim.headers["Authorization"].partition(" ")[2])
    await after.wait(10)
    assert (await kim_again.get(f"/v1/charge-boxes/{box['id']}")).json()["stage"] == "online"
    assert member.encode() not in (tmp_path / "sandbox.sqlite").read_bytes(), "no member ID is kept in clear"


async def test_answers_are_dated_by_the_worlds_clock(asked: Any) -> None:
    await asked.wait(3600)
    for path in ("/northe/v1/account", "/zaptec/api/constants", "/sandbox/world", "/nowhere"):
        date = parsedate_to_datetime((await asked.http.get(path)).headers["Date"])
        assert date.isoformat() == "2026-09-14T10:30:00+00:00"


async def test_the_catalogue_is_the_programs_own(asked: Any) -> None:
    body = (await asked.http.get("/northe/v1/catalogue")).json()
    by_id = {brand["id"]: brand for brand in body["brands"]}
    assert by_id["zaptec"]["documented"]
    assert not by_id["easee"]["documented"]
    assert {field["name"]: field["secret"] for field in by_id["easee"]["connect_fields"]} == {
        "serial_number": False,
        "pin": True,
    }
