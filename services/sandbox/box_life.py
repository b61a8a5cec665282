"""How a charge box stands right now, worked out from its behaviour and the time: nothing ticks in the background."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.contracts import BoxEvidence
from services.contracts.heartbeat import Pulse, heartbeat

if TYPE_CHECKING:
    import sqlite3

_NETWORK_SHARE = 0.4
"""Of the time that a box needs to come online, this much goes by before it has found its network."""


SAYS_ONLINE = (
    "b.behaviour IN ('online', 'stale_pulse')"
    " OR (b.behaviour = 'powering_up' AND world_now() >= b.since + b.online_after)"
)
IS_KNOWN = (
    "b.booted_before IS NOT NULL OR b.behaviour IN ('online', 'stale_pulse', 'offline')"
    f" OR (b.behaviour = 'powering_up' AND world_now() >= b.since + {_NETWORK_SHARE} * b.online_after)"
)
"""Of a row `b` of `boxes`, in SQL, so that lists can be sorted by it: what `life` calls `says_online`, and whether
there's a `booted_at`.
"""


@dataclass(frozen=True, slots=True)
class Life:
    """All times in seconds since 1970. `says_online` is what Zaptec shows as −2, right or wrong, since `changed_at`.

    `booted_at`: since when what it said about itself is known (None: it never said anything), which a restart leaves
    as it is. `heard_at`: its last pulse (None: never).
    """

    says_online: bool
    changed_at: float
    booted_at: float | None
    heard_at: float | None
    pulse_interval: float

    def is_alive(self, now: float) -> bool:
        """Whether it can really be reached, by the rule that the check list has: it says so, and was heard lately."""
        heard = None if self.heard_at is None else datetime.fromtimestamp(self.heard_at, UTC)
        shown = BoxEvidence(says_online=self.says_online, last_heard=heard, pulse_interval=self.pulse_interval)
        return heartbeat(shown, datetime.fromtimestamp(now, UTC)).pulse is Pulse.ONLINE


def life(box: sqlite3.Row, now: float) -> Life:
    """How this row of `boxes` stands at this time. Of one that was there before, the last word stays."""
    since, behaviour, heard = box["since"], box["behaviour"], box["heard_before"]
    says_online, changed_at, booted_at = False, since, None
    if behaviour == "powering_up":
        online_at = since + box["online_after"]
        if now >= online_at:
            since, behaviour = online_at, "online"
        elif now >= since + _NETWORK_SHARE * box["online_after"]:
            booted_at = since
    if behaviour == "online":
        says_online, changed_at, booted_at = True, since, since
        heard = since + max(0.0, (now - since) // box["pulse_interval"]) * box["pulse_interval"]
    elif behaviour == "stale_pulse":
        says_online, changed_at, booted_at, heard = True, since - 3600.0, since - 3600.0, since
    elif behaviour == "offline":
        booted_at, heard = since - 86_400.0, since - 40.0 if heard is None else heard
    return Life(
        says_online=says_online,
        changed_at=changed_at,
        booted_at=booted_at if box["booted_before"] is None else box["booted_before"],
        heard_at=heard,
        pulse_interval=box["pulse_interval"],
    )


def left_behind(box: sqlite3.Row, now: float) -> dict[str, float | None]:
    """What stays known of this row of `boxes` when its behaviour changes now: the columns that say so."""
    standing = life(box, now)
    return {"booted_before": standing.booted_at, "heard_before": standing.heard_at}
