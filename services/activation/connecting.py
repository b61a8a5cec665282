"""Connects one charge box and follows it until it's online: stage by stage, so that whoever waits sees what for.

Northe does the work; here it's asked, once per key, and then looked at again and again: every two seconds at first,
slower later. A line that drops while Northe works is no failure. A refusal is, and is never asked again by itself.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import uuid4

from services.contracts import Cause, Reason, ServiceError, Stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from services.contracts import BoxRequest, ChargeBox, Services
    from services.rules.addresses import Address


class Leg(StrEnum):
    """The parts of the way, in their order."""

    SITE = "site"
    ASKING = "asking"
    TAKING_OVER = "taking_over"
    WAITING = "waiting"
    ONLINE = "online"


LEGS: tuple[Leg, ...] = tuple(Leg)
_LEG_OF = {
    Stage.REQUESTED: Leg.TAKING_OVER,
    Stage.TAKING_OVER: Leg.TAKING_OVER,
    Stage.WAITING_FOR_BOX: Leg.WAITING,
    Stage.ONLINE: Leg.ONLINE,
}


@dataclass(frozen=True, slots=True)
class ConnectPace:
    """How often Northe is asked how far it is, in seconds; `patience`: when to ask the installer what to do."""

    poll: float = 2.0
    slow_poll: float = 5.0
    slow_after: float = 30.0
    patience: float = 300.0


@dataclass(frozen=True, slots=True)
class Order:
    """What's to be connected, where and as what. `site_id` is None where the site is still to be saved."""

    customer: str
    request: BoxRequest
    serial_number: str
    name: str
    address: Address
    price_per_kwh: Decimal
    currency: str
    site_id: str | None = None


class Keys:
    """Idempotency keys: the same order gets the same key, so that a repeated try makes nothing twice."""

    def __init__(self) -> None:
        self._keys: dict[object, str] = {}

    def site(self, order: Order) -> str:
        """For saving the charge site."""
        return self._key(("site", order.customer, order.address, order.price_per_kwh, order.currency))

    def box(self, order: Order, site_id: str) -> str:
        """For connecting the box."""
        return self._key(self._box(order, site_id))

    def drop_box(self, order: Order) -> None:
        """After it was taken back: the next try is another one."""
        about = self._box(order, "")[:3]
        self._keys = {what: key for what, key in self._keys.items() if not _starts(what, about)}

    def _key(self, about: object) -> str:
        return self._keys.setdefault(about, str(uuid4()))

    @staticmethod
    def _box(order: Order, site_id: str) -> tuple[object, ...]:
        request = order.request
        fields = tuple(sorted(request.fields.items(), key=lambda item: item[0]))
        serial = order.serial_number.casefold()
        return ("box", order.customer, serial, request.brand, request.model, fields, order.name, site_id)


def _starts(what: object, beginning: tuple[object, ...]) -> bool:
    return isinstance(what, tuple) and what[: len(beginning)] == beginning


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is. `trouble`: the last look at it failed, and the next one comes by itself."""

    leg: Leg
    box: ChargeBox | None = None
    trouble: ServiceError | None = None


class Connecting:
    """One try. `report` is called on every change. `box` is what Northe made, as soon as it's known."""

    def __init__(
        self, services: Services, order: Order, keys: Keys, pace: ConnectPace, report: Callable[[Progress], None]
    ) -> None:
        self._services, self._order, self._keys, self._pace, self._report = services, order, keys, pace, report
        self.progress = Progress(Leg.SITE if order.site_id is None else Leg.ASKING)
        self._told: Progress | None = None

    @property
    def order(self) -> Order:
        """What it's about."""
        return self._order

    @property
    def box(self) -> ChargeBox | None:
        """The box as Northe has it, or None as long as Northe hasn't said that there's one."""
        return self.progress.box

    async def run(self) -> ChargeBox:
        """Asks for it and follows it until it's online. Raises `ServiceError`."""
        site_id = self._order.site_id
        if site_id is None:
            self._tell(Progress(Leg.SITE))
            order = self._order
            key = self._keys.site(order)
            northe = self._services.northe
            site = await northe.create_site(order.address, order.price_per_kwh, order.currency, key)
            site_id = site.site_id
        self._tell(Progress(Leg.ASKING))
        key = self._keys.box(self._order, site_id)
        box = await self._services.northe.connect_box(self._order.request, self._order.name, site_id, key)
        return await self.follow(box)

    async def follow(self, box: ChargeBox) -> ChargeBox:
        """Looks at a box that's being connected until it's online. Raises `ServiceError`."""
        began = self._services.clock.monotonic()
        while True:
            if box.stage is Stage.FAILED:
                self._keys.drop_box(self._order)  # the next try is another one: the same key would get the same answer
                raise ServiceError(box.cause or Cause.NORTHE_DOWN, note="connecting failed")
            self._tell(Progress(_LEG_OF[box.stage], box))
            if box.stage is Stage.ONLINE:
                return box
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
            self._report(progress)

    async def take_back(self) -> bool:
        """After `run` was cancelled: leaves nothing behind. False: too late, it's online. Raises `ServiceError`.

        If the answer to connecting never came, Northe may have made the box all the same, so the account is asked.
        """
        box = self.box
        if box is None and self.progress.leg is Leg.ASKING:
            account = await self._services.northe.account()
            box = in_account(account.boxes, self._order.request.brand, self._order.serial_number)
            if box is None and account.boxes_skipped:
                raise ServiceError(Cause.NORTHE_DOWN, Reason.UNREADABLE)  # it may be one of those
        if box is not None and not await self._services.northe.take_back(box.box_id):
            return False
        self._keys.drop_box(self._order)
        return True


def in_account(boxes: tuple[ChargeBox, ...], brand: str, serial_number: str) -> ChargeBox | None:
    """The customer's own box with this serial number, if there's one."""
    wanted = serial_number.casefold()
    return next((box for box in boxes if box.brand == brand and box.serial_number.casefold() == wanted), None)
