"""The one exception that a client raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.contracts.causes import Reason

if TYPE_CHECKING:
    from services.contracts.causes import Cause
    from services.contracts.evidence import BoxEvidence

NEEDS_A_HAND = frozenset({Reason.TLS, Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES})
"""Somebody else may be answering in a cloud's name, or a proxy needs somebody's hand: nothing to be waited out."""


class ServiceError(Exception):
    """A cloud's refusal, or its silence. The only exception that a client raises.

    `retry_after` is in seconds, where the cloud named a time. `evidence` is what it said about the box.
    `field` is what it's about, by its name in what was sent; `tries_left` is how often it may still be wrong before
    the maker locks pairing. Both None where the cloud doesn't say.
    `note` is for support: one short English phrase without secrets or names, which nothing depends on.
    """

    def __init__(
        self,
        cause: Cause,
        reason: Reason | None = None,
        *,
        note: str = "",
        retry_after: float | None = None,
        evidence: BoxEvidence | None = None,
        field: str | None = None,
        tries_left: int | None = None,
    ) -> None:
        super().__init__(": ".join(filter(None, (cause.value, reason and reason.value, note))))
        self.cause = cause
        self.reason = reason
        self.note = note
        self.retry_after = retry_after
        self.evidence = evidence
        self.field = field
        self.tries_left = tries_left

    @property
    def passes(self) -> bool:
        """Whether it passes by itself, so that waiting and asking again makes sense."""
        return self.cause.passes and self.reason not in NEEDS_A_HAND
