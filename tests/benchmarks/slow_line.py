"""A phone's line between the terminal and the program: late, narrow, and now and then a segment is lost.

Each way has a rate, a delay and a chance of loss. What's lost comes again a retransmission later and holds up whatever
is behind it, as TCP does. Each piece pays for its packet: TCP/IP's headers and what ssh puts around it. What waits in
the line is bounded; once it's full the program can't write, as behind a full socket.
"""

from __future__ import annotations

import os
import random
import select
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.benchmarks.line import Timed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.contenders import Contender

SEGMENT = 1400
"""Bytes of payload in a packet."""
HEADERS = 52 + 36
"""Bytes: IP and TCP with timestamps; ssh's length, padding and MAC (chacha20-poly1305)."""
WAITING = 64_000
"""Bytes that a line takes before it's full."""

TICK = 0.0002
"""Seconds between two looks at the clock: what the measuring takes is added to what it measures."""

STILL_WRITING = 0.08
"""Seconds between two writes that belong together."""
LONGEST = 30.0


@dataclass(frozen=True)
class Link:
    """Seconds there and back, share of packets lost each way, bytes a second, seconds until a lost one comes again."""

    round_trip: float = 0.2
    loss: float = 0.01
    rate: float = 8000.0
    again: float = 0.4


@dataclass
class Way:
    """One direction: when what's put in now comes out."""

    link: Link
    chance: random.Random
    free: float = 0.0
    last: float = 0.0
    fed: float = 0.0
    inside: deque[tuple[float, bytes]] = field(default_factory=deque)

    def put(self, data: bytes, now: float) -> None:
        self.fed = now
        for at in range(0, len(data), SEGMENT):
            piece = data[at : at + SEGMENT]
            self.free = max(self.free, now) + (len(piece) + HEADERS) / self.link.rate
            arrives = self.free + self.link.round_trip / 2
            if self.chance.random() < self.link.loss:
                arrives += self.link.again
            self.last = max(self.last, arrives)
            self.inside.append((self.last, piece))

    def take(self, now: float) -> bytes:
        found = b""
        while self.inside and self.inside[0][0] <= now:
            found += self.inside.popleft()[1]
        return found

    @property
    def waiting(self) -> int:
        return sum(len(piece) for _, piece in self.inside)


class SlowLine(Timed):
    """A terminal at the far end of it. `lags`: each key, and the seconds to the first and to the last byte painted."""

    def __init__(self, contender: Contender, folder: Path, link: Link, seed: int, **more: Any) -> None:
        chance = random.Random(seed)  # noqa: S311 - the same losses for everybody
        self._there, self._back = Way(link, chance), Way(link, chance)
        self._lock, self._over = threading.Lock(), threading.Event()
        self.lags: list[tuple[str, float, float]] = []
        self.link = link
        super().__init__(contender, folder, **more)
        self._carrier = threading.Thread(target=self._carry, daemon=True)
        self._carrier.start()

    def _carry(self) -> None:
        while not self._over.is_set():
            now = time.perf_counter()
            with self._lock:
                keys, room = self._there.take(now), self._back.waiting < WAITING
            if keys:
                os.write(self._master, keys)
            if room and select.select([self._master], [], [], TICK)[0]:
                try:
                    data = os.read(self._master, 4096)
                except OSError:
                    return
                with self._lock:
                    self._back.put(data, time.perf_counter())
            elif not room:
                time.sleep(TICK)

    def send(self, text: str) -> None:
        """Into the line."""
        with self._lock:
            self._there.put(text.encode(), time.perf_counter())

    def read(self, seconds: float) -> bytes:
        """What has come out at this end."""
        end = time.perf_counter() + seconds
        while True:
            now = time.perf_counter()
            with self._lock:
                data = self._back.take(now)
            if data:
                self.pieces.append((now, len(data)))
                return data
            if now >= end:
                return b""
            time.sleep(TICK)

    def keys(self, text: str, *, pause: float = 0.0) -> None:
        """One after the other, as a person who waits for each to show."""
        for part in self.parts(text):
            before, sent = len(self.pieces), time.perf_counter()
            super().keys(part, pause=pause)
            end = sent + LONGEST
            while len(self.pieces) == before and time.perf_counter() < sent + 10 * self.link.round_trip:
                self.look(0.01)
            while self._busy() and time.perf_counter() < end:
                self.look(0.01)
            if len(self.pieces) > before:
                self.lags.append((part, self.pieces[before][0] - sent, self.pieces[-1][0] - sent))

    def _busy(self) -> bool:
        """Whether something is in the line, or the program has just written and may write more."""
        with self._lock:
            return bool(self._back.inside) or time.perf_counter() - self._back.fed < STILL_WRITING

    def close(self) -> None:
        """The carrier first, which reads from what's closed then."""
        self._over.set()
        self._carrier.join()
        super().close()
