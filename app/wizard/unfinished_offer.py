"""Start's offer to take up what was broken off, looked for beside the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from screens.start import StartScreen
from services.activation.unfinished import UnfinishedActivations

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from screens.look import Look
    from services.contracts.drafts import Drafts


class UnfinishedOffer:
    """On a host with many installers a look takes a while, so Start is there before it."""

    def __init__(self, app: App[int], look: Look, drafts: Drafts | None) -> None:
        self._app, self._look = app, look
        self._unfinished = UnfinishedActivations(drafts)

    @property
    def may_be_some(self) -> bool:
        """Whether there may be something to offer; told at once."""
        return self._unfinished.may_be_some

    async def look(self) -> tuple[list[str], list[str]]:
        """A line for each that was broken off, and one for each that can't be read."""
        return await asyncio.to_thread(self._unfinished.look, self._look.words)

    async def make(self) -> None:
        """Puts it on Start, if there's something, and Start is there still."""
        lines, remarks = await self.look()
        for start in self._app.screen_stack[:1]:  # none, if it was quit meanwhile
            if isinstance(start, StartScreen) and (lines or remarks):
                start.offer(lines, remarks)

    async def forget(self, then: Callable[[], Awaitable[None]]) -> None:
        """Those that Start shows aren't wanted any more; `then` comes if somebody is sure of it, and they're gone."""
        from screens.dialogs.confirm import sure

        if await sure(self._app, self._look, "drafts.forget", names=self._unfinished.names):
            await asyncio.to_thread(self._unfinished.forget)
            await then()
