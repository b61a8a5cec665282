"""The last line of every check list, Northe's own word: is it ready to connect the box, or what does it wait for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState, RemedyPlace
from services.activation.explanations import counted_down, describe
from services.contracts import Cause, ServiceError
from services.contracts.causes import NAMED_FIRST
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts


def ready_line(facts: BoxFacts) -> CheckItem:
    """Of a brand that can be looked into: what Northe waits for stands in a line above."""
    answer = facts.answer
    if answer is None or answer.cause not in NAMED_FIRST or answer.cause is Cause.PAIRING_LOCKED:
        return northe_line(facts)
    text = Message(f"diagnosis.ready.waits_for.{_waits_for(facts, answer.cause)}")
    offline = answer.cause is Cause.BOX_OFFLINE
    remedy = Message("diagnosis.ready.waits_for.box_offline_remedy") if offline else None
    return CheckItem(CheckSubject.READY, ItemState.WAITING, text, remedy=remedy)


def _waits_for(facts: BoxFacts, cause: Cause) -> str:
    """By Northe's cause; where the maker shows what's behind a box that Northe doesn't see, by that."""
    if facts.unplaced:
        return "unplaced"
    deactivated = facts.look is not None and facts.evidence.deactivated
    return "deactivated" if deactivated and cause is Cause.BOX_NOT_FOUND else cause.value


def northe_line(facts: BoxFacts) -> CheckItem:
    """Of any other brand: all that Northe says about it."""
    if facts.has_pin and facts.wrong_pin:
        return CheckItem(CheckSubject.READY, ItemState.WAITING, Message("diagnosis.ready.waits_for.wrong_pin"))
    if facts.failure is not None:
        return _failed(facts.failure)
    if facts.answer is None:
        return CheckItem(
            CheckSubject.READY, ItemState.UNKNOWN, Message("diagnosis.ready.unasked"), way=RemedyPlace.CHECK_AGAIN
        )
    cause = facts.answer.cause
    if cause is None:
        return CheckItem(CheckSubject.READY, ItemState.OK, Message("diagnosis.ready.ok"))
    error = ServiceError(cause, retry_after=facts.answer.retry_after, evidence=facts.answer.evidence)
    title, what, remedy = describe(counted_down(error))
    text = Message("diagnosis.ready.refused", {"title": title})
    if cause is Cause.BOX_OFFLINE:
        what = Message("diagnosis.ready.waits_for.box_offline_remedy")
    return CheckItem(CheckSubject.READY, ItemState.WRONG, text, (what,), remedy, cause)


def _failed(error: ServiceError) -> CheckItem:
    """Northe couldn't be asked, which may pass; or it said no before it had looked at the box."""
    title, what, remedy = describe(counted_down(error))
    if error.cause.passes or error.cause is Cause.SESSION_EXPIRED:
        text = Message("diagnosis.ready.failed", {"title": title})
        return CheckItem(
            CheckSubject.READY, ItemState.UNKNOWN, text, (what,), remedy, error.cause, RemedyPlace.CHECK_AGAIN
        )
    text = Message("diagnosis.ready.refused", {"title": title})
    return CheckItem(CheckSubject.READY, ItemState.WRONG, text, (what,), remedy, error.cause)
