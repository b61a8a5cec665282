"""The customer's account as a cloud shows it, and how far a sign-in by QR code has come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from services.contracts.causes import Cause
    from services.rules.addresses import Address


class LinkStatus(StrEnum):
    """How far a QR sign-in has come."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A QR sign-in that waits for the customer. `payload` is what the code says: at most 53 bytes, so version 3-L.

    `expires_in` and `poll_every` are seconds, counted by the cloud's clock, so that a wrong clock here does no harm.
    """

    link_id: str
    payload: str
    expires_in: float
    poll_every: float


@dataclass(frozen=True, slots=True)
class Fleet:
    """The employer's side: is home charging on, and what's the most that a kWh is reimbursed with (None: no limit)."""

    name: str
    home_charging: bool
    limit_per_kwh: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class ChargeSite:
    """A place in the customer's account, with the price per kWh that's reimbursed there."""

    site_id: str
    address: Address
    price_per_kwh: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class BankSummary:
    """A bank account as the cloud shows it: never the whole number. `masked` such as "SE45 •••• 3456"."""

    masked: str


class Stage(StrEnum):
    """How far Northe has come with connecting a box."""

    REQUESTED = "requested"
    TAKING_OVER = "taking_over"
    WAITING_FOR_BOX = "waiting_for_box"
    ONLINE = "online"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ChargeBox:
    """A charge box in the customer's account. `cause` says why, when the stage is failed."""

    box_id: str
    name: str
    brand: str
    model: str
    serial_number: str
    site_id: str
    stage: Stage
    cause: Cause | None = None
    online_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The customer's account as it stands. `boxes_skipped`: there are more boxes in it, which can't be read."""

    customer_name: str
    email: str
    fleet: Fleet
    sites: tuple[ChargeSite, ...] = ()
    boxes: tuple[ChargeBox, ...] = ()
    bank: BankSummary | None = None
    boxes_skipped: bool = False
