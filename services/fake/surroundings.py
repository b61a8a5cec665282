"""What surrounds the clouds, in memory: the clock, the receipts, the customer's phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from services.contracts import Grant
from services.fake.data import NOW
from services.fake.script import Scripted

if TYPE_CHECKING:
    from services.fake.northe import FakeNorthe
    from services.fake.zaptec import FakeZaptec


class FakeClock:
    """A clock that stands still until it's told to go on."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now
        self._monotonic = 1000.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds


class FakeReceipts:
    """Keeps receipts in memory; `error` makes the next ones fail."""

    def __init__(self) -> None:
        self.saved: dict[Path, str] = {}
        self.error: OSError | None = None

    def save(self, text: str, stem: str) -> Path:
        """Keeps it under the path that it would have had."""
        if self.error is not None:
            raise self.error
        path = Path("receipts") / f"{stem}-{len(self.saved) + 1}.txt"
        self.saved[path] = text
        return path


class FakePhone(Scripted):
    """The customer's phone: what it approves, the two fake clouds know."""

    def __init__(self, northe: FakeNorthe | None = None, zaptec: FakeZaptec | None = None) -> None:
        super().__init__()
        self._northe = northe
        self._zaptec = zaptec

    async def approve(self, link_id: str) -> None:
        """The next `poll_link` says APPROVED."""
        await self._play("approve", link_id=link_id)
        if self._northe is not None:
            self._northe.approved.add(link_id)

    async def consent(self, serial_number: str) -> None:
        """The next `look` says GRANTED."""
        await self._play("consent", serial_number=serial_number)
        if self._zaptec is not None:
            self._zaptec.look_now = replace(self._zaptec.look_now, grant=Grant.GRANTED)
