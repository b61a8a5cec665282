"""What the doctor says of one thing: how it stands, what was seen, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.activation.diagnosis import ItemState
from services.activation.explanations import describe, wait
from services.contracts import Cause
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.contracts import ServiceError

__all__ = ["Finding", "ItemState", "healthy", "refused"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is its name for programs, `doctor.label.<check>` the one for people; `link` an address for the remedy."""

    check: str
    state: ItemState
    text: Message
    evidence: tuple[Message, ...] = ()
    remedy: Message | None = None
    link: str | None = None


def refused(check: str, error: ServiceError) -> Finding:
    """What a cloud said no to, or why it said nothing."""
    title, what, remedy = describe(error)
    if error.cause.passes and error.cause is not Cause.NETWORK_DOWN:  # the wizard's remedies speak of what's typed
        after = error.retry_after
        remedy = Message("doctor.later_wait", {"wait": wait(after)}) if after is not None else Message("doctor.later")
    return Finding(check, ItemState.WRONG, title, (what,), remedy)


def healthy(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong. A warning, and what nobody could tell, stop no activation."""
    return all(finding.state is not ItemState.WRONG for finding in findings)
