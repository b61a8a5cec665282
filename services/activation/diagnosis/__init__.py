"""What stands in a box's way, and what to do about it: a pure function from facts to lines.

The check list of Connect, the permission panel and the command line show the same lines, so that a box is judged in
one place only. `gather` asks the clouds for the facts, `diagnose` judges them, `overall` says what they come to.
"""

from __future__ import annotations

from services.activation.brands.record import brand_record
from services.activation.diagnosis.check_items import (
    CheckItem,
    CheckSubject,
    ItemState,
    Outcome,
    Overall,
    RemedyPlace,
    overall,
)
from services.activation.diagnosis.facts import PIN, SIGNED_OUT, BoxFacts, gather
from services.activation.diagnosis.pin import pin_line
from services.activation.diagnosis.ready import northe_line
from services.activation.diagnosis.serial import serial_line

__all__ = [
    "PIN",
    "SIGNED_OUT",
    "BoxFacts",
    "CheckItem",
    "CheckSubject",
    "ItemState",
    "Outcome",
    "Overall",
    "RemedyPlace",
    "diagnose",
    "gather",
    "overall",
]


def diagnose(facts: BoxFacts) -> tuple[CheckItem, ...]:
    """The lines, in the order in which they're shown, by what the brand's record says.

    A brand that nobody can look into has two, and three where it takes a PIN.
    """
    items = brand_record(facts.brand).items
    if items is not None:
        return items(facts)
    return (serial_line(facts), *([pin_line(facts)] if facts.has_pin else []), northe_line(facts))
