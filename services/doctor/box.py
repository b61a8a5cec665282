"""One box, seen with the installer's own sign-in at its maker: the same lines as the check list of Connect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.activation import diagnosis
from services.activation.brands import brand_record
from services.activation.diagnosis import BoxFacts, CheckSubject, ItemState, RemedyPlace
from services.contracts import ServiceError
from services.doctor.finding import Finding, refused
from services.rules import catalogue
from services.rules.serials import read_serial
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

    from services.contracts import MakerCloud, MakerLook, Services
    from services.rules.serials import SerialReading


def read_any_serial(brand_id: str, text: str) -> SerialReading:
    """The brand's serial number in `text`, of whichever model its letters say.

    Raises `services.rules.serials.SerialWrong`.
    """
    brand = catalogue.brand(brand_id)
    first = read_serial(brand, brand.models[0], text)
    of_prefix = brand.model_of(first.value[: brand.serial.letters])
    return read_serial(brand, of_prefix[0], text) if of_prefix else first


async def sign_in_finding(services: Services, brand_id: str, user_name: str, password: SecretStr) -> Finding:
    """Does the brand's maker take the installer's sign-in? Raises `KeyError` for a brand without a maker's cloud."""
    check = f"{brand_id}_sign_in"
    try:
        await services.makers[brand_id].sign_in(user_name, password)
    except ServiceError as error:
        return refused(check, error)
    return Finding(check, ItemState.OK, Message("doctor.sign_in.ok", {"user": user_name}))


async def box_findings(services: Services, brand_id: str, reading: SerialReading) -> tuple[Finding, ...]:
    """How it stands with a box of this brand. Northe isn't asked: that takes the customer's account.

    Raises `KeyError` for a brand without a maker's cloud.
    """
    maker, now = services.makers[brand_id], services.clock.now()
    if maker.clock_skew is not None:
        now -= maker.clock_skew
    found: MakerLook | ServiceError
    try:
        found = await maker.look(reading.value)
    except ServiceError as error:
        found = error
    facts = BoxFacts(brand_id, reading.product or catalogue.brand(brand_id).name, reading, now, None, found)
    lines = [line for line in diagnosis.diagnose(facts) if line.what is not CheckSubject.READY]
    findings = [_finding(line, maker, facts) for line in lines]
    if facts.look is not None:
        findings.append(await _firmware(maker, facts.look))
    if isinstance(found, ServiceError):
        findings.append(refused(f"{brand_id}_look", found))
    return tuple(findings)


async def _firmware(maker: MakerCloud, look: MakerLook) -> Finding:
    check = "box_firmware"
    try:
        told = await maker.firmware(look)
    except ServiceError as error:
        return replace(refused(check, error), state=ItemState.UNKNOWN)  # that it isn't told is no fault of the box
    if told is None or told.current is None:
        return Finding(check, ItemState.UNKNOWN, Message("doctor.firmware.untold"))
    if told.newest in {None, told.current}:
        return Finding(check, ItemState.OK, Message("doctor.firmware.ok", {"version": told.current}))
    text = Message("doctor.firmware.older", {"version": told.current, "newest": told.newest})
    return Finding(check, ItemState.WARNING, text, remedy=Message("doctor.firmware.remedy"))


def _finding(line: diagnosis.CheckItem, maker: MakerCloud, facts: BoxFacts) -> Finding:
    link, link_of = None, brand_record(facts.brand).consent_link
    if line.way is RemedyPlace.PERMISSION and link_of is not None and maker.consent is not None:
        link = link_of(maker.consent, facts.evidence, None)
    return Finding(f"box_{line.what.value}", line.state, line.text, line.detail, line.remedy, link)
