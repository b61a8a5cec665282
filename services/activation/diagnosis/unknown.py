"""The line that nobody could tell: it says why, since the installer can mend most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.diagnosis.check_items import CheckItem, CheckSubject, ItemState, RemedyPlace
from services.activation.diagnosis.facts import SIGNED_OUT
from services.contracts import Cause, LookPart, Reason, ServiceError
from services.rules import catalogue
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.diagnosis.facts import BoxFacts

TOLD_BY = {
    CheckSubject.PERMISSION: LookPart.GRANT,
    CheckSubject.HELD: LookPart.INSTALLATION,
    CheckSubject.ONLINE: LookPart.STATE,
}
"""Which part of a look tells about it."""

NOT_FOR_YOU = frozenset({Cause.ROLE_MISSING, Cause.BOX_NOT_FOUND})


def unknown_line(what: CheckSubject, facts: BoxFacts) -> CheckItem:
    """Why `what` isn't known: not signed in, not answered, not seen or not told."""
    way: RemedyPlace | None = None
    if facts.maker is None and facts.failure is not None:
        why = "northe_failed"
    elif facts.maker is None:
        why, way = "sign_in", RemedyPlace.MAKER_SIGN_IN
    elif isinstance(facts.maker, ServiceError):
        why, way = _failed(facts.maker)
    elif facts.look is None:
        why = "unseen"
    elif what in TOLD_BY and (reason := facts.look.unanswered.get(TOLD_BY[what])) is not None:
        why, way = _failed(reason, of="_about_that")
    else:
        why = "untold"
    gaps = {"why": Message(f"diagnosis.why.{why}", {"maker": catalogue.brand(facts.brand).name})}
    return CheckItem(what, ItemState.UNKNOWN, Message(f"diagnosis.{what.value}.unknown", gaps), way=way)


def _failed(error: ServiceError, of: str = "") -> tuple[str, RemedyPlace | None]:
    """Why the maker didn't tell, by which text. `of`: the text's ending where only a part of the look has failed."""
    if error.cause in SIGNED_OUT:
        return "sign_in", RemedyPlace.MAKER_SIGN_IN
    if error.cause in NOT_FOR_YOU:
        return "untold", None
    if error.cause is Cause.THROTTLED:
        return "throttled", RemedyPlace.CHECK_AGAIN
    return f"{'no_sense' if error.reason is Reason.UNREADABLE else 'no_answer'}{of}", RemedyPlace.CHECK_AGAIN
