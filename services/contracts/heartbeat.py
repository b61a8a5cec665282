"""Is a box online? A maker's own flag may be stale, so it counts only together with the age of the last pulse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from services.contracts.evidence import BoxEvidence

DEFAULT_INTERVAL = 600.0
"""Seconds between two pulses where the box doesn't tell (observation 147): the longest that has been seen."""

LONGEST_INTERVAL = 86_400.0
"""Seconds; what says that it pulses more seldom says nothing: it would be online for ever."""

PULSES = 2
"""A box that was heard within so many intervals is online."""


class Pulse(StrEnum):
    """What the flag (observation -2) and the last pulse (-1) say together."""

    ONLINE = "online"
    OFFLINE = "offline"
    STALE = "stale"
    """The flag says online, but nothing was heard for too long."""
    NEVER = "never"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The judgement, and the age of the last pulse where there was one."""

    pulse: Pulse
    age: timedelta | None


def heartbeat(evidence: BoxEvidence, now: datetime) -> Heartbeat:
    """Judges by flag and pulse. A pulse from the future is a clock that's off, and counts as one from now."""
    age = None if evidence.last_heard is None else max(now - evidence.last_heard, timedelta(0))
    if evidence.never_online:
        return Heartbeat(Pulse.NEVER, None)
    if evidence.says_online is False:
        return Heartbeat(Pulse.OFFLINE, age)
    if age is None:
        return Heartbeat(Pulse.UNTOLD, None)
    told = evidence.pulse_interval or 0.0
    interval = told if 0.0 < told <= LONGEST_INTERVAL else DEFAULT_INTERVAL
    if age.total_seconds() >= PULSES * interval:
        return Heartbeat(Pulse.STALE if evidence.says_online else Pulse.OFFLINE, age)
    return Heartbeat(Pulse.ONLINE if evidence.says_online else Pulse.UNTOLD, age)
