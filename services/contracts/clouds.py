"""The clouds as the program asks them: Northe and the makers'. A call may raise `ServiceError`, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta
    from decimal import Decimal

    from pydantic import SecretStr

    from services.contracts.account import Account, BankSummary, ChargeBox, ChargeSite, LinkOffer, LinkStatus
    from services.contracts.box import BoxRequest, CheckAnswer, Firmware, Grant, MakerCharger, MakerLook
    from services.rules.addresses import Address


class NortheCloud(Protocol):
    """Northe, for one customer session at a time. Every call may raise `ServiceError`."""

    @property
    def signed_in(self) -> bool:
        """Whether a customer's session is open, as far as this side knows."""
        ...

    @property
    def session_left(self) -> float | None:
        """Seconds until the session ends by itself, not below 0; None where nobody is signed in or it isn't known."""
        ...

    @property
    def clock_skew(self) -> timedelta | None:
        """How far the clock here is ahead of the cloud's (negative: behind); None before the first answer."""
        ...

    @property
    def reached(self) -> bool | None:
        """Whether the last question, or the try that's under way, got there; None before the first."""
        ...

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls it whenever `signed_in` or `reached` has become another, until what's returned is called."""
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


@dataclass(frozen=True, slots=True)
class ConsentPlace:
    """Where the owner of an installation lets Northe at it: the maker's page, and the key that Northe has there."""

    portal_url: str
    lookup_key: str


class MakerCloud(Protocol):
    """A maker's cloud, seen with the installer's own sign-in, which is kept in memory only. May raise `ServiceError`.

    What a maker's cloud doesn't know, it answers so: UNKNOWN, None, an empty list.
    """

    @property
    def signed_in_as(self) -> str | None:
        """The user name that's signed in, or None."""
        ...

    @property
    def clock_skew(self) -> timedelta | None:
        """As Northe's: how far the clock here is ahead."""
        ...

    @property
    def consent(self) -> ConsentPlace | None:
        """Where an owner lets Northe at an installation; None for a maker that has no page for it."""
        ...

    async def ping(self) -> None:
        """Asks something that needs no sign-in, to see whether there's an answer."""
        ...

    async def sign_in(self, user_name: str, password: SecretStr) -> None:
        """Signs the installer in."""
        ...

    def forget(self) -> None:
        """Drops the installer's token here; whether the maker can be told to end it differs (Zaptec can't)."""
        ...

    async def look(self, serial_number: str) -> MakerLook:
        """Everything that the check list and the permission panel ask about one serial number.

        Raises `ServiceError` only if the box itself can't be looked up; a part that fails is named in the look.
        """
        ...

    async def grant(self, look: MakerLook) -> Grant:
        """Whether Northe sees it by now: the one thing about a look that's asked again and again."""
        ...

    async def firmware(self, look: MakerLook) -> Firmware | None:
        """Of the box that was looked at; None where the maker doesn't tell this sign-in."""
        ...

    async def chargers(
        self, so_far: Callable[[tuple[MakerCharger, ...]], None] | None = None
    ) -> tuple[MakerCharger, ...]:
        """All chargers that the installer can see, newest first. `so_far` gets those that are there after each page."""
        ...
