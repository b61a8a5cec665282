"""Is this host's clock right? By the `Date` of what the clouds answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from services.doctor.finding import Finding, ItemState
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

TOLERATED = timedelta(seconds=60)
"""More than this, and times on screens and receipts are wrong; much more, and no certificate is valid."""

_HOUR, _MINUTE = 3600, 60


def clock_finding(skews: Iterable[timedelta | None]) -> Finding:
    """Of how far the clock here is ahead of each cloud's (negative: behind), None where it didn't tell."""
    told = [skew for skew in skews if skew is not None]
    if not told:
        return Finding("clock", ItemState.UNKNOWN, Message("doctor.clock.untold"))
    skew = min(told, key=abs)  # a cloud may be off, too; both hardly are
    if abs(skew) <= TOLERATED:
        return Finding("clock", ItemState.OK, Message("doctor.clock.ok"))
    which = "ahead" if skew > timedelta(0) else "behind"
    text = Message(f"doctor.clock.{which}", {"span": _span(abs(skew))})
    return Finding("clock", ItemState.WRONG, text, remedy=Message("doctor.clock.remedy"))


def _span(span: timedelta) -> Message:
    seconds = round(span.total_seconds())
    if seconds >= 2 * _HOUR:
        return Message("doctor.span.hours", {"count": round(seconds / _HOUR)})
    if seconds >= 2 * _MINUTE:
        return Message("doctor.span.minutes", {"count": round(seconds / _MINUTE)})
    return Message("doctor.span.seconds", {"count": seconds})
