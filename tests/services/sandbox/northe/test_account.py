from __future__ import annotations

from typing import Any

import pytest

from tests.support.clouds.sandbox_requests import SITE

pytestmark = pytest.mark.anyio
IBAN = "SE45 5000 0000 0583 9825 7466"


async def test_an_account_has_its_fleet_its_sites_its_boxes_and_its_bank(asked: Any) -> None:
    account = (await (await asked.customer("done@example.com")).get("/v1/account")).json()
    assert account["fleet"] == {
        "name": "Acme Fleet AB",
        "home_charging": True,
        "limit_per_kwh": "2.50",
        "currency": "SEK",
    }
    assert [site["address"]["street"] for site in account["charge_sites"]] == ["Klarvägen 5"]
    assert account["charge_sites"][0]["price_per_kwh"] == "2.50"
    (box,) = account["charge_boxes"]
    assert (box["serial_number"], box["stage"], box["model"]) == ("ZAP900005", "online", "go")
    assert box["charge_site_id"] == account["charge_sites"][0]["id"]
    assert account["bank_account"] == {"masked": "SE45 •••• 7466"}


async def test_fleets_differ(asked: Any) -> None:
    async def fleet(email: str) -> dict[str, Any]:
        body: dict[str, Any] = (await (await asked.customer(email)).get("/v1/account")).json()["fleet"]
        return body

    assert (await fleet("nohome@example.com"))["home_charging"] is False
    assert (await fleet("nolimit@example.com"))["limit_per_kwh"] is None
    assert (await fleet("ola@example.com"))["currency"] == "NOK"
    assert (await fleet("mette@example.com"))["currency"] == "DKK"


async def test_names_come_as_the_world_has_them(asked: Any) -> None:
    account = (await (await asked.customer("markup@example.com")).get("/v1/account")).json()
    assert "\x1b[31m" in account["customer"]["name"]
    assert "\x00" in account["charge_sites"][0]["address"]["city"]
    many = (await (await asked.customer("sites@example.com")).get("/v1/account")).json()
    assert len(many["charge_sites"]) == 30
    assert len({site["id"] for site in many["charge_sites"]}) == 30


async def test_the_same_address_is_the_same_site_with_a_new_price(asked: Any) -> None:
    kim = await asked.customer()
    first = await kim.post("/v1/charge-sites", SITE)
    assert (first.status_code, first.json()["price_per_kwh"]) == (201, "1.50")
    spelt = {"country": "SE", "street": "  testgatan  10 ", "postcode": "11111", "city": "STOCKHOLM"}
    again = await kim.post("/v1/charge-sites", {**SITE, "address": spelt, "price_per_kwh": "2.25"})
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    other = await kim.post("/v1/charge-sites", {**SITE, "address": {**spelt, "street": "Testgatan 11"}})
    assert other.status_code == 201
    sites = (await kim.get("/v1/account")).json()["charge_sites"]
    assert [site["price_per_kwh"] for site in sites] == ["2.25", "1.50"]


async def test_one_customers_site_isnt_anothers(asked: Any) -> None:
    kim, asa = await asked.customer(), await asked.customer("asa@example.com")
    key = {"Idempotency-Key": "shared"}
    first = await kim.post("/v1/charge-sites", SITE, key)
    second = await asa.post("/v1/charge-sites", SITE, key)
    assert first.json()["id"] != second.json()["id"]


async def test_the_same_key_makes_nothing_twice_and_nothing_else(asked: Any) -> None:
    kim, key = await asked.customer(), {"Idempotency-Key": "one"}
    first = await kim.post("/v1/charge-sites", SITE, key)
    await kim.post("/v1/charge-sites", {**SITE, "price_per_kwh": "2.00"})
    again = await kim.post("/v1/charge-sites", SITE, key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert (await kim.get("/v1/account")).json()["charge_sites"][0]["price_per_kwh"] == "2.00", "nothing was done again"
    other = await kim.post("/v1/charge-sites", {**SITE, "price_per_kwh": "0.10"}, key)
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("email", "change", "status", "code", "field"),
    [
        ("kim@example.com", {"price_per_kwh": "2.51"}, 422, "limit_exceeded", "price_per_kwh"),
        ("kim@example.com", {"currency": "NOK"}, 422, "invalid_request", "currency"),
        ("kim@example.com", {"price_per_kwh": "-1"}, 422, "invalid_request", "price_per_kwh"),
        ("kim@example.com", {"price_per_kwh": "NaN"}, 422, "invalid_request", "price_per_kwh"),
        ("kim@example.com", {"address": {"country": "SE", "street": "A 1"}}, 422, "invalid_request", "address.city"),
        ("nohome@example.com", {}, 409, "fleet_not_enabled", None),
    ],
)
async def test_a_site_that_cant_be(
    asked: Any, *, email: str, change: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    customer = await asked.customer(email)
    answer = await customer.post("/v1/charge-sites", {**SITE, **change})
    assert (answer.status_code, answer.json()["code"], answer.json().get("field")) == (status, code, field)
    assert (await customer.get("/v1/account")).json()["charge_sites"] == []


async def test_at_the_limit_and_without_one(asked: Any) -> None:
    kim, free = await asked.customer(), await asked.customer("nolimit@example.com")
    assert (await kim.post("/v1/charge-sites", {**SITE, "price_per_kwh": "2.50"})).status_code == 201
    assert (await free.post("/v1/charge-sites", {**SITE, "price_per_kwh": "99"})).status_code == 201


async def test_a_bank_account_is_kept_masked_only(asked: Any) -> None:
    kim = await asked.customer()
    body = {"first_name": "Kim", "last_name": "Larsson", "iban": IBAN}
    answer = await kim.put("/v1/bank-account", body)
    assert (answer.status_code, answer.json()) == (200, {"masked": "SE45 •••• 7466"})
    assert (await kim.get("/v1/account")).json()["bank_account"] == {"masked": "SE45 •••• 7466"}
    everything = "\n".join(asked.sandbox.store._connection.iterdump())
    assert "58398257466" not in everything
    assert "583 9825 7466" not in everything


@pytest.mark.parametrize("iban", ["SE4550000000058398257467", "SE45", "", "DE00 0000", "SE3550000000054910000000"])
async def test_a_bank_account_that_is_refused(asked: Any, iban: str) -> None:
    """The last one has the right check digits and the ending that this world's bank refuses."""
    kim = await asked.customer()
    answer = await kim.put("/v1/bank-account", {"first_name": "K", "last_name": "L", "iban": _valid(iban)})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "bank_rejected", "iban")
    assert (await kim.get("/v1/account")).json()["bank_account"] is None


def _valid(iban: str) -> str:
    """The check digits put right for the one that ends in zeros."""
    if not iban.endswith("0000000"):
        return iban
    digits = "".join(str(int(char, 36)) for char in iban[4:] + iban[:2] + "00")
    return f"{iban[:2]}{98 - int(digits) % 97:02d}{iban[4:]}"


@pytest.mark.parametrize(
    ("email", "status", "code"), [("down@example.com", 503, "northe_down"), ("busy@example.com", 429, "throttled")]
)
async def test_an_account_in_trouble_says_so_but_can_be_closed(asked: Any, email: str, status: int, code: str) -> None:
    answer = await asked.sign_in(email)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert int(answer.headers["Retry-After"]) > 0
    link = (await asked.http.post("/northe/v1/link-sessions", headers=asked.key())).json()
    await asked.http.post(f"/sandbox/link/{link['id']}/approve", json={"email": email})
    token = (await asked.http.get(f"/northe/v1/link-sessions/{link['id']}")).json()["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert (await asked.http.get("/northe/v1/account", headers=headers)).status_code == status
    assert (await asked.http.delete("/northe/v1/session", headers=headers)).status_code == 204
    assert (await asked.http.get("/sandbox/sessions")).json() == []
