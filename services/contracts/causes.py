"""Why a cloud said no, or nothing: the one exception that a client raises, and its causes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.contracts.box import BoxEvidence


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


LONGEST_PAUSE = 30 * 86400.0
"""Seconds; a cloud that asks for more patience asks for nonsense, which is cut down to this at the door."""


class ServiceError(Exception):
    """A cloud's refusal, or its silence. The only exception that a client raises.

    `retry_after` is in seconds, where the cloud named a time. `evidence` is what it said about the box.
    `field` is what it's about, by its name in what was sent; `tries_left` is how often it may still be wrong before
    the maker locks pairing. Both None where the cloud doesn't say.
    `detail` is for the journal and for support: one short English phrase without secrets or names.
    """

    def __init__(
        self,
        cause: Cause,
        detail: str = "",
        *,
        retry_after: float | None = None,
        evidence: BoxEvidence | None = None,
        field: str | None = None,
        tries_left: int | None = None,
    ) -> None:
        super().__init__(f"{cause.value}: {detail}" if detail else cause.value)
        self.cause = cause
        self.detail = detail
        self.retry_after = retry_after
        self.evidence = evidence
        self.field = field
        self.tries_left = tries_left
