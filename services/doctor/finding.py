"""What the doctor says of one thing: how it stands, what was seen, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.diagnosis import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.words import Message

__all__ = ["Finding", "State", "healthy"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` is its name for programs, `doctor.label.<check>` the one for people; `link` an address for the remedy."""

    check: str
    state: State
    text: Message
    evidence: tuple[Message, ...] = ()
    remedy: Message | None = None
    link: str | None = None


def healthy(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong. A warning, and what nobody could tell, stop no activation."""
    return all(finding.state is not State.WRONG for finding in findings)
