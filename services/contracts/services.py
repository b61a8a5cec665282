"""What screens may use besides the clouds, and all of it in one parcel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from services.contracts.clouds import NortheCloud, ZaptecCloud


class Clock(Protocol):
    """Time, so that tests and pictures can hold it still."""

    def now(self) -> datetime:
        """UTC."""
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
        """Gives Northe access to the installation of this charge box, as its owner would on Zaptec's consent page."""
        ...


@dataclass(frozen=True, slots=True)
class ConsentPlace:
    """Where an owner gives a partner access at Zaptec: portal address and the partner's lookup key."""

    portal_url: str
    lookup_key: str

    def link(self, *, installation_id: str | None = None, is_pro: bool = False) -> str:
        """The address to open on any phone. A Pro installation has to be named (Zaptec's consent-link page)."""
        address = f"{self.portal_url}/{self.lookup_key}"
        if is_pro and installation_id:
            return f"{address}?installationId={installation_id}&installationtype=0"
        return address


@dataclass(frozen=True, slots=True)
class Services:
    """All that screens may use, handed in when they're made. `phone` exists in the sandbox only.

    `connect_patience`: seconds that Connect waits for a box before it asks the installer what to do.
    """

    northe: NortheCloud
    zaptec: ZaptecCloud
    clock: Clock
    receipts: Receipts
    consent: ConsentPlace
    phone: CustomersPhone | None = None
    connect_patience: float = 300.0
