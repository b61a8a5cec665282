"""What a diagnosis is made of: lines that each say how one thing stands and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from services.contracts import Cause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.text.words import Message


class CheckSubject(StrEnum):
    """What a line is about, in the order in which they're shown."""

    SERIAL = "serial"
    KNOWN = "known"
    PERMISSION = "permission"
    HELD = "held"
    ONLINE = "online"
    PIN = "pin"
    READY = "ready"


class ItemState(StrEnum):
    """How it stands. UNKNOWN: nobody could tell. WAITING: it's decided by a line above."""

    OK = "ok"
    WRONG = "wrong"
    WARNING = "warning"
    UNKNOWN = "unknown"
    WAITING = "waiting"


class RemedyPlace(StrEnum):
    """Where in the program a remedy is: a screen names its key for it, a command line its option."""

    PERMISSION = "permission"
    MAKER_SIGN_IN = "maker_sign_in"
    CHECK_AGAIN = "check_again"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One line of the check list. `detail` is the evidence; `cause` is set where this line is what stops Connect."""

    what: CheckSubject
    state: ItemState
    text: Message
    detail: tuple[Message, ...] = ()
    remedy: Message | None = None
    cause: Cause | None = None
    way: RemedyPlace | None = None


class Outcome(StrEnum):
    """What all lines come to. WAITING: the box is offline, and may be connected and left waiting."""

    READY = "ready"
    BLOCKED = "blocked"
    WAITING = "waiting"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Overall:
    """The outcome; `cause` says why it isn't ready, where that's known."""

    outcome: Outcome
    cause: Cause | None = None


def overall(lines: Sequence[CheckItem]) -> Overall:
    """What the lines come to. Northe's word, the line READY, counts more than what was seen beside it.

    But not that it's ready for another model than the number's: it knows no better than what it was told.
    """
    if any(line.what is CheckSubject.SERIAL and line.state is ItemState.WRONG for line in lines):
        return Overall(Outcome.BLOCKED)
    ready = next((line for line in lines if line.what is CheckSubject.READY), None)
    if ready is not None and ready.state is ItemState.OK:
        return Overall(Outcome.READY)
    causes = [line.cause for line in lines if line.cause and line.state in {ItemState.WRONG, ItemState.WARNING}]
    for cause in causes:
        if cause is not Cause.BOX_OFFLINE:
            return Overall(Outcome.BLOCKED, cause)
    if ready is None or ready.state is ItemState.UNKNOWN:
        return Overall(Outcome.UNKNOWN, ready.cause if ready else None)
    return Overall(Outcome.WAITING, Cause.BOX_OFFLINE) if causes else Overall(Outcome.UNKNOWN)
