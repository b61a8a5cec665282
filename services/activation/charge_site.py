"""The step Charge site & reimbursement: a site that exists or a new address, and the price per kWh."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.price import PriceWrong, read_price
from services.activation.questions import Choice, Question, QuestionKind
from services.activation.session import ChargeSiteAnswer
from services.activation.step_record import StepRecord, VoidedSteps
from services.activation.steps import Step
from services.rules.addresses import (
    COUNTRIES,
    COUNTRY,
    AddressWrong,
    country_name,
    fields,
    one_line,
    read_address,
    same_key,
)
from services.rules.money import money
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.questions import Text
    from services.activation.session import Session
    from services.activation.step_record import LeftStep, ReceiptRows, ReceiptView
    from services.contracts import Account, ChargeSite, Fleet
    from services.rules.addresses import Address, AddressField
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


def _questions(session: Session, typed: Typed) -> tuple[Question, ...]:
    """Which site; where it is, if it's a new one; and the price. There's always the new one: alone, if need be."""
    account = session.account
    sites = account.sites if account is not None else ()
    listed = [Choice(one.site_id, one_line(one.address), _price_line(one)) for one in sites]
    site = Question(
        name="site",
        label=Message("charge_site.site.label"),
        kind=QuestionKind.CHOICE,
        help=Message("charge_site.site.help"),
        choices=(*listed, Choice(NEW, Message("charge_site.site.new"))),
        default=sites[0].site_id if sites else NEW,
    )
    picked = site.picked(typed)
    if account is not None:
        site = replace(site, warning=_site_warning(account, picked))
    return (
        site,
        *(_address_questions(account, typed) if picked == NEW else ()),
        _price_question(account, picked),
    )


def _price_line(site: ChargeSite) -> str:
    return f"{money(site.price_per_kwh)} {site.currency}"


def _site_warning(account: Account, site_id: str) -> Text:
    """A site's price may be from before the fleet set its limit."""
    fleet = account.fleet
    site = next((one for one in account.sites if one.site_id == site_id), None)
    if site is None or not above_limit(site.price_per_kwh, fleet):
        return ""
    gaps = {"price": money(site.price_per_kwh), "currency": site.currency, "fleet": fleet.name}
    return Message("charge_site.site.above", gaps)


def _address_questions(account: Account | None, typed: Typed) -> tuple[Question, ...]:
    """The country, and what's asked there in the order in which it's written there. No more before it's known."""
    country = Question(
        name=COUNTRY,
        label=Message("addresses.label.country"),
        kind=QuestionKind.CHOICE,
        help=Message("charge_site.country.help"),
        choices=tuple(Choice(code, country_name(code)) for code in COUNTRIES),
        default=(default_country(account) if account is not None else None) or "",
    )
    picked = country.picked(typed)
    return (country, *(_address_question(one) for one in (fields(picked) if picked in COUNTRIES else ())))


def _address_question(field: AddressField) -> Question:
    example = Message("charge_site.address.help_example", {"example": field.example})
    return Question(
        name=field.name,
        label=Message(field.label),
        help=example if field.example else Message("charge_site.address.help"),
        required=field.required,
    )


def _price_question(account: Account | None, site_id: str) -> Question:
    """The fleet says in which currency and how much at most: without an account that isn't known yet."""
    hint: Text = ""
    default, unit = None, ""
    if account is not None:
        fleet = account.fleet
        gaps = {"fleet": fleet.name, "currency": fleet.currency}
        hint = Message("charge_site.price.hint_no_limit", gaps)
        if fleet.limit_per_kwh is not None:
            hint = Message("charge_site.price.hint", {**gaps, "limit": money(fleet.limit_per_kwh)})
        default, unit = default_price(account, site_id), fleet.currency
    return Question(
        name="price",
        label=Message("charge_site.price.label"),
        kind=QuestionKind.NUMBER,
        hint=hint,
        help=Message("charge_site.price.help"),
        default="" if default is None else money(default),
        unit=unit,
    )


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


def _check(session: Session, typed: Typed) -> ChargeSiteAnswer:
    if session.account is None:
        raise LookupError("a charge site without an account")
    return check_charge_site(session.account, typed)


def _resume(session: Session, left: LeftStep) -> ChargeSiteAnswer | None:
    """A new address may have become a charge site before the line dropped."""
    account = session.account
    if account is None or not left.answered:
        return None
    return _made(check_charge_site(account, session.typed_in(Step.CHARGE_SITE)), account)


def _made(answer: ChargeSiteAnswer, account: Account) -> ChargeSiteAnswer:
    """A new address is a site of the account's once Northe has saved it."""
    if answer.site_id is not None:
        return answer
    made = next((site for site in account.sites if same_key(site.address) == same_key(answer.address)), None)
    return answer if made is None else answer.model_copy(update={"site_id": made.site_id})


def _holds(answer: ChargeSiteAnswer, account: Account) -> bool:
    """Whether a site is still there, and its price still one that the fleet pays."""
    gone = answer.site_id is not None and all(site.site_id != answer.site_id for site in account.sites)
    fleet = account.fleet
    return not gone and answer.currency == fleet.currency and not above_limit(answer.price_per_kwh, fleet)


def _voids(before: ChargeSiteAnswer | None, after: ChargeSiteAnswer | None) -> VoidedSteps:
    return VoidedSteps() if before == after else VoidedSteps(frozenset({Step.CONNECT}))


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


RECORD = StepRecord(
    answer=ChargeSiteAnswer,
    questions=_questions,
    check=_check,
    resume=_resume,
    holds=_holds,
    made=_made,
    voids=_voids,
    receipt_rows=_receipt_rows,
)
