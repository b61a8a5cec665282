"""A box's behaviour changes: what the cloud knew of it stays, except when it's said that it never was there."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

pytestmark = pytest.mark.anyio
WAYS = ("online", "offline", "stale_pulse", "powering_up")


async def state(asked: Any, zaptec: Any, charger_id: str) -> dict[int, dict[str, Any]]:
    return {one["StateId"]: one for one in (await zaptec.get(f"/api/chargers/{charger_id}/state")).json()}


@pytest.mark.parametrize(("first", "second"), list(product(WAYS, WAYS)))
async def test_no_change_of_behaviour_loses_what_was_known(asked: Any, first: str, second: str) -> None:
    zaptec, item = await asked.zaptec(), await asked.charger("ZAP900001")
    before = await state(asked, zaptec, item["Id"])
    for behaviour in (first, second):
        await asked.http.post("/sandbox/charger/ZAP900001", json={"behaviour": behaviour})
        after = await state(asked, zaptec, item["Id"])
        assert after.keys() == before.keys()
        assert {number: after[number].get("ValueAsString") for number in after if number not in (-3, -2)} == {
            number: before[number].get("ValueAsString") for number in before if number not in (-3, -2)
        }
        assert after[911] == before[911], "with its time"


async def test_one_that_never_was_online_is_known_no_more(asked: Any) -> None:
    zaptec, item = await asked.zaptec(), await asked.charger("ZAP900001")
    await asked.http.post("/sandbox/charger/ZAP900001", json={"behaviour": "never_online"})
    assert sorted(await state(asked, zaptec, item["Id"])) == [-3, -2, 800, 801]
    await asked.http.post("/sandbox/charger/ZAP900001", json={"behaviour": "powering_up", "online_after_seconds": 45})
    assert sorted(await state(asked, zaptec, item["Id"])) == [-3, -2, 800, 801]
