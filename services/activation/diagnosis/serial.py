"""The first line of every check list: is the number well-formed and of the chosen model?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts


def serial_line(facts: BoxFacts) -> CheckItem:
    """Right, doubtful or another model's: what isn't a serial number at all was refused where it was typed."""
    warnings = facts.reading.warnings
    if facts.reading.other_models:
        about = {"product": facts.reading.product, "chosen": facts.product}
        return CheckItem(CheckSubject.SERIAL, ItemState.WRONG, Message("diagnosis.serial.other_model", about), warnings)
    if warnings:
        return CheckItem(CheckSubject.SERIAL, ItemState.WARNING, warnings[0], detail=warnings[1:])
    text = Message("diagnosis.serial.ok", {"product": facts.product})
    return CheckItem(CheckSubject.SERIAL, ItemState.OK, text, detail=facts.reading.corrections)
