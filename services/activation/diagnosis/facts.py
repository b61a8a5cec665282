"""The facts that a diagnosis is made from: what was typed, what Northe says, what the maker shows; and asking."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from services.contracts import BoxEvidence, Cause, CheckAnswer, MakerLook, ServiceError
from services.contracts.causes import NAMED_FIRST

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from datetime import datetime, tzinfo
    from typing import TypeVar

    from services.contracts import BoxRequest, Services
    from services.rules.serials import SerialReading

    Answer = TypeVar("Answer")

PIN = "pin"
"""The field of a brand whose boxes are paired by a PIN. Makers count wrong ones, so that only connecting tries it."""

SIGNED_OUT = frozenset({Cause.SIGN_IN_REJECTED, Cause.SESSION_EXPIRED, Cause.LOGIN_CHANGED})
"""Said by a maker's cloud: the installer's sign-in isn't taken any more."""


@dataclass(frozen=True, slots=True)
class BoxFacts:
    """What is known about one box at one moment.

    `brand` is the catalogue's id, `product` is brand and model as they're shown. `has_pin`: one was typed. `northe`
    and `maker` are the clouds' answers or why there's none; None: not asked (a maker: not signed in there, or it's one
    that can't be asked). `now` is UTC, by the clouds' clock; `zone` is that of the times which people read,
    None for this machine's.
    """

    brand: str
    product: str
    reading: SerialReading
    now: datetime
    northe: CheckAnswer | ServiceError | None = None
    maker: MakerLook | ServiceError | None = None
    zone: tzinfo | None = None
    has_pin: bool = False

    @property
    def wrong_pin(self) -> bool:
        """Whether the PIN was tried, and isn't the box's."""
        return self.northe is not None and self.northe.cause is Cause.WRONG_PIN

    @property
    def answer(self) -> CheckAnswer | None:
        """Northe's answer; a refusal that's about the box is one, too."""
        if isinstance(self.northe, ServiceError):
            if self.northe.cause not in NAMED_FIRST:
                return None
            return CheckAnswer(self.northe.cause, self.northe.evidence or BoxEvidence(), self.northe.retry_after)
        return self.northe

    @property
    def failure(self) -> ServiceError | None:
        """Why Northe gave no answer."""
        return self.northe if isinstance(self.northe, ServiceError) and self.answer is None else None

    @property
    def look(self) -> MakerLook | None:
        """What the installer's own sign-in at the maker shows, if it sees the box."""
        return self.maker if isinstance(self.maker, MakerLook) and self.maker.found else None

    @property
    def unseen(self) -> bool:
        """The installer's own sign-in at the maker doesn't see the box."""
        return isinstance(self.maker, MakerLook) and not self.maker.found

    @property
    def not_owner(self) -> bool:
        """Whether the installer's own sign-in at the maker is known not to be the owner's."""
        return self.look is not None and self.look.evidence.is_owner is False

    def passed(self, cause: Cause) -> bool:
        """Whether Northe's answer proves that `cause` doesn't apply."""
        if self.answer is None:
            return False
        said = self.answer.cause
        return said is None or (said in NAMED_FIRST and NAMED_FIRST.index(said) > NAMED_FIRST.index(cause))

    def stopped_at(self, *causes: Cause) -> bool:
        """Whether Northe's answer is one of these."""
        return self.answer is not None and self.answer.cause in causes

    @property
    def unplaced(self) -> bool:
        """It's in no installation, so nobody can give a permission for it. That Northe has one counts more."""
        return self.look is not None and self.look.unplaced and not self.passed(Cause.PERMISSION_MISSING)

    @property
    def evidence(self) -> BoxEvidence:
        """What both clouds tell about the box, as one: the maker's own word first."""
        told = self.answer.evidence if self.answer is not None else BoxEvidence()
        if self.look is None:
            return told
        seen = self.look.evidence
        told_only = {
            one.name: getattr(told, one.name)
            for one in fields(BoxEvidence)
            if getattr(seen, one.name) in (None, "", ()) and getattr(told, one.name) is not None
        }
        if told.held_by:
            told_only["held_by"] = told.held_by  # a name, where the maker has only the operator's address
        return replace(seen, **told_only)


async def gather(services: Services, request: BoxRequest, product: str, reading: SerialReading) -> BoxFacts:
    """Asks both clouds at once and read-only: the maker's only if there's one, and somebody is signed in there.

    Raises nothing that a cloud said: refusals and silence are facts, too.
    """
    maker = services.maker(request.brand)
    if maker is not None and maker.signed_in_as is None:
        maker = None
    northe, look = await asyncio.gather(
        _asked(services.northe.check_box(request)),
        _nothing() if maker is None else _asked(maker.look(reading.value)),
    )
    now = services.clock.now()
    skews = (None if maker is None else maker.clock_skew, services.northe.clock_skew)
    now -= next((skew for skew in skews if skew is not None), timedelta(0))
    return BoxFacts(request.brand, product, reading, now, northe, look, has_pin=PIN in request.fields)


async def _asked(call: Awaitable[Answer]) -> Answer | ServiceError:
    try:
        return await call
    except ServiceError as error:
        return error


async def _nothing() -> None:
    """For the cloud that isn't asked."""
