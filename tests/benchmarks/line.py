"""A line that a stopwatch hangs on: when each piece came, how many bytes there were, how long a key took."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.contenders import Contender

BLINK = 400
"""Bytes: a piece below is a cursor's blink and no screen."""
QUIET = 0.3
"""Seconds without a byte after which a screen is taken for complete. A cursor blinks twice a second."""


class Timed(Terminal):
    """Notes when each piece came."""

    def __init__(self, contender: Contender, folder: Path, **more: Any) -> None:
        self.pieces: list[tuple[float, int]] = []
        self.began = time.perf_counter()
        super().__init__(contender.command, folder=folder, environ=contender.environ, **more)

    def read(self, seconds: float) -> bytes:
        """With the time of its coming."""
        data = super().read(seconds)
        if data:
            self.pieces.append((time.perf_counter(), len(data)))
        return data

    def first_paint(self, ready: str) -> tuple[float, int]:
        """Seconds from the start to the last byte of the first complete screen, and its bytes."""
        self.wait(ready)
        self._rest()
        return self.pieces[-1][0] - self.began, sum(size for _, size in self.pieces)

    def _rest(self) -> None:
        """Until nothing has come for a while, or at most two blinks."""
        for _ in range(5):
            before = len(self.pieces)
            self.look(QUIET)
            if len(self.pieces) == before or self.pieces[-1][1] < BLINK:
                return

    def key(self, key: str, *, patience: float = 1.0) -> tuple[float, int]:
        """Seconds from a key to the first byte of what it paints, and all of its bytes."""
        before = len(self.pieces)
        sent = time.perf_counter()
        self.keys(key)
        end = sent + patience
        while len(self.pieces) == before and time.perf_counter() < end:
            self.look(0.001)
        self.look(0.12)
        came = self.pieces[before:]
        return (came[0][0] - sent if came else patience), sum(size for _, size in came)

    def idle(self, seconds: float) -> float:
        """Bytes a second while nobody does anything."""
        self.look(QUIET)
        before = sum(size for _, size in self.pieces)
        self.look(seconds)
        return (sum(size for _, size in self.pieces) - before) / seconds
