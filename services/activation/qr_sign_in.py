"""The course of a QR sign-in: a code is offered, watched, and renewed until the customer has answered. No widgets."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from services.contracts import Cause, LinkOffer, LinkStatus, Reason, ServiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from services.contracts import Clock, NortheCloud

Answer = TypeVar("Answer")

MOST = 3600.0
"""Seconds that a code is shown at most, whatever the cloud says. Nobody stands at a door for longer."""


@dataclass(frozen=True, slots=True)
class LinkPace:
    """Seconds. `show_after`: a wait for the code is shown; `least` between two questions, whatever the cloud says.

    Then the waits after something went wrong: the first, doubled up to the longest. A code that lived less than
    `shortest_life` is such a thing: nobody scans as quickly.
    """

    show_after: float = 0.1
    least: float = 0.5
    first_wait: float = 2.0
    longest_wait: float = 30.0
    shortest_life: float = 5.0


class LinkWatch:
    """One at a time asks Northe, by one loop only: so there are never two questions under way.

    `offer` is the code that shows, None before the first. `trouble` is what's in the way just now. `renewed`: this
    isn't the first code. `changed` is called whenever one of them is another.
    """

    def __init__(self, northe: NortheCloud, clock: Clock, changed: Callable[[], None], pace: LinkPace) -> None:
        self._northe, self._clock, self._changed, self._pace = northe, clock, changed, pace
        self.offer: LinkOffer | None = None
        self.trouble: ServiceError | None = None
        self.renewed = False
        self._ends_at = 0.0
        self._going = asyncio.Event()
        self._going.set()
        self._now = asyncio.Event()

    @property
    def left(self) -> float:
        """Seconds that the code is still good for; 0 without one."""
        return max(0.0, self._ends_at - self._clock.monotonic()) if self.offer is not None else 0.0

    @property
    def payload(self) -> str | None:
        """What the code says; empty: it's about to come; None: there's none that's good for anything."""
        if self.offer is not None and (self.left or self.trouble is None):
            return self.offer.payload
        return "" if self.trouble is None else None

    def pause(self) -> None:
        """Asks nothing more until `go_on`; a question under way is still answered."""
        self._going.clear()

    def go_on(self) -> None:
        """Asks again, and at once."""
        self._going.set()
        self._now.set()

    def ask_now(self) -> None:
        """Doesn't wait for its time, since there's reason to believe that the customer has answered."""
        self._now.set()

    async def run(self) -> LinkStatus:
        """Until the customer has answered: APPROVED or REFUSED. Raises `ServiceError` for what won't go away."""
        wait = self._pace.first_wait
        while True:
            offer = await self._until_answered(self._northe.start_link)
            begun = self._clock.monotonic()
            if offer.expires_in >= self._pace.shortest_life:
                self.offer, self._ends_at = offer, begun + min(offer.expires_in, MOST)
                self._changed()
                status = await self._follow(offer)
                if status is not LinkStatus.EXPIRED:
                    return status
            self.renewed = True
            if self._clock.monotonic() - begun < self._pace.shortest_life:
                await self._wait_after(wait)
                wait = min(2 * wait, self._pace.longest_wait)
            else:
                wait = self._pace.first_wait

    async def _wait_after(self, wait: float) -> None:
        """A code was over at once: by a clock that's wrong, or by Northe's mistake. So may the next one be."""
        self.offer, self.trouble = None, ServiceError(Cause.NORTHE_DOWN, Reason.OVER_AT_ONCE)
        self._changed()
        await asyncio.sleep(wait)

    async def _follow(self, offer: LinkOffer) -> LinkStatus:
        """Until the customer has answered or the code has run out."""
        every = max(offer.poll_every, self._pace.least)
        while True:
            await self._rest(self._with_the_count(min(every, max(self.left, self._pace.least))))
            over = self.left <= 0
            status = await self._until_answered(lambda: self._northe.poll_link(offer.link_id))
            # By our own clock it's over: asked once more nevertheless, since the customer may have been quick.
            if status is not LinkStatus.PENDING or over:
                return LinkStatus.EXPIRED if status is LinkStatus.PENDING else status

    def _with_the_count(self, seconds: float) -> float:
        """A little longer, so that it ends when a second of the countdown does: one waking up for both."""
        after = self.left - seconds
        return seconds + after % 1.0 if seconds >= 1.0 and after > 0 else seconds

    async def _until_answered(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        """Asks until there's an answer, each time a little later."""
        wait = self._pace.first_wait
        while True:
            await self._going.wait()
            try:
                answer = await ask()
            except ServiceError as error:
                if not error.passes:
                    raise
                self.trouble = error
                self._changed()
                await self._wait_out(error, wait)
                wait = min(2 * wait, self._pace.longest_wait)
            else:
                if self.trouble is not None:
                    self.trouble = None
                    self._changed()
                return answer

    async def _wait_out(self, error: ServiceError, wait: float) -> None:
        """As long as Northe asked for, else a while that grows."""
        if error.retry_after is not None:
            await asyncio.sleep(max(error.retry_after, self._pace.least))
        else:
            await self._rest(wait)

    async def _rest(self, seconds: float) -> None:
        """Until it's time to ask again, or `ask_now` says so."""
        clock = asyncio.get_running_loop().time
        earliest = clock() + self._pace.least
        with suppress(TimeoutError):
            async with asyncio.timeout(max(self._pace.least, seconds)):
                await self._now.wait()
        if (early := earliest - clock()) > 0:
            await asyncio.sleep(early)
        self._now.clear()
