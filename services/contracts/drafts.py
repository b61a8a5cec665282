"""What's kept of an activation that was broken off, and what whoever keeps it can be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from services.text.words import Message


@dataclass(frozen=True, slots=True)
class Draft:
    """`typed`: what stood in the fields, by step and field, without secrets. `answered`: stems of the steps that hold.

    `mark` tells whose it is without the e-mail address being in it. `skipped`: those of the answered steps that were
    gone past with a clear yes.
    """

    customer_name: str
    mark: str
    saved_at: datetime
    typed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    answered: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()


class HeldDraft(Protocol):
    """A draft that this activation alone writes."""

    @property
    def mark(self) -> str:
        """What tells its customer; to be handed back with each `save`."""
        ...

    @property
    def draft(self) -> Draft | None:
        """What it held when it was opened; None for a new one."""
        ...

    def save(self, draft: Draft) -> None:
        """Writes it. Raises `OSError`; then what was there before is there still."""
        ...

    def discard(self) -> None:
        """It's finished, or not wanted any more: nothing of it stays."""
        ...

    def release(self) -> None:
        """This activation goes; the draft stays."""
        ...


@dataclass(frozen=True, slots=True)
class FreeDraft:
    """A draft that nobody works on. `place`: where whoever keeps it finds it again."""

    draft: Draft
    place: str


@dataclass(frozen=True, slots=True)
class FreeDrafts:
    """What a look finds: the newest drafts, the newest of them first, and how many `more` there are.

    `remarks`: a sentence for each that can't be read.
    """

    newest: tuple[FreeDraft, ...] = ()
    more: int = 0
    remarks: tuple[Message, ...] = ()


class Drafts(Protocol):
    """Where unfinished activations are kept. All but `may_hold_some` take their time: not for the event loop."""

    def now(self) -> datetime:
        """The time by which drafts grow old, UTC."""
        ...

    def may_hold_some(self) -> bool:
        """Whether a look may find something, told at once, however much there is."""
        ...

    def look(self) -> FreeDrafts:
        """What's unfinished; what's too old goes."""
        ...

    def take(self, email: str) -> tuple[HeldDraft | None, bool]:
        """The customer's newest free draft, opened for this activation; or None, and whether another one holds one."""
        ...

    def begin(self, email: str) -> HeldDraft:
        """A new one, with nothing in it yet. Raises `OSError`."""
        ...

    def forget(self, one: FreeDraft) -> None:
        """Removes it, unless another activation has taken it up meanwhile."""
        ...
