"""Zaptec's lists: in the order of any property, and each page at its own cost, however long the list is."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import pytest

from services.sandbox.store import Store
from services.sandbox.world_tables import World
from services.sandbox.zaptec import chargers, history, installations
from services.sandbox.zaptec.paging import Conditions
from tests.support.clouds.sandbox_requests import sandbox_requests
from tests.support.clouds.world_of_many import ALL, SOME, world_of_many

pytestmark = pytest.mark.anyio
PAGE = 20
FEW, MANY = 40, 600


@cache
def world(count: int, places: int = 12) -> World:
    """So many chargers. More than twelve places: the rest of them are empty ones."""
    more = (f'[[installations]]\nkey = "more-{number}"\nname = "Torg {number}"\n' for number in range(places - 12))
    return World.model_validate(tomllib.loads(world_of_many(count) + "".join(more)))


async def everything(zaptec: Any, path: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    pages = 1
    while len(found) < pages * PAGE and params.get("PageIndex", -1) + 1 < pages:
        params["PageIndex"] = params.get("PageIndex", -1) + 1
        answer = (await zaptec.get(path, params={**params, "PageSize": PAGE})).json()
        pages, found = answer["Pages"], found + answer["Data"]
    return found


def rank(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


@pytest.mark.parametrize("user", [ALL, SOME])
@pytest.mark.parametrize(
    ("path", "listing"), [("/api/chargers", chargers._LISTING), ("/api/installation", installations._LISTING)]
)
async def test_pages_come_in_the_order_of_any_property(path: str, listing: Any, user: str) -> None:
    crowd = sandbox_requests(world(60))
    zaptec = await crowd.zaptec(user)
    await zaptec.post(f"/api/installation/{(await everything(zaptec, path))[-1]['Id']}/update", json={})
    crowd.sandbox.store.run("UPDATE installations SET phase1 = rowid, phase2 = 9, phase3 = 16 WHERE rowid % 3 = 0")
    plain = await everything(zaptec, path, SortProperty="nothing of that name")
    properties = {name for item in plain for name in item if name.casefold() in listing.sorts}
    assert len(properties) > 4, "else nothing is tried"
    for name in properties:
        have, lack = [one for one in plain if name in one], [one for one in plain if name not in one]
        for down in (False, True):
            sorted_ones = sorted(have, key=lambda one: rank(one[name]), reverse=down)
            told = await everything(zaptec, path, SortProperty=name.upper(), SortDescending=str(down).lower())
            assert [one["Id"] for one in told] == [one["Id"] for one in (*sorted_ones, *lack)], (name, down)


def test_whatever_a_charger_shows_it_can_be_sorted_by() -> None:
    sandbox = sandbox_requests(world(60)).sandbox
    row = chargers._LISTING.one(sandbox.store, Conditions("r.user = ? AND b.serial = 'ZPR900007'", ALL))
    assert row is not None
    assert {name.casefold() for name in chargers.charger_item(sandbox, row)} == set(chargers._LISTING.sorts)


class Counted:
    """Statements, rows that came out of them, and objects that were written out."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.statements = self.rows = self.rendered = 0
        get_all, get_one = Store.all, Store.one

        def counted_all(store: Store, sql: str, *values: Any) -> list[Any]:
            found = get_all(store, sql, *values)
            self.statements, self.rows = self.statements + 1, self.rows + len(found)
            return found

        def counted_one(store: Store, sql: str, *values: Any) -> Any:
            self.statements, self.rows = self.statements + 1, self.rows + 1
            return get_one(store, sql, *values)

        patch.setattr(Store, "all", counted_all)
        patch.setattr(Store, "one", counted_one)
        self._count(patch, chargers, "charger_item")
        self._count(patch, installations, "_item")
        self._count(patch, history.ChargingSession, "item")

    def _count(self, patch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        render = getattr(owner, name)

        def counted(*given: Any, **named: Any) -> Any:
            self.rendered += 1
            return render(*given, **named)

        patch.setattr(owner, name, counted)


async def page_cost(path: str, count: int, places: int, index: int, query: dict[str, str]) -> Counted:
    zaptec = await sandbox_requests(world(count, places)).zaptec(ALL)
    with pytest.MonkeyPatch.context() as patch:
        cost = Counted(patch)
        answer = await zaptec.get(path, params={**query, "PageIndex": index, "PageSize": PAGE})
    assert len(answer.json()["Data"]) == PAGE
    return cost


QUERIES: dict[str, dict[str, str]] = {
    "plain": {},
    "by a computed property": {"SortProperty": "IsOnline"},
    "filtered": {"NameFilter": "r", "Exclude": "11111111-0000-4000-8000-0000000000a1"},
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
@pytest.mark.parametrize("path", ["/api/chargers", "/api/installation"])
async def test_a_page_of_a_long_list_costs_no_more_than_one_of_a_short_list(path: str, query: dict[str, str]) -> None:
    short = await page_cost(path, FEW, 40, 0, query)
    for index in (0, 29):
        long = await page_cost(path, MANY, 700, index, query)
        assert (long.statements, long.rendered) == (short.statements, PAGE)
        assert long.rows == short.rows <= 2 * PAGE + long.statements


async def test_a_page_of_the_history_writes_out_only_its_own_sessions() -> None:
    crowd = sandbox_requests(world(FEW))
    crowd.sandbox.store.run("UPDATE boxes SET sessions = 30")
    zaptec = await crowd.zaptec(ALL)
    with pytest.MonkeyPatch.context() as patch:
        cost = Counted(patch)
        answer = (await zaptec.get("/api/chargehistory", params={"PageSize": PAGE, "DetailLevel": 1})).json()
    assert (len(answer["Data"]), answer["Pages"]) == (PAGE, FEW * 30 // PAGE)
    assert cost.rendered == PAGE


@pytest.mark.parametrize("listing", [chargers._LISTING, installations._LISTING], ids=["chargers", "installations"])
def test_no_row_makes_the_database_go_through_all_boxes(listing: Any) -> None:
    store = sandbox_requests(world(FEW)).sandbox.store
    shown = f"SELECT {listing.columns} FROM {listing.source} WHERE {listing.key} IN (1, 2)"  # noqa: S608 - own names
    plan = [row["detail"] for row in store.all(f"EXPLAIN QUERY PLAN {shown}")]
    assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] in {"o", "b", "boxes"}], plan
    assert any("held_in" in step for step in plan), plan


@pytest.mark.parametrize("statement", ["mode_since = ocpp_since", "mode_since = mode_since", "firmware ="])
async def test_what_is_done_before_every_answer_goes_through_no_table(statement: str) -> None:
    crowd = sandbox_requests(world(FEW))
    done: list[str] = []
    crowd.sandbox.store._connection.set_trace_callback(done.append)
    await crowd.http.get("/sandbox/clock")
    crowd.sandbox.store._connection.set_trace_callback(None)
    sql = next(one for one in done if one.startswith("UPDATE boxes") and statement in one)
    plan = [row["detail"] for row in crowd.sandbox.store.all(f"EXPLAIN QUERY PLAN {sql}")]
    assert not [step for step in plan if step.startswith("SCAN")], plan
