"""Keeps keys in step with what they do: on a slow line "abc", Tab and "def" arrive in one piece.

Textual hands each key at once to what has the focus, and moves the focus only later; so "def" would land beside "abc",
a secret perhaps in a field that shows it. Here a key that may move the focus holds back what comes after it until
every message that it set off has been handled. What such a key changes is painted in one piece, too.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from textual.events import Key, Paste

from screens.single_paint import single_paint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import App
    from textual.message_pump import MessagePump

LONGEST = 3.0
"""Seconds after which keys go on in any case: Ctrl+Q has to work whatever hangs. A busy host needs some of them: what
goes on too early puts a secret into the wrong field."""

MOVING = {"tab": 1, "shift+tab": 1, "up": 2, "down": 2, "left": 2, "right": 2}
"""Keys that take the focus from one thing to the next, and how often something goes up from it to the app until all is
done: what was left and what was reached tell of it; before that, most keys themselves go up."""

SPARE = 4
"""Turns of the event loop, beyond the one for each step up: for what somebody tells himself first."""

PAINTING = 0.005
"""Seconds that what such a key changed has for being painted, before more is asked about it: that's only for the keys
that come behind it, and would hold up the thread that paints by half as much again."""

ROUNDS = 3
"""How often a key's effect is handed on, from a widget to itself or to its screen, before it's all done."""


class TypeAhead:
    """Asked by the app about every key and paste, in the order of their coming."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._held: deque[Key | Paste] = deque()
        self._settling: asyncio.Task[None] | None = None
        self._up = False
        self._coming: asyncio.Event | None = None

    def is_up(self) -> None:
        """The first screen is there, and something on it has the focus: before that no key has a place to go to."""
        if not self._up:  # it's told once more, lest a screen that's never painted holds all keys
            self._up = True
            self._next()

    @contextmanager
    def coming(self) -> Iterator[None]:
        """A screen is on its way, and takes longer than a key: what's typed meanwhile is meant for that one."""
        self._coming = there = asyncio.Event()
        try:
            yield
        finally:
            there.set()
            self._coming = None

    def brings_back(self, event: Key | Paste) -> bool:
        """Whether this one was held before, and comes again."""
        return self._up and bool(self._held) and self._held[0] is event

    def holds(self, event: Key | Paste) -> bool:
        """Whether this one has to wait; then it comes again by itself, as a key of the app's."""
        if self.brings_back(event):
            self._held.popleft()
            return False
        if self._up and self._settling is None and not self._held:
            return False
        self._held.append(event)
        return True

    def passed(self, event: Key | Paste) -> None:
        """To be told of each one that went its way."""
        if isinstance(event, Paste) or event.is_printable:
            self._next()
        else:
            # held back from here on, and not from the task's first turn: once the screen's timer runs, it runs out
            held = single_paint(self._app) if event.key in MOVING else ExitStack()
            self._settling = asyncio.create_task(self._settle(held, MOVING.get(event.key, 0)))

    async def _settle(self, held: ExitStack, times: int) -> None:
        with held:
            for _ in range(times and len(self._chain()) * times + SPARE):
                await asyncio.sleep(0)
        if times and not self._held:
            await asyncio.sleep(PAINTING)
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await self._hand_on()
                await asyncio.sleep(0)  # a worker that this key has started has begun now
                if self._coming is not None:
                    await self._coming.wait()
                    await self._hand_on()
        self._settling = None
        self._next()

    async def _hand_on(self) -> None:
        for _ in range(ROUNDS):
            for pump in self._chain():
                handled = asyncio.Event()
                if pump.call_later(handled.set):
                    await handled.wait()

    def _chain(self) -> Sequence[MessagePump]:
        """From what has the focus up to the app; nothing once all screens are taken down."""
        return self._app.screen_stack and (self._app.focused or self._app.screen).ancestors_with_self

    def _next(self) -> None:
        if self._held:
            self._app.post_message(self._held[0])
