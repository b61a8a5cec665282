"""What a screen shows while it waits for a cloud: soon, but never as a flash."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from screens.look.states import Tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.screen import Screen

    from screens.widgets.notice import Notice

SHOW_WAIT_AFTER = 0.1
SHOW_WAIT_FOR = 1.0
"""A wait is shown after the first and then for at least the second (seconds), so that it never flashes."""

BEAT = 0.5
"""Seconds between two steps of the busy sign: two a second cost about 100 bytes a second."""


class CloudWait:
    """Counts the calls that a screen has under way, and says in its notice what it waits for."""

    def __init__(self, screen: Screen[Any], notice: Notice) -> None:
        self._screen = screen
        self._notice = notice
        self._calls = 0

    @property
    def under_way(self) -> bool:
        """Whether at least one call hasn't been answered yet."""
        return self._calls > 0

    @asynccontextmanager
    async def around(self, doing: str) -> AsyncIterator[None]:
        """Around a call. What the notice is given meanwhile, such as that the wait was stopped, stays there."""
        clock = asyncio.get_running_loop().time
        notice = self._notice
        shown_at: list[float] = []
        said_before = notice.said

        def show() -> None:
            if notice.said == said_before:
                shown_at.append(clock())
                notice.say(Tone.BUSY, doing)

        def beat() -> None:
            if shown_at and notice.tone is Tone.BUSY:
                notice.say(Tone.BUSY, doing)

        self._calls += 1
        timers = [self._screen.set_timer(SHOW_WAIT_AFTER, show), self._screen.set_interval(BEAT, beat)]
        try:
            yield
            if shown_at and (left := shown_at[0] + SHOW_WAIT_FOR - clock()) > 0:
                await asyncio.sleep(left)
        finally:
            self._calls -= 1
            for timer in timers:
                timer.stop()
            if notice.tone is Tone.BUSY:
                notice.clear()
