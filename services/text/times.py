"""Moments and spans as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.text.words import Message

if TYPE_CHECKING:
    from datetime import datetime, timedelta, tzinfo

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def local_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """With the zone's name, since an ssh host may stand elsewhere. `zone`: None for this machine's."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}".rstrip()


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
