"""The line that nobody could tell: it says why, since the installer can mend most of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.contracts import Cause, ServiceError
from services.diagnosis.lines import Line, State, Way
from services.words import Message

if TYPE_CHECKING:
    from services.diagnosis.facts import BoxFacts
    from services.diagnosis.lines import What

SIGNED_OUT = frozenset({Cause.SIGN_IN_REJECTED, Cause.SESSION_EXPIRED, Cause.LOGIN_CHANGED})
"""Of Zaptec: the installer's sign-in isn't taken any more."""


def unknown_line(what: What, facts: BoxFacts) -> Line:
    """Why `what` isn't known: not signed in, not answered, not seen or not told."""
    way: Way | None = None
    if facts.zaptec is None and facts.failure is not None:
        why = "northe_failed"
    elif facts.zaptec is None:
        why, way = "sign_in", Way.ZAPTEC_SIGN_IN
    elif isinstance(facts.zaptec, ServiceError):
        signed_out = facts.zaptec.cause in SIGNED_OUT
        why, way = ("sign_in", Way.ZAPTEC_SIGN_IN) if signed_out else ("zaptec_failed", Way.CHECK_AGAIN)
    elif facts.look is None:
        why = "unseen"
    else:
        why = "untold"
    gaps = {"why": Message(f"diagnosis.why.{why}")}
    return Line(what, State.UNKNOWN, Message(f"diagnosis.{what.value}.unknown", gaps), way=way)
