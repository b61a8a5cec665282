"""Why a cloud said no, or nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


class Cause(StrEnum):
    """Why a cloud said no: each has its own words (`causes.*`), its own remedy and its own sandbox scenario."""

    SIGN_IN_REJECTED = "sign_in_rejected"
    SESSION_EXPIRED = "session_expired"
    FLEET_NOT_ENABLED = "fleet_not_enabled"
    LIMIT_EXCEEDED = "limit_exceeded"
    BOX_NOT_FOUND = "box_not_found"
    PERMISSION_MISSING = "permission_missing"
    ROLE_MISSING = "role_missing"
    HELD_BY_OTHER_OPERATOR = "held_by_other_operator"
    ALREADY_IN_OTHER_ACCOUNT = "already_in_other_account"
    BOX_OFFLINE = "box_offline"
    PAIRING_LOCKED = "pairing_locked"
    WRONG_PIN = "wrong_pin"
    BANK_REJECTED = "bank_rejected"
    THROTTLED = "throttled"
    VENDOR_DOWN = "vendor_down"
    NORTHE_DOWN = "northe_down"
    NETWORK_DOWN = "network_down"
    LOGIN_CHANGED = "login_changed"

    @property
    def passes(self) -> bool:
        """Whether it has nothing to do with what was asked, so that the same may go well next time."""
        return self in {Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.VENDOR_DOWN, Cause.THROTTLED}

    @property
    def asks_to_wait(self) -> bool:
        """Whether nothing else may be tried before the time is over that the cloud named."""
        return self in {Cause.THROTTLED, Cause.PAIRING_LOCKED}

    @property
    def step(self) -> str | None:
        """The stem of the earlier step whose answer has to be another one; None where that isn't the remedy."""
        return {Cause.LIMIT_EXCEEDED: "charge_site", Cause.BANK_REJECTED: "bank_account"}.get(self)

    @property
    def field(self) -> str | None:
        """The field of a box that it's always about, for when the cloud names none."""
        return "pin" if self is Cause.WRONG_PIN else None

    @property
    def ends_activation(self) -> bool:
        """Whether nothing that the installer does puts it right, so that signing the customer out is what's left."""
        return self is Cause.FLEET_NOT_ENABLED


NAMED_FIRST = (
    Cause.BOX_NOT_FOUND,
    Cause.PERMISSION_MISSING,
    Cause.ROLE_MISSING,
    Cause.HELD_BY_OTHER_OPERATOR,
    Cause.ALREADY_IN_OTHER_ACCOUNT,
    Cause.PAIRING_LOCKED,
    Cause.BOX_OFFLINE,
)
"""Of all that stands in a box's way Northe names the first, so that whatever stands before it is proved to be right."""


def first_cause(causes: Collection[Cause]) -> Cause | None:
    """The one that Northe names."""
    return next((cause for cause in NAMED_FIRST if cause in causes), None)


class Reason(StrEnum):
    """Why, where a cause alone doesn't say it. Each has words of its own (`causes.*`)."""

    NAME_NOT_FOUND = "name_not_found"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    TLS = "tls"
    RESET = "reset"
    PROXY_PASSWORD = "proxy_password"  # noqa: S105 - the name of a reason
    PROXY_REFUSES = "proxy_refuses"
    PROXY_DOWN = "proxy_down"
    IN_BETWEEN = "in_between"
    UNREADABLE = "unreadable"
    """An answer, but not in the shape that was agreed."""
    STILL_OPEN = "still_open"
    """The session is still open after signing out."""
    NOT_FOR_THIS_SIGN_IN = "not_for_this_sign_in"
    OVER_AT_ONCE = "over_at_once"
    """A sign-in code ran out before anybody could scan it."""


LONGEST_PAUSE = 30 * 86400.0
"""Seconds; a cloud that asks for more patience asks for nonsense, which is cut down to this at the door."""
