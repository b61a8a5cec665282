"""Connects one charge box and follows it until it's online: stage by stage, so that whoever waits sees what for.

Northe does the work; here it's asked, once per key, and then looked at again and again: every two seconds at first,
slower later. A line that drops while Northe works is no failure. A refusal is, and is never asked again by itself.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from services.contracts import Cause, Reason, ServiceError, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.connect_order import IdempotencyKeys, Order
    from services.activation.session import ConnectAnswer, Session
    from services.contracts import ChargeBox, Services


class ConnectStage(StrEnum):
    """The parts of the way, in their order: Northe's stages of a box, and what comes before there's one."""

    SITE = "site"
    ASKING = "asking"
    TAKING_OVER = "taking_over"
    WAITING = "waiting"
    ONLINE = "online"


_STAGE_OF = {
    Stage.REQUESTED: ConnectStage.TAKING_OVER,
    Stage.TAKING_OVER: ConnectStage.TAKING_OVER,
    Stage.WAITING_FOR_BOX: ConnectStage.WAITING,
    Stage.ONLINE: ConnectStage.ONLINE,
}


@dataclass(frozen=True, slots=True)
class ConnectPace:
    """How often Northe is asked how far it is, in seconds; `patience`: when to ask the installer what to do."""

    poll: float = 2.0
    slow_poll: float = 5.0
    slow_after: float = 30.0
    patience: float = 300.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. `trouble`: the last look at it failed, and the next one comes by itself."""

    stage: ConnectStage
    box: ChargeBox | None = None
    trouble: ServiceError | None = None


class ConnectAttempt:
    """One try at connecting one box. `changed` is called whenever something of it is another.

    `progress` is how far it is. `answer` is what the session keeps as the step's answer at each moment: with the box
    as soon as Northe has made one, with a failed one after a refusal, without one after it was taken back. A box that
    it has from the start is one that Northe is at work on already: that's only followed.
    `not_taken_back`: why cancelling has failed the last time that it was tried.
    """

    def __init__(
        self,
        services: Services,
        order: Order,
        answer: ConnectAnswer,
        keys: IdempotencyKeys,
        *,
        pace: ConnectPace,
        changed: Callable[[], object],
    ) -> None:
        self._services, self._keys, self._pace, self._changed = services, keys, pace, changed
        self.order, self.answer = order, answer
        self.progress = Progress(ConnectStage.SITE if self.saves_site else ConnectStage.ASKING)
        if answer.box is not None:
            self.progress = Progress(_STAGE_OF[answer.box.stage], answer.box)
        self.not_taken_back: ServiceError | None = None
        self._told: Progress | None = None
        self._began = services.clock.monotonic()
        self._patience_ends = self._began + pace.patience

    @property
    def saves_site(self) -> bool:
        """Whether saving the charge site is part of it."""
        return self.order.site_id is None

    @property
    def box(self) -> ChargeBox | None:
        """The box as Northe has it, or None as long as Northe hasn't said that there's one."""
        return self.progress.box

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return self._services.clock.monotonic() - self._began

    @property
    def limit(self) -> float:
        """After how many seconds since it began somebody is asked what to do."""
        return self._patience_ends - self._began

    @property
    def times_up(self) -> bool:
        """It has taken longer than it should, so that somebody has to say what to do."""
        return self._services.clock.monotonic() >= self._patience_ends

    def keep_waiting(self) -> None:
        """Somebody has said so: it may take as long again."""
        self._patience_ends = self._services.clock.monotonic() + self._pace.patience
        self._changed()

    # ------------------------------------------------------------------------------------------ the way

    async def run(self) -> ConnectAnswer:
        """Goes on from where it is until the box is online. Raises `ServiceError`.

        May be cancelled at any time, and run again: nothing is made twice.
        """
        try:
            if self.box is None:
                if self.not_taken_back is not None:
                    raise self.not_taken_back  # nobody knows whether there's one
                await self._follow(await self._ask())
            else:
                await self._follow(self.box)
        except ServiceError as error:
            if self.box is not None and error.cause is not Cause.SESSION_EXPIRED:
                self._keep(replace(self.box, stage=Stage.FAILED, cause=error.cause))  # nothing to follow any more
                self._changed()
            raise
        return self.answer

    async def _ask(self) -> ChargeBox:
        """Has Northe make the site, where it's a new one, and the box."""
        order, northe, site_id = self.order, self._services.northe, self.order.site_id
        if site_id is None:
            self._tell(Progress(ConnectStage.SITE))
            key = self._keys.site(order)
            site = await northe.create_site(order.address, order.price_per_kwh, order.currency, key)
            site_id = site.site_id
        self._tell(Progress(ConnectStage.ASKING))
        return await northe.connect_box(order.request, order.name, site_id, self._keys.box(order, site_id))

    async def _follow(self, box: ChargeBox) -> None:
        """Looks at a box that's being connected until it's online."""
        began = self._services.clock.monotonic()
        while True:
            if box.stage is Stage.FAILED:
                self._keys.drop_box(self.order)  # the next try is another one: the same key would get the same answer
                raise ServiceError(box.cause or Cause.NORTHE_DOWN, note="connecting failed")
            self._tell(Progress(_STAGE_OF[box.stage], box))
            if box.stage is Stage.ONLINE:
                return
            pause = self._pause(began)
            while True:
                await asyncio.sleep(pause)
                try:
                    box = await self._services.northe.box(box.box_id)
                except ServiceError as error:
                    if not error.passes:
                        raise  # while Northe is at work the others mean only that it couldn't say how far it is
                    self._tell(replace(self.progress, trouble=error))
                    pause = max(self._pause(began), error.retry_after or 0.0)
                    continue
                break

    def _pause(self, began: float) -> float:
        gone = self._services.clock.monotonic() - began
        return self._pace.poll if gone < self._pace.slow_after else self._pace.slow_poll

    def _tell(self, progress: Progress) -> None:
        if progress != self._told:
            self.progress = self._told = progress
            if progress.box is not None:
                self._keep(progress.box)
            self._changed()

    def _keep(self, box: ChargeBox | None) -> None:
        self.answer = self.answer.model_copy(update={"box": box})

    # ------------------------------------------------------------------------------------------ ways out of it

    @property
    def may_leave(self) -> bool:
        """Northe has done its part and goes on by itself: only the box is missing."""
        return self.progress.stage is ConnectStage.WAITING

    def leave_waiting(self) -> ConnectAnswer:
        """The answer of somebody who doesn't wait any longer, once `may_leave`. `run` has to be cancelled for it."""
        self.answer = self.answer.model_copy(update={"left_waiting": True})
        return self.answer

    async def take_back(self) -> bool:
        """After `run` was cancelled: leaves nothing behind. False: `run` has to go on, since there may still be a box.

        That's so when it's too late, since the box is online, and when Northe couldn't be told: then `not_taken_back`
        says why, and it can be tried again.
        """
        self.not_taken_back = None
        try:
            gone = await self._take_back()
        except ServiceError as error:
            self.not_taken_back, gone = error, False
        if gone:
            self._keys.drop_box(self.order)
            self._keep(None)
        self._changed()
        return gone

    async def _take_back(self) -> bool:
        """The account is asked where the answer to connecting never came: Northe may have made the box all the same."""
        box = self.box
        if box is None and self.progress.stage is ConnectStage.ASKING:
            account = await self._services.northe.account()
            box = in_account(account.boxes, self.order.request.brand, self.order.serial_number)
            if box is None and account.boxes_skipped:
                raise ServiceError(Cause.NORTHE_DOWN, Reason.UNREADABLE)  # it may be one of those
        return box is None or await self._services.northe.take_back(box.box_id)


# ---------------------------------------------------------------------------------------------- before it's begun


def under_way(session: Session) -> ConnectAnswer | None:
    """The step's answer if its box is one that Northe was at work on when it was last heard of."""
    answer = session.connect
    if answer is None or answer.box is None or answer.box.stage in {Stage.ONLINE, Stage.FAILED}:
        return None
    return answer


def already_online(session: Session, answer: ConnectAnswer) -> ConnectAnswer | None:
    """The answer with the customer's own box, if that's online in this very account: then nothing is left to do."""
    if session.account is None or session.box_type is None:
        return None
    own = in_account(session.account.boxes, session.box_type.brand, answer.serial_number)
    return answer.model_copy(update={"box": own}) if own is not None and own.stage is Stage.ONLINE else None


def in_account(boxes: tuple[ChargeBox, ...], brand: str, serial_number: str) -> ChargeBox | None:
    """The customer's own box with this serial number, if there's one."""
    wanted = serial_number.casefold()
    return next((box for box in boxes if box.brand == brand and box.serial_number.casefold() == wanted), None)
