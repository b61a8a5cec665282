"""Watches whether Northe has the permission at the maker by now, while somebody is shown how it's given."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from services.activation.permission import PermissionState
from services.contracts import Grant, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.box_check import BoxCheck
    from services.activation.diagnosis import BoxFacts
    from services.contracts import MakerCloud, MakerLook

LOOK_EVERY = 8.0
"""Seconds between two looks at the maker's cloud while somebody is shown the way; Zaptec forbids far faster polls."""

SLOW_AFTER, SLOWER = 15, 4
"""After so many looks, two minutes, so many times the pause: whoever still waits waits for somebody elsewhere."""


class PermissionWatch:
    """Looks at the maker's cloud and gives what it sees to `check`, as long as the installer is signed in there.

    `busy` says whether the same is being asked by hand just now, so that this look is left out.
    """

    def __init__(
        self,
        maker: MakerCloud,
        check: BoxCheck,
        *,
        busy: Callable[[], bool] = lambda: False,
        every: float = LOOK_EVERY,
    ) -> None:
        self._maker, self._check, self._busy, self._every = maker, check, busy, every
        self._looks = 0

    @property
    def state(self) -> PermissionState:
        """What's known of the permission by now."""
        return PermissionState(self._check.box_type, self._maker.consent, self._check.facts)

    @property
    def pause(self) -> float:
        """Seconds until the next look."""
        return self._every * (1 if self._looks < SLOW_AFTER else SLOWER)

    async def run(self) -> None:
        """Looks again and again; asks Northe, too, once the maker's cloud shows a grant. Ends when Northe has it."""
        while not self.state.granted:
            await asyncio.sleep(self.pause)
            facts, check = self._check.facts, self._check
            if self._maker.signed_in_as is None or facts is None or check.answer is None or self._busy():
                continue
            self._looks += 1
            try:
                seen = await self._look(facts)
            except ServiceError as error:
                check.take(replace(check.facts or facts, maker=error))
                await asyncio.sleep(error.retry_after or 0.0)
            else:
                granted = seen.grant is Grant.GRANTED
                check.take(await check.ask() if granted else replace(check.facts or facts, maker=seen))

    async def _look(self, facts: BoxFacts) -> MakerLook:
        """Of a box that was seen before only the grant is asked."""
        if facts.look is None or facts.look.evidence.installation_id is None:
            return await self._maker.look(facts.reading.value)
        return replace(facts.look, grant=await self._maker.grant(facts.look))
