"""What the program asks of the two clouds, in plain types, so that screens never meet a client and tests can fake one.

Everything that a cloud can refuse arrives as one exception, `ServiceError`, with one `Cause`:

    ServiceError
      the customer's account   sign_in_rejected  session_expired  fleet_not_enabled  limit_exceeded  bank_rejected
      the charge box           box_not_found  permission_missing  role_missing  held_by_other_operator
                               already_in_other_account  box_offline  pairing_locked
      the clouds and the way   throttled  vendor_down  northe_down  network_down  login_changed

Times are aware UTC datetimes, money is `Decimal`, secrets are `SecretStr`. Names that a cloud returns are text:
clients have already taken control characters out of them, and screens show them without markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from decimal import Decimal
    from pathlib import Path

    from pydantic import SecretStr

    from services.addresses import Address


class Cause(StrEnum):
    """Why a cloud said no: each has its own words (`causes.*`), its own remedy and its own sandbox scenario."""

    SIGN_IN_REJECTED = "sign_in_rejected"
    SESSION_EXPIRED = "session_expired"
    FLEET_NOT_ENABLED = "fleet_not_enabled"
    LIMIT_EXCEEDED = "limit_exceeded"
    BOX_NOT_FOUND = "box_not_found"
    PERMISSION_MISSING = "permission_missing"
    ROLE_MISSING = "role_missing"
    HELD_BY_OTHER_OPERATOR = "held_by_other_operator"
    ALREADY_IN_OTHER_ACCOUNT = "already_in_other_account"
    BOX_OFFLINE = "box_offline"
    PAIRING_LOCKED = "pairing_locked"
    BANK_REJECTED = "bank_rejected"
    THROTTLED = "throttled"
    VENDOR_DOWN = "vendor_down"
    NORTHE_DOWN = "northe_down"
    NETWORK_DOWN = "network_down"
    LOGIN_CHANGED = "login_changed"


class ServiceError(Exception):
    """A cloud's refusal, or its silence. The only exception that a client raises.

    `retry_after` is in seconds, where the cloud named a time. `evidence` is what it said about the box.
    `detail` is for the journal and for support: one short English phrase without secrets or names.
    """

    def __init__(
        self,
        cause: Cause,
        detail: str = "",
        *,
        retry_after: float | None = None,
        evidence: BoxEvidence | None = None,
    ) -> None:
        super().__init__(f"{cause.value}: {detail}" if detail else cause.value)
        self.cause = cause
        self.detail = detail
        self.retry_after = retry_after
        self.evidence = evidence


# ---------------------------------------------------------------------------------------------- signing in


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


# ---------------------------------------------------------------------------------------------- the account


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
    """The customer's account as it stands."""

    customer_name: str
    email: str
    fleet: Fleet
    sites: tuple[ChargeSite, ...] = ()
    boxes: tuple[ChargeBox, ...] = ()
    bank: BankSummary | None = None


# ---------------------------------------------------------------------------------------------- the box


@dataclass(frozen=True, slots=True)
class BoxRequest:
    """What a check or a connect is about. `fields` are the brand's own (Zaptec: `serial_number`)."""

    brand: str
    model: str
    fields: Mapping[str, SecretStr]


@dataclass(frozen=True, slots=True)
class BoxEvidence:
    """What a cloud tells about a box, each None where it doesn't say.

    `signal` is shown as it comes, since Zaptec doesn't document its unit; `pulse_interval` is in seconds (147);
    `roles` are Zaptec's role bits (Owner 2, Service 4) of whoever asked; `other_chargers` are the names of the
    others in the same installation, which a consent covers too.
    """

    serial_number: str = ""
    product: str | None = None
    charger_name: str | None = None
    installation_id: str | None = None
    installation_name: str | None = None
    installation_is_pro: bool | None = None
    other_chargers: tuple[str, ...] = ()
    roles: int | None = None
    authentication_type: int | None = None
    held_by: str | None = None
    says_online: bool | None = None
    last_heard: datetime | None = None
    pulse_interval: float | None = None
    link: str | None = None
    signal: str | None = None
    firmware: str | None = None
    ocpp_connected: bool | None = None
    never_online: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Northe's read-only answer: the box can be connected (`cause` None), or the one cause why not."""

    cause: Cause | None
    evidence: BoxEvidence = field(default_factory=BoxEvidence)
    retry_after: float | None = None


class Grant(StrEnum):
    """Whether Northe's user group sees an installation. UNKNOWN is an answer too: never claim what wasn't verified."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ZaptecLook:
    """What the installer's own Zaptec sign-in shows of one serial number. `found` False: not visible to them."""

    found: bool
    grant: Grant = Grant.UNKNOWN
    evidence: BoxEvidence = field(default_factory=BoxEvidence)


@dataclass(frozen=True, slots=True)
class ZaptecCharger:
    """One line of the installer's own list of chargers at Zaptec."""

    charger_id: str
    serial_number: str
    name: str
    installation_id: str
    installation_name: str
    online: bool | None
    created: datetime | None


# ---------------------------------------------------------------------------------------------- the services


class NortheCloud(Protocol):
    """Northe, for one customer session at a time. Every call may raise `ServiceError`."""

    @property
    def signed_in(self) -> bool:
        """Whether a customer's session is open, as far as this side knows."""
        ...

    @property
    def clock_skew(self) -> timedelta | None:
        """How far the clock here is ahead of the cloud's (negative: behind); None before the first answer."""
        ...

    async def start_link(self) -> LinkOffer:
        """Offers a QR sign-in."""
        ...

    async def poll_link(self, link_id: str) -> LinkStatus:
        """Asks how far it is; once APPROVED, the customer's session is open."""
        ...

    async def sign_in(self, email: str, fleet_member_id: SecretStr, partner_key: SecretStr) -> None:
        """Signs in without the customer. One cause for every wrong combination: SIGN_IN_REJECTED."""
        ...

    async def sign_out(self) -> None:
        """Ends the customer's session and makes sure at the cloud that its token is worth nothing any more."""
        ...

    def forget(self) -> None:
        """Drops the token here without asking the cloud: after a session that the cloud ended itself."""
        ...

    async def account(self) -> Account:
        """The account as it stands."""
        ...

    async def create_site(self, address: Address, price_per_kwh: Decimal, currency: str, key: str) -> ChargeSite:
        """Makes a charge site, or finds the one with this address and sets its price. `key`: idempotency key."""
        ...

    async def set_bank_account(self, first_name: str, last_name: str, iban: SecretStr) -> BankSummary:
        """Sets where reimbursements go."""
        ...

    async def check_box(self, request: BoxRequest) -> CheckAnswer:
        """Read-only: can this box be connected for this customer?"""
        ...

    async def connect_box(self, request: BoxRequest, name: str, site_id: str, key: str) -> ChargeBox:
        """Connects it. Same serial number and same customer again: the same box."""
        ...

    async def box(self, box_id: str) -> ChargeBox:
        """How far it is."""
        ...

    async def take_back(self, box_id: str) -> bool:
        """Takes back a connect, so that a cancelled try leaves nothing behind. False: too late, the box is online."""
        ...


class ZaptecCloud(Protocol):
    """Zaptec, seen with the installer's own sign-in, which is kept in memory only. May raise `ServiceError`."""

    @property
    def signed_in_as(self) -> str | None:
        """The user name that's signed in, or None."""
        ...

    async def sign_in(self, user_name: str, password: SecretStr) -> None:
        """Signs the installer in."""
        ...

    def forget(self) -> None:
        """Drops the installer's token. Zaptec's public API has no call that ends one."""
        ...

    async def look(self, serial_number: str) -> ZaptecLook:
        """Everything that the check list and the permission panel ask about one serial number."""
        ...

    async def chargers(self) -> tuple[ZaptecCharger, ...]:
        """All chargers that the installer can see, newest first."""
        ...


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
    """All that screens may use, handed in when they're made. `phone` exists in the sandbox only."""

    northe: NortheCloud
    zaptec: ZaptecCloud
    clock: Clock
    receipts: Receipts
    consent: ConsentPlace
    phone: CustomersPhone | None = None
