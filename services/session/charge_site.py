"""Step 2, Charge site & reimbursement: a site that exists or a new address, and the price per kWh."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from services.addresses import AddressWrong, read_address
from services.session.models import AnswersWrong, ChargeSite
from services.words import Message

if TYPE_CHECKING:
    from services.addresses import Address
    from services.contracts import Account, Fleet
    from services.session.models import Typed

NEW = "new"
"""The value of the field `site` that asks for a new one."""

_DECIMALS = 4
_MOST = Decimal(1000)


def default_price(account: Account, site_id: str | None = None) -> Decimal | None:
    """What stands in the price field at first: the site's own price if it's allowed, else the fleet's limit."""
    limit = account.fleet.limit_per_kwh
    for site in account.sites:
        if site.site_id == site_id and (limit is None or site.price_per_kwh <= limit):
            return site.price_per_kwh
    return limit


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
        price = _price(text.get("price", ""), account.fleet)
    except _PriceWrong as wrong:
        problems["price"] = wrong.message
    if problems or address is None:
        raise AnswersWrong(problems)
    return ChargeSite(site_id=site_id, address=address, price_per_kwh=price, currency=account.fleet.currency)


class _PriceWrong(ValueError):
    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def _price(text: str, fleet: Fleet) -> Decimal:
    """A price such as "2,50", "2.5", "2,50 SEK" or "2.50 kr/kWh"."""
    bare = text.strip().casefold().replace("\u00a0", " ")
    for unit in ("/kwh", "per kwh", fleet.currency.casefold(), "kr"):
        bare = bare.removesuffix(unit).strip()
    bare = bare.removeprefix(fleet.currency.casefold()).strip().replace(",", ".")
    if not bare:
        raise _PriceWrong(Message("charge_site.price.empty", {"currency": fleet.currency}))
    try:
        price = Decimal(bare) if bare.replace(".", "", 1).isdecimal() else None
    except InvalidOperation:
        price = None
    if price is None or not bare.isascii():
        raise _PriceWrong(Message("charge_site.price.wrong", {"currency": fleet.currency}))
    if price.normalize().as_tuple().exponent < -_DECIMALS:  # type: ignore[operator]  # finite: only digits got here
        raise _PriceWrong(Message("charge_site.price.too_fine", {"decimals": _DECIMALS}))
    if price == 0:
        raise _PriceWrong(Message("charge_site.price.zero"))
    if fleet.limit_per_kwh is not None and price > fleet.limit_per_kwh:
        gaps = {"fleet": fleet.name, "limit": fleet.limit_per_kwh, "currency": fleet.currency}
        raise _PriceWrong(Message("charge_site.price.above_limit", gaps))
    if price > _MOST:
        raise _PriceWrong(Message("charge_site.price.too_high", {"most": _MOST, "currency": fleet.currency}))
    return price
