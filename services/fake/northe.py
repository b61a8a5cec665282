"""Northe in memory: one customer's account that changes with what's asked of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from services.contracts import (
    Account,
    BankSummary,
    BoxRequest,
    Cause,
    ChargeBox,
    ChargeSite,
    CheckAnswer,
    LinkOffer,
    LinkStatus,
    ServiceError,
    Stage,
)
from services.contracts.listeners import Listeners
from services.fake.data import ACCOUNT, CONNECT_STAGES, EVIDENCE, NOW, PAYLOAD, SERIAL_NUMBER
from services.fake.script import Call, Scripted

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from pydantic import SecretStr

    from services.rules.addresses import Address


class FakeNorthe(Scripted):
    """`account_now` is the customer's account; connecting goes one stage on with each question."""

    def __init__(self, account: Account = ACCOUNT, *, signed_in: bool = False) -> None:
        super().__init__()
        self.account_now = account
        self._listeners = Listeners()
        self._signed_in = signed_in
        self._reached: bool | None = None
        self.lasts: float | None = None
        self.clock_skew: timedelta | None = timedelta(0)
        self.approved: set[str] = set()
        self.stages: tuple[Stage, ...] = CONNECT_STAGES

    @property
    def signed_in(self) -> bool:
        return self._signed_in

    @signed_in.setter
    def signed_in(self, signed_in: bool) -> None:
        self._signed_in = signed_in
        self._listeners.tell()

    @property
    def reached(self) -> bool | None:
        return self._reached

    @reached.setter
    def reached(self, reached: bool | None) -> None:
        self._reached = reached
        self._listeners.tell()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        return self._listeners.add(listener)

    @property
    def session_left(self) -> float | None:
        """What a test has put into `lasts`, as long as somebody is signed in."""
        return self.lasts if self.signed_in else None

    async def start_link(self) -> LinkOffer:
        """A code that lasts two minutes."""
        offer = LinkOffer(f"link-{self.called('start_link') + 1}", PAYLOAD, expires_in=120.0, poll_every=2.0)
        answer: LinkOffer = await self._play("start_link", offer)
        return answer

    async def poll_link(self, link_id: str) -> LinkStatus:
        """Pending until `FakePhone` approves it."""
        default = LinkStatus.APPROVED if link_id in self.approved else LinkStatus.PENDING
        status: LinkStatus = await self._play("poll_link", default, link_id=link_id)
        self.signed_in = self.signed_in or status is LinkStatus.APPROVED
        return status

    async def sign_in(self, email: str, fleet_member_id: SecretStr, partner_key: SecretStr) -> None:
        await self._play("sign_in", email=email, fleet_member_id=fleet_member_id, partner_key=partner_key)
        self.signed_in = True

    async def sign_out(self) -> None:
        """Ends the session, unless it was told to refuse."""
        await self._play("sign_out")
        self.signed_in = False

    def forget(self) -> None:
        self.calls.append(Call("forget"))
        self.signed_in = False

    async def account(self) -> Account:
        answer: Account = await self._play("account", self.account_now)
        return answer

    async def create_site(self, address: Address, price_per_kwh: Decimal, currency: str, key: str) -> ChargeSite:
        """Adds the site, or sets the price of the one with this address."""
        old = next((site for site in self.account_now.sites if site.address == address), None)
        site_id = old.site_id if old else f"site-{len(self.account_now.sites) + 1}"
        made = ChargeSite(site_id, address, price_per_kwh, currency)
        asked = {"address": address, "price_per_kwh": price_per_kwh, "currency": currency, "key": key}
        answer: ChargeSite = await self._play("create_site", made, **asked)
        others = tuple(site for site in self.account_now.sites if site.site_id != answer.site_id)
        self.account_now = replace(self.account_now, sites=(*others, answer))
        return answer

    async def set_bank_account(self, first_name: str, last_name: str, iban: SecretStr) -> BankSummary:
        """Keeps the masked number only."""
        plain = iban.get_secret_value().replace(" ", "")
        masked = BankSummary(f"{plain[:4]} •••• {plain[-4:]}")
        asked = {"first_name": first_name, "last_name": last_name, "iban": iban}
        answer: BankSummary = await self._play("set_bank_account", masked, **asked)
        self.account_now = replace(self.account_now, bank=answer)
        return answer

    async def check_box(self, request: BoxRequest) -> CheckAnswer:
        answer: CheckAnswer = await self._play("check_box", CheckAnswer(None, EVIDENCE), request=request)
        return answer

    async def connect_box(self, request: BoxRequest, name: str, site_id: str, key: str) -> ChargeBox:
        """A new box in its first stage, or the same one again."""
        serial = request.fields.get("serial_number")
        serial_number = serial.get_secret_value() if serial else SERIAL_NUMBER
        old = next((box for box in self.account_now.boxes if box.serial_number == serial_number), None)
        box_id = old.box_id if old else f"box-{len(self.account_now.boxes) + 1}"
        made = old or ChargeBox(
            box_id, name, request.brand, request.model, serial_number, site_id, stage=self.stages[0]
        )
        asked = {"request": request, "name": name, "site_id": site_id, "key": key}
        answer: ChargeBox = await self._play("connect_box", made, **asked)
        self._keep(answer)
        return answer

    async def box(self, box_id: str) -> ChargeBox:
        """One stage further than last time."""
        now = next((box for box in self.account_now.boxes if box.box_id == box_id), None)
        default: ChargeBox | ServiceError = ServiceError(Cause.BOX_NOT_FOUND)
        if now is not None:
            place = self.stages.index(now.stage) if now.stage in self.stages else len(self.stages) - 1
            stage = self.stages[min(place + 1, len(self.stages) - 1)]
            default = replace(now, stage=stage, online_since=NOW if stage is Stage.ONLINE else None)
        answer: ChargeBox = await self._play("box", default, box_id=box_id)
        self._keep(answer)
        return answer

    async def take_back(self, box_id: str) -> bool:
        """Takes the box out of the account, unless it's online."""
        now = next((box for box in self.account_now.boxes if box.box_id == box_id), None)
        online = now is not None and now.stage is Stage.ONLINE
        answer: bool = await self._play("take_back", not online, box_id=box_id)
        if not answer:
            return False
        boxes = tuple(box for box in self.account_now.boxes if box.box_id != box_id)
        self.account_now = replace(self.account_now, boxes=boxes)
        return True

    def _keep(self, box: ChargeBox) -> None:
        others = tuple(other for other in self.account_now.boxes if other.box_id != box.box_id)
        self.account_now = replace(self.account_now, boxes=(*others, box))
