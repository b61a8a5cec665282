"""What an activation came to, read from the session: the rows that the last screen and the receipt share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.contracts import Stage
from services.rules import catalogue
from services.rules.addresses import country_name, one_line
from services.rules.money import money

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from services.activation.session import BoxType, Session
    from services.rules.addresses import Address
    from services.text.words import Words

Rows = list[tuple[str, str]]


def is_online(session: Session) -> bool:
    """Whether Northe has said that the box is online; otherwise it was left waiting."""
    box = session.connect.box if session.connect else None
    return box is not None and box.stage is Stage.ONLINE


def bank_missing(session: Session) -> bool:
    """Whether the customer still has to connect a bank account."""
    known = session.account is not None and session.account.bank is not None
    return (session.bank_account is None or session.bank_account.skipped) and not known


def headline(words: Words, session: Session) -> str:
    """The one sentence that it came to."""
    return words.t("receipt.online" if is_online(session) else "receipt.waiting", box=_box_name(words, session))


def rows(words: Words, session: Session, *, zone: tzinfo | None = None, masked: bool = False) -> Rows:
    """What was done, as pairs of a label and a value. `masked`: with the bank account's number as Northe masks it.

    Times are in `zone`, or in this machine's where none is given.
    """
    t, found = words.t, []
    if session.box_type is not None:
        box = t("receipt.box", name=session.box_type.name, model=model_name(session.box_type))
        found.append((t("receipt.row.box"), box))
    if session.connect is not None:
        found.append((t("receipt.row.serial"), session.connect.serial_number))
    if session.charge_site is not None:
        site = session.charge_site
        found.append((t("receipt.row.site"), address_line(words, site.address)))
        rate = t("receipt.rate", price=money(site.price_per_kwh), currency=site.currency)
        found.append((t("receipt.row.rate"), rate))
    found.append((t("receipt.row.bank"), _bank(words, session, masked=masked)))
    found.append(_online(words, session, zone))
    return found


def left_to_do(words: Words, session: Session) -> Rows:
    """What somebody still has to do, as pairs of where and what; empty once the car can be charged."""
    left, t = [], words.t
    if not is_online(session):
        left.append((t("receipt.left.waiting.where"), t("receipt.left.waiting.what")))
    if bank_missing(session):
        what = t("receipt.left.bank.what", customer=customer_name(words, session))
        left.append((t("receipt.left.bank.where"), what))
    return left


def model_name(box_type: BoxType) -> str:
    """Brand and model as the label says them; their ids if the catalogue doesn't know them any more."""
    try:
        brand = catalogue.brand(box_type.brand)
        name = catalogue.model(brand, box_type.model).name
    except catalogue.NotInCatalogue:
        return f"{box_type.brand} {box_type.model}"
    return name if name.casefold().startswith(brand.name.casefold()) else f"{brand.name} {name}"


def address_line(words: Words, address: Address) -> str:
    """An address on one line, with the country's name at its end, or its code if it's one that we don't offer."""
    country = country_name(address.country)
    return f"{one_line(address)}, {words.say(country) if words.has(country.key) else address.country}"


def local_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """A moment as people here read it, with the zone's name, since an ssh host may stand elsewhere."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}".rstrip()


def _box_name(words: Words, session: Session) -> str:
    return session.box_type.name if session.box_type else words.t("receipt.row.box")


def customer_name(words: Words, session: Session) -> str:
    """Whose account it is."""
    return session.account.customer_name if session.account else words.t("receipt.row.customer")


def _bank(words: Words, session: Session, *, masked: bool) -> str:
    if bank_missing(session):
        return words.t("receipt.bank_missing")
    known = session.bank_account.masked if session.bank_account else ""
    if not known and session.account is not None and session.account.bank is not None:
        known = session.account.bank.masked
    connected = words.t("receipt.bank_connected")
    return f"{connected}  {known}" if masked and known else connected


def _online(words: Words, session: Session, zone: tzinfo | None) -> tuple[str, str]:
    box = session.connect.box if session.connect else None
    if box is None or not is_online(session):
        return words.t("receipt.row.online"), words.t("receipt.online_no")
    if box.online_since is None:
        return words.t("receipt.row.online"), words.t("receipt.online_yes")
    return words.t("receipt.row.online_since"), local_time(box.online_since, zone)
