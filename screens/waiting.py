"""How a screen waits for a cloud and says what came of it: shown soon, never flashing, stopped with Escape."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from textual.screen import Screen

from screens.near_compositor import NearCompositor
from screens.quiet_focus import quiet_focus
from screens.widgets.notice import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from screens.look import Look
    from services.contracts import ServiceError

SHOW_WAIT_AFTER = 0.1
SHOW_WAIT_FOR = 1.0
"""A wait is shown after the first and then for at least the second (seconds), so that it never flashes."""

BEAT = 0.5
"""Seconds between two steps of the busy sign: two a second cost about 100 bytes a second."""


class WaitingScreen(Screen[None]):
    """Has the notice, where waiting and failing are shown."""

    focused = quiet_focus()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self.look = look
        self.t = look.words.t
        self.notice = Notice(look)
        self._busy = 0

    @property
    def waiting(self) -> bool:
        """Whether a call is under way: buttons and Next do nothing then."""
        return self._busy > 0

    @asynccontextmanager
    async def busy(self, doing: str) -> AsyncIterator[None]:
        """Around a call to a cloud: shown after 0.1 s and then for at least 1 s; Escape stops the wait.

        What's said meanwhile, such as that the wait was stopped, stays.
        """
        clock = asyncio.get_running_loop().time
        shown_at: list[float] = []
        said_before = self.notice.said

        def show() -> None:
            if self.notice.said == said_before:
                shown_at.append(clock())
                self.notice.say(Tone.BUSY, doing)

        def beat() -> None:
            if shown_at and self.notice.tone is Tone.BUSY:
                self.notice.say(Tone.BUSY, doing)

        self._busy += 1
        timers = [self.set_timer(SHOW_WAIT_AFTER, show), self.set_interval(BEAT, beat)]
        try:
            yield
            if shown_at and (left := shown_at[0] + SHOW_WAIT_FOR - clock()) > 0:
                await asyncio.sleep(left)
        finally:
            self._busy -= 1
            for timer in timers:
                timer.stop()
            if self.notice.tone is Tone.BUSY:
                self.notice.clear()

    def action_stop_waiting(self) -> None:
        """Escape: stops waiting, and nothing else; what the wizard itself waits for (signing out) goes on."""
        if self.waiting and self.workers.cancel_node(self):
            self.notice.say(Tone.INFO, self.t("shell.stopped"))

    def fail(self, error: ServiceError) -> None:
        """What a cloud said no to, in the notice: what it is, and what to do about it."""
        from services.activation.explanations import describe

        title, what, remedy = (self.look.words.say(part) for part in describe(error))
        self.notice.say(Tone.ERROR, f"{title}\n{what} {remedy}")
