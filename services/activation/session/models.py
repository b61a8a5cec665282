"""The session's models: frozen, one for each step, so that nothing is changed behind anybody's back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, InstanceOf, SecretStr

from services.contracts import Account, ChargeBox
from services.rules.addresses import Address
from services.rules.banking import Verified

if TYPE_CHECKING:
    from services.text.words import Message

Typed = Mapping[str, str | SecretStr]
"""What stands in a step's fields, by the field's name, right or wrong: kept when the installer goes back."""


def clear(value: str | SecretStr) -> str:
    """What was typed, in clear: for the moment in which it's checked."""
    return value.get_secret_value() if isinstance(value, SecretStr) else value


class Step(StrEnum):
    """The four numbered steps. The value is the stem that all of a step's files share."""

    BOX_TYPE = "box_type"
    CHARGE_SITE = "charge_site"
    BANK_ACCOUNT = "bank_account"
    CONNECT = "connect"


STEPS: tuple[Step, ...] = tuple(Step)


class AnswersWrong(ValueError):
    """Some fields of a step can't be taken. `problems`: the field's name and one sentence for it."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        super().__init__(", ".join(sorted(problems)))
        self.problems = dict(problems)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BoxType(_Frozen):
    """Step 1. `brand` and `model` are ids of the catalogue."""

    name: str
    brand: str
    model: str


class ChargeSite(_Frozen):
    """Step 2. `site_id` is set for a site that the customer already has. `price_per_kwh` in `currency`."""

    site_id: str | None = None
    address: InstanceOf[Address]
    price_per_kwh: Decimal
    currency: str


class BankAccount(_Frozen):
    """Step 3: connected (`masked` is what may be shown), or skipped with a clear yes to the consequence."""

    skipped: bool = False
    masked: str = ""
    bank_name: str | None = None
    verified: Verified | None = None
    """None for an account that had been connected before, since then it was Northe that took it."""


class Connect(_Frozen):
    """Step 4. `fields` are the brand's own answers; `box` is what Northe made of them, once it was asked."""

    serial_number: str
    fields: Mapping[str, SecretStr]
    box: InstanceOf[ChargeBox] | None = None
    left_waiting: bool = False


class Session(_Frozen):
    """One activation. Without an account nobody is signed in.

    `customer` is the e-mail address of whose answers these are, so that they're known after a sign-in that ran out.
    """

    customer: str = ""
    account: InstanceOf[Account] | None = None
    box_type: BoxType | None = None
    charge_site: ChargeSite | None = None
    bank_account: BankAccount | None = None
    connect: Connect | None = None
    typed: Mapping[Step, Typed] = {}

    def typed_in(self, step: Step) -> Typed:
        """What stood in the fields of `step` when the installer left it."""
        return self.typed.get(step, {})
