"""Turns Northe's bodies into the program's own types, and its texts into clean ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.clouds.northe.wire import AddressBody, EvidenceBody
from services.contracts import (
    Account,
    BankSummary,
    BoxEvidence,
    Cause,
    ChargeBox,
    ChargeSite,
    CheckAnswer,
    Fleet,
    Stage,
)
from services.rules.addresses import Address
from services.text.clean_text import clean_or_none, clean_text

if TYPE_CHECKING:
    from services.clouds.northe.wire import AccountBody, BankAccountBody, BoxAnswer, ChargeBoxBody, ChargeSiteBody

MASK = "••••"
MOST_DIGITS_SHOWN = 8
"""A masked number that shows more isn't masked, whatever its sender calls it."""


def account(body: AccountBody, boxes: int) -> Account:
    """The account as it stands, with so many boxes, of which some may not be readable."""
    fleet = body.fleet
    return Account(
        customer_name=clean_text(body.customer.name),
        email=clean_text(body.customer.email, 254),
        fleet=Fleet(clean_text(fleet.name), fleet.home_charging, fleet.limit_per_kwh, fleet.currency),
        sites=tuple(site(one) for one in body.charge_sites),
        boxes=tuple(box(one) for one in body.charge_boxes),
        bank=bank(body.bank_account) if body.bank_account else None,
        boxes_skipped=boxes > len(body.charge_boxes),
    )


def site(body: ChargeSiteBody) -> ChargeSite:
    place = body.address
    address = Address(
        country=place.country,
        street=clean_text(place.street),
        postcode=clean_text(place.postcode, 20),
        city=clean_text(place.city),
        region=clean_text(place.region, 80),
    )
    return ChargeSite(body.id, address, body.price_per_kwh, body.currency)


def address_body(address: Address) -> AddressBody:
    """An address as it's sent."""
    return AddressBody(
        country=address.country,
        street=address.street,
        postcode=address.postcode,
        city=address.city,
        region=address.region,
    )


def bank(body: BankAccountBody) -> BankSummary:
    """The masked number; masked here as well, should the cloud ever send a whole one, or none that can be read."""
    shown = clean_text(body.masked, 40) or MASK
    if sum(char.isdigit() for char in shown) > MOST_DIGITS_SHOWN:
        shown = f"{MASK} {shown[-4:]}"
    return BankSummary(shown)


def box(body: ChargeBoxBody) -> ChargeBox:
    """A charge box. One that failed always has a cause."""
    failed = body.stage == "failed"
    return ChargeBox(
        box_id=body.id,
        name=clean_text(body.name),
        brand=clean_text(body.brand),
        model=clean_text(body.model),
        serial_number=clean_text(body.serial_number, 40),
        site_id=body.charge_site_id,
        stage=Stage(body.stage),
        cause=cause(body.cause) if failed else None,
        online_since=body.online_since,
    )


def check(body: BoxAnswer, serial_number: str) -> CheckAnswer:
    """The answer to a check: no cause means ready."""
    seen = body.evidence or EvidenceBody()
    evidence = BoxEvidence(
        serial_number=serial_number,
        charger_name=clean_or_none(seen.charger_name),
        installation_id=clean_or_none(seen.installation_id),
        installation_name=clean_or_none(seen.installation_name),
        held_by=clean_or_none(seen.held_by),
        last_heard=seen.last_heard_at,
        pulse_interval=seen.pulse_interval_seconds,
        link=clean_or_none(seen.link, 20),
        signal=clean_or_none(seen.signal, 20),
        firmware=clean_or_none(seen.firmware, 40),
    )
    return CheckAnswer(None if body.ready else cause(body.cause), evidence, body.retry_after)


def cause(code: str | None) -> Cause:
    """A cause by its code. One that only a newer cloud knows is Northe's own trouble until we know it too."""
    return known_cause(code) or Cause.NORTHE_DOWN


def known_cause(code: str | None) -> Cause | None:
    """A cause by its code, or None."""
    try:
        return Cause(code.strip().lower()) if code else None
    except ValueError:
        return None
