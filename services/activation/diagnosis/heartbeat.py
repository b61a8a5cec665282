"""Is a box online? Zaptec's own flag may be stale, so it counts only together with the age of the last pulse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from services.text.words import Message

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from services.contracts import BoxEvidence

DEFAULT_INTERVAL = 600.0
"""Seconds between two pulses where the box doesn't tell (observation 147): the longest that has been seen."""

LONGEST_INTERVAL = 86_400.0
"""Seconds; what says that it pulses more seldom says nothing: it would be online for ever."""

PULSES = 2
"""A box that was heard within so many intervals is online."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


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


def ago(age: timedelta) -> Message:
    """An age in the largest unit that it fills: "47 minutes ago"."""
    seconds = int(age.total_seconds())
    for unit, size in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE), ("second", 1)):
        count = seconds // size
        if count == 1:
            return Message(f"diagnosis.ago.{unit}")
        if count > 1:
            return Message(f"diagnosis.ago.{unit}s", {"count": count})
    return Message("diagnosis.ago.now")


def clock_time(moment: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """A moment as people here read it, with its day unless that's today's: "09:14 CEST".

    In `zone`, or in this machine's where none is given; its name is there, since an ssh host may stand elsewhere.
    """
    here = moment.astimezone(zone)
    today = here.date() == now.astimezone(zone).date()
    return f"{here:{'' if today else '%Y-%m-%d '}%H:%M %Z}".rstrip()


def linked(evidence: BoxEvidence) -> Message | None:
    """How the box is linked, with its signal as it comes: Zaptec doesn't say in which unit it is."""
    if evidence.link is None:
        return None
    if evidence.signal is None:
        return Message("diagnosis.linked.link", {"link": evidence.link})
    return Message("diagnosis.linked.signal", {"link": evidence.link, "signal": _short(evidence.signal)})


def _short(number: str) -> str:
    whole, dot, rest = number.partition(".")
    return whole if dot and not rest.strip("0") else number
