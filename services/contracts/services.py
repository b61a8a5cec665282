"""What screens may use besides the clouds, and all of it in one parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from services.contracts.clouds import MakerCloud, NortheCloud


class Clock(Protocol):
    """Time, so that tests and pictures can hold it still."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds, for measuring spans."""
        ...


class Receipts(Protocol):
    """Where finished activations are written down, without secrets."""

    def save(self, text: str, stem: str) -> Path:
        """Writes it whole or not at all, readable by this user only. May raise `OSError`."""
        ...


class CustomersPhone(Protocol):
    """The sandbox's stand-in for the customer's phone."""

    async def approve(self, link_id: str) -> None:
        """Says yes, as the customer would in the Northe app."""
        ...

    async def consent(self, serial_number: str) -> None:
        """Gives Northe access to the installation of this charge box, as its owner would on the maker's own page."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """All that screens may use, handed in when they're made. `phone` exists in the sandbox only.

    `makers`: the clouds of those brands that can be looked into, by the brand's id in the catalogue.
    `connect_patience`: seconds that Connect waits for a box before it asks the installer what to do.
    `keep_sign_ins`: whether what's the installer's own stays in memory from one customer to the next.
    """

    northe: NortheCloud
    makers: Mapping[str, MakerCloud]
    clock: Clock
    receipts: Receipts
    phone: CustomersPhone | None = None
    connect_patience: float = 300.0
    keep_sign_ins: bool = True

    def maker(self, brand_id: str) -> MakerCloud | None:
        """The cloud of this brand's maker, or None for a brand that nobody can look into."""
        return self.makers.get(brand_id)
