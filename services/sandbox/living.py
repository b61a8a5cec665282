"""How a charge box stands right now, worked out from its behaviour and the time: nothing ticks in the background."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.contracts import BoxEvidence
from services.diagnosis import Pulse, heartbeat

if TYPE_CHECKING:
    import sqlite3

_NETWORK_SHARE = 0.4
"""Of the time that a box needs to come online, this much goes by before it has found its network."""


@dataclass(frozen=True, slots=True)
class Life:
    """All times in seconds since 1970. `says_online` is what Zaptec shows as −2, right or wrong, since `changed_at`.

    `booted_at`: when it last introduced itself (None: never). `heard_at`: its last pulse (None: never).
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
    """How this row of `boxes` stands at this time."""
    since, pulse = box["since"], box["pulse_interval"]
    behaviour = box["behaviour"]
    if behaviour == "powering_up":
        online_at = since + box["online_after"]
        if now < online_at:
            found_network = now >= since + _NETWORK_SHARE * box["online_after"]
            return Life(
                says_online=False,
                changed_at=since,
                booted_at=since if found_network else None,
                heard_at=None,
                pulse_interval=pulse,
            )
        since, behaviour = online_at, "online"
    if behaviour == "online":
        beats = max(0.0, (now - since) // pulse)
        return Life(True, since, since, since + beats * pulse, pulse)  # noqa: FBT003 - the first field of Life
    if behaviour == "stale_pulse":
        return Life(True, since - 3600.0, since - 3600.0, since, pulse)  # noqa: FBT003 - the first field of Life
    if behaviour == "offline":
        return Life(False, since, since - 86_400.0, since - 40.0, pulse)  # noqa: FBT003 - the first field of Life
    return Life(False, since, None, None, pulse)  # noqa: FBT003 - the first field of Life
