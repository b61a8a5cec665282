"""What stands in a box's way, and what to do about it: a pure function from facts to lines.

The check list of Connect, the permission panel and the command line show the same lines, so that a box is judged in
one place only. `gather` asks the clouds for the facts, `diagnose` judges them, `overall` says what they come to.
"""

from __future__ import annotations

from services.activation.diagnosis.access import known_line, not_owner, permission_line
from services.activation.diagnosis.check_items import CheckItem, ItemState, Outcome, Overall, Way, What, overall
from services.activation.diagnosis.facts import PIN, PRO, BoxFacts, gather
from services.activation.diagnosis.held import held_line
from services.activation.diagnosis.online import linked, online_line
from services.activation.diagnosis.pin import pin_line
from services.activation.diagnosis.ready import northe_line, ready_line
from services.activation.diagnosis.unknown import SIGNED_OUT
from services.rules.catalogue import ZAPTEC
from services.text.words import Message

__all__ = [
    "PIN",
    "PRO",
    "SIGNED_OUT",
    "BoxFacts",
    "CheckItem",
    "ItemState",
    "Outcome",
    "Overall",
    "Way",
    "What",
    "diagnose",
    "gather",
    "known_line",
    "linked",
    "not_owner",
    "overall",
    "permission_line",
]


def diagnose(facts: BoxFacts) -> tuple[CheckItem, ...]:
    """The lines, in the order in which they're shown. A brand that can't be looked into has two, with a PIN three."""
    if facts.brand != ZAPTEC:
        return (serial_line(facts), *([pin_line(facts)] if facts.has_pin else []), northe_line(facts))
    return (
        serial_line(facts),
        known_line(facts),
        permission_line(facts),
        held_line(facts),
        online_line(facts),
        ready_line(facts),
    )


def serial_line(facts: BoxFacts) -> CheckItem:
    """Is the number well-formed and of the chosen model? What isn't at all was refused where it was typed."""
    warnings = facts.reading.warnings
    if warnings:
        return CheckItem(What.SERIAL, ItemState.WARNING, warnings[0], detail=warnings[1:])
    text = Message("diagnosis.serial.ok", {"product": facts.product})
    return CheckItem(What.SERIAL, ItemState.OK, text, detail=facts.reading.corrections)
