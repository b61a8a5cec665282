"""The session: what each step came to, frozen. Screens show it, the wizard replaces it, nobody changes it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, InstanceOf, SecretStr

from services.activation.answers import Typed
from services.activation.steps import Step
from services.contracts import Account, ChargeBox
from services.rules.addresses import Address
from services.rules.banking import Verified


class StepAnswer(BaseModel):
    """What a step came to, once it was checked. Each step has a class of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class BoxTypeAnswer(StepAnswer):
    """`brand` and `model` are ids of the catalogue."""

    name: str
    brand: str
    model: str


class ChargeSiteAnswer(StepAnswer):
    """`site_id` is set for a site that the customer already has. `price_per_kwh` in `currency`."""

    site_id: str | None = None
    address: InstanceOf[Address]
    price_per_kwh: Decimal
    currency: str


class BankAccountAnswer(StepAnswer):
    """Connected (`masked` is what may be shown), or skipped with a clear yes to the consequence."""

    skipped: bool = False
    masked: str = ""
    bank_name: str | None = None
    verified: Verified | None = None
    """None for an account that had been connected before, since then it was Northe that took it."""


class ConnectAnswer(StepAnswer):
    """`fields` are the brand's own answers; `box` is what Northe made of them, once it was asked."""

    serial_number: str
    fields: Mapping[str, SecretStr]
    box: InstanceOf[ChargeBox] | None = None
    left_waiting: bool = False


class ScannedBox(BaseModel):
    """A label that was scanned, and what it took the place of: brand and model, and what stood at Connect."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    serial_number: str
    brand: str
    models: tuple[str, ...]
    product: str
    type_before: BoxTypeAnswer | None
    typed_before: Mapping[Step, Typed]


class Session(BaseModel):
    """One activation. Without an account nobody is signed in. A step's answer has the step's stem for a name.

    `customer` is the e-mail address of whose answers these are, so that they're known after a sign-in that ran out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer: str = ""
    account: InstanceOf[Account] | None = None
    box_type: BoxTypeAnswer | None = None
    charge_site: ChargeSiteAnswer | None = None
    bank_account: BankAccountAnswer | None = None
    connect: ConnectAnswer | None = None
    typed: Mapping[Step, Typed] = {}
    scanned: ScannedBox | None = None

    def typed_in(self, step: Step) -> Typed:
        """What stood in the fields of `step` when the installer left it."""
        return self.typed.get(step, {})
