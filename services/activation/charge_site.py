"""Step 2, Charge site & reimbursement: a site that exists or a new address, and the price per kWh."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.price import PriceWrong, read_price
from services.activation.session import ChargeSite
from services.rules.addresses import AddressWrong, read_address
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.contracts import Account, Fleet
    from services.rules.addresses import Address

NEW = "new"
"""The value of the field `site` that asks for a new one."""

COUNTRY_OF_CURRENCY = {"SEK": "SE", "NOK": "NO", "DKK": "DK", "CHF": "CH", "CZK": "CZ", "GBP": "GB", "PLN": "PL"}
"""Currencies that tell the country of a fleet; the euro doesn't."""


def default_price(account: Account, site_id: str | None = None) -> Decimal | None:
    """What stands in the price field at first: the site's own price if it's allowed, else the fleet's limit."""
    for site in account.sites:
        if (
            site.site_id == site_id
            and site.currency == account.fleet.currency
            and not above_limit(site.price_per_kwh, account.fleet)
        ):
            return site.price_per_kwh
    return account.fleet.limit_per_kwh


def default_country(account: Account) -> str | None:
    """Where a new site most likely is: where the customer's other sites are, else the fleet's currency tells it."""
    for site in reversed(account.sites):
        return site.address.country
    return COUNTRY_OF_CURRENCY.get(account.fleet.currency)


def above_limit(price: Decimal, fleet: Fleet) -> bool:
    """Whether a fleet doesn't pay that much."""
    return fleet.limit_per_kwh is not None and price > fleet.limit_per_kwh


def check_charge_site(account: Account, typed: Typed) -> ChargeSite:
    """Fields `site` (an id, or `NEW`), `country` and the address's own for a new one, `price`.

    Raises `AnswersWrong`. A price above the fleet's limit is refused with the limit named.
    """
    text = {name: value for name, value in typed.items() if isinstance(value, str)}
    problems: dict[str, Message] = {}
    site_id: str | None = None
    address: Address | None = None
    if text.get("site", NEW) == NEW:
        try:
            address = read_address(text.get("country", ""), text)
        except AddressWrong as wrong:
            problems.update(wrong.problems)
    else:
        site_id = text["site"]
        address = next((site.address for site in account.sites if site.site_id == site_id), None)
        if address is None:
            problems["site"] = Message("charge_site.site.gone")
    price = Decimal(0)
    try:
        price = read_price(text.get("price", ""), account.fleet)
    except PriceWrong as wrong:
        problems["price"] = wrong.message
    if problems or address is None:
        raise AnswersWrong(problems)
    return ChargeSite(site_id=site_id, address=address, price_per_kwh=price, currency=account.fleet.currency)
