"""The customer's account: who, which fleet, which charge sites, which charge boxes, which bank account."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from services.clouds.northe.wire import (
    AccountBody,
    AddressBody,
    BankAccountBody,
    BankAccountRequest,
    ChargeSiteBody,
    ChargeSiteRequest,
    CustomerBody,
    FleetBody,
)
from services.sandbox.northe.bodies import body_of, once
from services.sandbox.northe.boxes import box_body
from services.sandbox.northe.problems import Refused, answer
from services.sandbox.northe.sessions import customer_of
from services.sandbox.seed import address_key, masked
from services.sandbox.state import Sandbox, sandbox_of

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request
    from starlette.responses import Response

_IBAN_LENGTHS = range(15, 35)


async def account(request: Request) -> Response:
    """GET /v1/account, with all sites and boxes."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    email = customer["email"]
    bank = customer["bank_masked"]
    return answer(
        AccountBody(
            customer=CustomerBody(name=customer["name"], email=email),
            fleet=fleet_of(sandbox, customer),
            charge_sites=[
                _site_body(row)
                for row in sandbox.store.all("SELECT * FROM sites WHERE email = ? ORDER BY rowid", email)
            ],
            charge_boxes=[
                box_body(row)
                for row in sandbox.store.all("SELECT * FROM charge_boxes WHERE email = ? ORDER BY rowid", email)
            ],
            bank_account=BankAccountBody(masked=bank) if bank else None,
        )
    )


async def create_site(request: Request) -> Response:
    """POST /v1/charge-sites. The same address again: the same site, with this price."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    said = await body_of(request, ChargeSiteRequest)
    fleet = fleet_of(sandbox, customer)
    require_home_charging(fleet)
    if said.currency != fleet.currency:
        raise Refused(422, "invalid_request", f"The fleet pays in {fleet.currency}.", field="currency")
    if fleet.limit_per_kwh is not None and said.price_per_kwh > fleet.limit_per_kwh:
        detail = f"At most {fleet.limit_per_kwh} {fleet.currency} per kWh."
        raise Refused(422, "limit_exceeded", detail, field="price_per_kwh")

    def make() -> tuple[ChargeSiteBody, int]:
        place = said.address
        key = address_key(place.country, place.street, place.postcode, place.city, place.region)
        found = sandbox.store.one("SELECT id FROM sites WHERE email = ? AND address_key = ?", customer["email"], key)
        price = f"{said.price_per_kwh:f}"
        if found is not None:
            sandbox.store.run("UPDATE sites SET price = ? WHERE id = ?", price, found["id"])
            site_id, status = found["id"], 200
        else:
            site_id, status = str(uuid4()), 201
            sandbox.store.add(
                "sites",
                id=site_id,
                email=customer["email"],
                country=place.country,
                street=place.street,
                postcode=place.postcode,
                city=place.city,
                region=place.region,
                price=price,
                currency=said.currency,
                address_key=key,
            )
        row = sandbox.store.one("SELECT * FROM sites WHERE id = ?", site_id)
        if row is None:
            raise LookupError(site_id)
        return _site_body(row), status

    return await once(request, customer["email"], said, make)


async def set_bank_account(request: Request) -> Response:
    """PUT /v1/bank-account. Only the masked number is kept, and answered."""
    sandbox = sandbox_of(request)
    customer = await customer_of(request)
    said = await body_of(request, BankAccountRequest)
    endings = sandbox.world.bank.reject_endings
    if not _is_iban(said.iban.get_secret_value()):
        raise Refused(422, "bank_rejected", "That's no IBAN: its form or its check digits are wrong.", field="iban")
    if any(_plain(said.iban.get_secret_value()).endswith(ending) for ending in endings):
        raise Refused(422, "bank_rejected", "The bank refuses this account.", field="iban")
    shown = masked(said.iban.get_secret_value())
    sandbox.store.run("UPDATE customers SET bank_masked = ? WHERE email = ?", shown, customer["email"])
    return answer(BankAccountBody(masked=shown))


def fleet_of(sandbox: Sandbox, customer: sqlite3.Row) -> FleetBody:
    row = sandbox.store.one("SELECT * FROM fleets WHERE name = ?", customer["fleet"])
    if row is None:
        raise Refused(404, "not_found", "The fleet is gone.")
    limit = None if row["limit_per_kwh"] is None else Decimal(row["limit_per_kwh"])
    home_charging = bool(row["home_charging"])
    return FleetBody(name=row["name"], home_charging=home_charging, limit_per_kwh=limit, currency=row["currency"])


def require_home_charging(fleet: FleetBody) -> None:
    """Raises `Refused` if this fleet's drivers can't be reimbursed at home."""
    if not fleet.home_charging:
        raise Refused(409, "fleet_not_enabled", "This fleet hasn't turned home charging on.")


def _site_body(row: sqlite3.Row) -> ChargeSiteBody:
    parts = {name: row[name] for name in ("country", "street", "postcode", "city", "region")}
    price = Decimal(row["price"])
    return ChargeSiteBody(id=row["id"], address=AddressBody(**parts), price_per_kwh=price, currency=row["currency"])


def _plain(iban: str) -> str:
    return "".join(iban.split()).upper()


def _is_iban(text: str) -> bool:
    """Form and check digits of ISO 13616."""
    iban = _plain(text)
    if len(iban) not in _IBAN_LENGTHS or not iban.isascii() or not iban.isalnum():
        return False
    if not iban[:2].isalpha() or not iban[2:4].isdigit():
        return False
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97 == 1
