"""One Zaptec box, seen with the installer's own sign-in: the same lines as the check list of Connect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from services.activation import diagnosis
from services.activation.diagnosis import BoxFacts, ItemState, Way, What
from services.contracts import ServiceError
from services.doctor.finding import Finding, refused
from services.rules import catalogue
from services.rules.catalogue import ZAPTEC
from services.rules.serials import read_serial
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

    from services.contracts import Services, ZaptecLook
    from services.rules.serials import SerialReading

LETTERS = 3
"""How many letters of a serial number say what it is."""


def read_any_zaptec(text: str) -> SerialReading:
    """The serial number in `text`, of whichever model its letters say. Raises `services.rules.serials.SerialWrong`."""
    brand = catalogue.brand(ZAPTEC)
    first = read_serial(brand, brand.models[0], text)
    of_prefix = brand.model_of(first.value[:LETTERS])
    return read_serial(brand, of_prefix[0], text) if of_prefix else first


async def sign_in_finding(services: Services, user_name: str, password: SecretStr) -> Finding:
    """Does Zaptec take the installer's sign-in?"""
    check = "zaptec_sign_in"
    try:
        await services.zaptec.sign_in(user_name, password)
    except ServiceError as error:
        return refused(check, error)
    return Finding(check, ItemState.OK, Message("doctor.sign_in.ok", {"user": user_name}))


async def box_findings(services: Services, reading: SerialReading) -> tuple[Finding, ...]:
    """How it stands with the box. Northe isn't asked: that takes the customer's account."""
    now = services.clock.now()
    if services.zaptec.clock_skew is not None:
        now -= services.zaptec.clock_skew
    found: ZaptecLook | ServiceError
    try:
        found = await services.zaptec.look(reading.value)
    except ServiceError as error:
        found = error
    facts = BoxFacts(ZAPTEC, reading.product or catalogue.brand(ZAPTEC).name, reading, now, None, found)
    lines = [line for line in diagnosis.diagnose(facts) if line.what is not What.READY]
    findings = [_finding(line, services, facts) for line in lines]
    if facts.look is not None:
        findings.append(await _firmware(services, facts.look))
    if isinstance(found, ServiceError):
        findings.append(refused("zaptec_look", found))
    return tuple(findings)


async def _firmware(services: Services, look: ZaptecLook) -> Finding:
    check = "box_firmware"
    try:
        told = await services.zaptec.firmware(look)
    except ServiceError as error:
        return replace(refused(check, error), state=ItemState.UNKNOWN)  # that it isn't told is no fault of the box
    if told is None or told.current is None:
        return Finding(check, ItemState.UNKNOWN, Message("doctor.firmware.untold"))
    if told.newest in {None, told.current}:
        return Finding(check, ItemState.OK, Message("doctor.firmware.ok", {"version": told.current}))
    text = Message("doctor.firmware.older", {"version": told.current, "newest": told.newest})
    return Finding(check, ItemState.WARNING, text, remedy=Message("doctor.firmware.remedy"))


def _finding(line: diagnosis.CheckItem, services: Services, facts: BoxFacts) -> Finding:
    link = None
    if line.way is Way.PERMISSION:
        seen = facts.evidence
        link = services.consent.link(installation_id=seen.installation_id, is_pro=bool(seen.installation_is_pro))
    return Finding(f"box_{line.what.value}", line.state, line.text, line.detail, line.remedy, link)
