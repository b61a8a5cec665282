"""Is the PIN right? No check can tell, since a maker counts the wrong ones: only connecting tries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState
from services.contracts import Cause
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts


def pin_line(facts: BoxFacts) -> CheckItem:
    """Never right before it was tried: it waits for Connect, or it was tried there and was wrong."""
    if facts.wrong_pin:
        text, remedy = Message("causes.wrong_pin.title"), Message("causes.wrong_pin.remedy")
        return CheckItem(CheckSubject.PIN, ItemState.WRONG, text, remedy=remedy, cause=Cause.WRONG_PIN)
    locked = facts.stopped_at(Cause.PAIRING_LOCKED)
    compare = None if locked else Message("diagnosis.pin.compare")
    return CheckItem(CheckSubject.PIN, ItemState.WAITING, Message("diagnosis.pin.untried"), remedy=compare)
