"""Step 2, Charge site & reimbursement: a site that exists or a new address, and the price per kWh."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.price import PriceWrong, read_price
from services.activation.session import ChargeSiteAnswer
from services.activation.step_record import StepRecord, Void
from services.activation.steps import Step
from services.rules.addresses import AddressWrong, country_name, one_line, read_address, same_key
from services.rules.money import money
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import Session
    from services.activation.step_record import Left, ReceiptRows, ReceiptView
    from services.contracts import Account, Fleet
    from services.rules.addresses import Address
    from services.text.words import Words

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


def check_charge_site(account: Account, typed: Typed) -> ChargeSiteAnswer:
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
    return ChargeSiteAnswer(site_id=site_id, address=address, price_per_kwh=price, currency=account.fleet.currency)


def _resume(session: Session, left: Left) -> ChargeSiteAnswer | None:
    """A new address may have become a charge site before the line dropped."""
    account = session.account
    if account is None or not left.answered:
        return None
    answer = check_charge_site(account, session.typed_in(Step.CHARGE_SITE))
    if answer.site_id is not None:
        return answer
    made = next((site for site in account.sites if same_key(site.address) == same_key(answer.address)), None)
    return answer if made is None else answer.model_copy(update={"site_id": made.site_id})


def _holds(answer: ChargeSiteAnswer, account: Account) -> bool:
    """Whether a site is still there, and its price still one that the fleet pays."""
    gone = answer.site_id is not None and all(site.site_id != answer.site_id for site in account.sites)
    fleet = account.fleet
    return not gone and answer.currency == fleet.currency and not above_limit(answer.price_per_kwh, fleet)


def _voids(before: ChargeSiteAnswer | None, after: ChargeSiteAnswer | None) -> Void:
    return Void() if before == after else Void(frozenset({Step.CONNECT}))


def _receipt_rows(view: ReceiptView) -> ReceiptRows:
    t, site = view.words.t, view.session.charge_site
    if site is None:
        return []
    rate = t("receipt.rate", price=money(site.price_per_kwh), currency=site.currency)
    return [(t("receipt.row.site"), address_line(view.words, site.address)), (t("receipt.row.rate"), rate)]


def address_line(words: Words, address: Address) -> str:
    """An address on one line, with the country's name at its end, or its code if it's one that we don't offer."""
    country = country_name(address.country)
    return f"{one_line(address)}, {words.say(country) if words.has(country.key) else address.country}"


RECORD = StepRecord(answer=ChargeSiteAnswer, resume=_resume, holds=_holds, voids=_voids, receipt_rows=_receipt_rows)
