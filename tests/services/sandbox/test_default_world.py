"""The shipped world and docs/sandbox.md say the same: each row of its tables is walked as it's written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import httpx
import pytest

from services.contracts import Cause
from services.sandbox import control, faults, world_tables
from services.sandbox.control import BoxOrder
from services.sandbox.world import load_world
from services.sandbox.world_tables import Box, World
from tests.support.clouds.sandbox_requests import SITE

if TYPE_CHECKING:
    from pydantic import BaseModel

pytestmark = pytest.mark.anyio
DOCS = (Path(__file__).parents[3] / "docs" / "sandbox.md").read_text("utf-8")
WORLD = load_world()


def table(heading: str, number: int = 0) -> list[list[str]]:
    """The rows of a heading's n-th table, cell by cell."""
    section = DOCS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    return [re.split(r"\s*\|\s*", line.strip("| ")) for line in tables[number].splitlines()[2:]]


def coded(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


CAUSES = {
    (coded(cause) or [""])[0]: ((coded(who) or [""])[0], (coded(box) or [""])[0], what)
    for cause, who, box, what in table("What to type to meet which cause")
}


def test_every_cause_has_a_row() -> None:
    assert set(CAUSES) == {"", *(cause.value for cause in Cause)}


def test_the_customers_are_those_of_the_world() -> None:
    listed = {
        coded(email)[0]: (coded(member)[0], name.removesuffix(" …")) for name, email, member, _ in table("Who there is")
    }
    assert list(listed) == [customer.email for customer in WORLD.customers]
    for customer in WORLD.customers:
        member, name = listed[customer.email]
        assert customer.fleet_member_id.get_secret_value() == member
        assert customer.name.startswith(name)
        assert customer.partner_key.get_secret_value() == "KEY1"


def test_the_zaptec_sign_ins_and_the_boxes_are_those_of_the_world() -> None:
    users = [coded(user)[0] for user, _ in table("Who there is", 1)]
    assert users == [account.user for account in WORLD.zaptec_accounts]
    assert {account.password.get_secret_value() for account in WORLD.zaptec_accounts} == {"zap"}
    listed = [coded(serial)[0] for serial, _ in table("Which boxes there are")]
    assert sorted(listed) == sorted(box.serial for box in (*WORLD.chargers, *WORLD.other_boxes))


@pytest.mark.parametrize("cause", [name for name, (_, box, _) in CAUSES.items() if box])
async def test_the_box_of_a_cause_has_that_cause(asked: Any, cause: str) -> None:
    email, serial, _ = CAUSES[cause]
    answer = (await (await asked.customer(email)).check(serial)).json()
    assert (answer.get("cause") or answer.get("code") or "") == cause


@pytest.mark.parametrize("cause", ["throttled", "northe_down", "fleet_not_enabled", "session_expired"])
async def test_the_customer_of_a_cause_meets_it(asked: Any, cause: str) -> None:
    email = CAUSES[cause][0]
    answer = await asked.sign_in(email)
    if answer.status_code == 201:
        headers = {"Authorization": f"Bearer {answer.json()['token']}", **asked.key()}
        await asked.wait(61)
        answer = await asked.http.post("/northe/v1/charge-sites", json=SITE, headers=headers)
    assert answer.json()["code"] == cause


async def test_network_down_and_login_changed(asked: Any) -> None:
    with pytest.raises(httpx.NetworkError):
        await asked.sign_in(CAUSES["network_down"][0])
    form = {"grant_type": "password", "username": CAUSES["login_changed"][0], "password": "zap"}
    answer = await asked.http.post("/zaptec/oauth/token", data=form)
    assert answer.json()["error"] == "unsupported_grant_type"


async def test_what_is_typed_wrongly(asked: Any) -> None:
    email = CAUSES["sign_in_rejected"][0]
    assert (await asked.sign_in(email, "1002")).json()["code"] == "sign_in_rejected"
    kim = await asked.customer(CAUSES["limit_exceeded"][0])
    price = re.findall(r"above ([0-9.]+)", CAUSES["limit_exceeded"][2])[0]
    above = await kim.post("/v1/charge-sites", {**SITE, "price_per_kwh": f"{float(price) + 0.01:.2f}"})
    assert above.json()["code"] == "limit_exceeded"
    (iban,) = re.findall(r"IBAN ([A-Z0-9 ]+):", CAUSES["bank_rejected"][2])
    refused = await kim.put("/v1/bank-account", {"first_name": "K", "last_name": "L", "iban": iban})
    assert refused.json()["detail"] == "The bank refuses this account.", "a well-formed number, refused by its ending"


async def test_a_wrong_pin(asked: Any) -> None:
    email, _, what = CAUSES["wrong_pin"]
    kim = await asked.customer(email)
    answer = await kim.connect(coded(what)[0], "easee", pin="9999")
    assert answer.json()["code"] == "wrong_pin"


@pytest.mark.parametrize("serial", [box.serial for box in WORLD.chargers])
async def test_every_charger_can_be_looked_at_in_both_clouds(asked: Any, serial: str) -> None:
    user = "changed@example.com"
    asked.sandbox.store.run("UPDATE zaptec_accounts SET trouble = ''")
    item = await asked.charger(serial, user)
    zaptec = await asked.zaptec(user)
    assert (await zaptec.get(f"/api/chargers/{item['Id']}/state")).status_code == 200
    assert (await (await asked.customer()).check(serial)).status_code in (200, 503)


def documented(name: str) -> set[str]:
    (cells,) = [row for row in table("A world of one's own") if row[0] == name or row[0] == f"`{name}`"]
    outside_brackets = re.sub(r"\([^)]*\)", "", cells[1])
    return set(coded(outside_brackets))


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("[[fleets]]", world_tables.WorldFleet),
        ("[[customers]]", world_tables.Customer),
        ("[[customers.sites]]", world_tables.Site),
        ("[[customers.boxes]]", world_tables.OwnedBox),
        ("[[zaptec_accounts]]", world_tables.ZaptecAccount),
        ("[[installations]]", world_tables.WorldInstallation),
        ("[[chargers]]", world_tables.WorldCharger),
        ("[[other_boxes]]", world_tables.OtherBox),
        ("a box", world_tables.Box),
        ("[link]", world_tables.LinkBehaviour),
        ("[bank]", world_tables.Bank),
        ("[limits]", world_tables.WorldLimits),
        ("[timing]", world_tables.Timing),
    ],
)
def test_every_key_of_a_world_file_is_documented(name: str, model: type[BaseModel]) -> None:
    own = set(model.model_fields)
    if model in (world_tables.WorldCharger, world_tables.OtherBox):
        own -= set(Box.model_fields)
    assert documented(name) == own


def test_every_table_every_kind_of_fault_and_every_order_is_documented() -> None:
    tables = {re.sub(r"[\[\]`]", "", row[0]) for row in table("A world of one's own")}
    assert set(World.model_fields) <= tables
    kinds = {kind for row in table("Faults to order") for kind in coded(row[0])}
    assert kinds == set(get_args(faults.Kind))
    orders = DOCS.split("POST /sandbox/charger/{serial}")[1].split("\n")[0]
    assert all(f"`{name}`" in orders or f'"{name}"' in orders for name in BoxOrder.model_fields)
    routes = {route.path for route in control.control(None).routes}  # type: ignore[arg-type,attr-defined]  # only listed
    for path in routes:
        assert f"/sandbox{re.sub(r'{(id|answer|number)(:[a-z]+)?}.*', '', path)}" in DOCS
