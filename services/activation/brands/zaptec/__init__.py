"""Zaptec: boxes stand in installations, whose owners let Northe at them; the installer's own sign-in shows more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.brands.record import BrandRecord
from services.activation.brands.zaptec.access import known_line, permission_line
from services.activation.brands.zaptec.consent import consent_link
from services.activation.brands.zaptec.holder import held_line
from services.activation.brands.zaptec.online import online_line
from services.activation.diagnosis.ready import ready_line
from services.activation.diagnosis.serial import serial_line

if TYPE_CHECKING:
    from services.activation.diagnosis.check_items import CheckItem
    from services.activation.diagnosis.facts import BoxFacts

__all__ = ["RECORD"]


def zaptec_items(facts: BoxFacts) -> tuple[CheckItem, ...]:
    """Six, in the order in which things are put right: each stands in the way of those below."""
    return (
        serial_line(facts),
        known_line(facts),
        permission_line(facts),
        held_line(facts),
        online_line(facts),
        ready_line(facts),
    )


RECORD = BrandRecord(
    consent_link=consent_link,
    items=zaptec_items,
    about_connecting="zaptec.about_connecting",
)
