"""Does somebody else hold the box: another operator, or another Northe account?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState
from services.activation.diagnosis.unknown import unknown_line
from services.contracts import Cause, Grant
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts


def held_line(facts: BoxFacts) -> CheckItem:
    """Northe's word first; where it hasn't come so far, what Zaptec shows of who authenticates."""
    if facts.passed(Cause.ALREADY_IN_OTHER_ACCOUNT):
        return CheckItem(CheckSubject.HELD, ItemState.OK, Message("diagnosis.held.ok"))
    if facts.stopped_at(Cause.ALREADY_IN_OTHER_ACCOUNT):
        text, remedy = Message("diagnosis.held.already"), Message("diagnosis.held.already_remedy")
        return CheckItem(CheckSubject.HELD, ItemState.WRONG, text, remedy=remedy, cause=Cause.ALREADY_IN_OTHER_ACCOUNT)
    if facts.stopped_at(Cause.HELD_BY_OTHER_OPERATOR):
        return _held(facts)
    return _as_zaptec_shows(facts)


def _as_zaptec_shows(facts: BoxFacts) -> CheckItem:
    if facts.look is None or facts.look.evidence.taken_over is None:
        return unknown_line(CheckSubject.HELD, facts)
    if not facts.look.evidence.taken_over:
        return CheckItem(CheckSubject.HELD, ItemState.OK, Message("diagnosis.held.ok_zaptec"))
    if facts.stopped_at(Cause.PERMISSION_MISSING) or facts.look.grant is Grant.NOT_GRANTED:
        return _held(facts)  # whoever has taken it over, it isn't Northe, which has no access
    text, remedy = Message("diagnosis.held.perhaps"), Message("diagnosis.held.perhaps_remedy")
    return CheckItem(CheckSubject.HELD, ItemState.WARNING, text, remedy=remedy)


def _held(facts: BoxFacts) -> CheckItem:
    operator = facts.evidence.held_by
    text = Message("diagnosis.held.by", {"operator": operator}) if operator else Message("diagnosis.held.wrong")
    remedy = Message("diagnosis.held.wrong_remedy")
    return CheckItem(CheckSubject.HELD, ItemState.WRONG, text, remedy=remedy, cause=Cause.HELD_BY_OTHER_OPERATOR)
