"""What the program asks of the clouds, in plain types, so that screens never meet a client and tests can fake one.

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

from services.contracts.account import Account, BankSummary, ChargeBox, ChargeSite, Fleet, LinkOffer, LinkStatus, Stage
from services.contracts.box import (
    BoxRequest,
    CheckAnswer,
    Firmware,
    Grant,
    LookPart,
    MakerCharger,
    MakerLook,
)
from services.contracts.causes import Cause, Reason
from services.contracts.clouds import ConsentPlace, MakerCloud, NortheCloud
from services.contracts.errors import ServiceError
from services.contracts.evidence import BoxEvidence
from services.contracts.services import Clock, CustomersPhone, Receipts, Services

__all__ = [
    "Account",
    "BankSummary",
    "BoxEvidence",
    "BoxRequest",
    "Cause",
    "ChargeBox",
    "ChargeSite",
    "CheckAnswer",
    "Clock",
    "ConsentPlace",
    "CustomersPhone",
    "Firmware",
    "Fleet",
    "Grant",
    "LinkOffer",
    "LinkStatus",
    "LookPart",
    "MakerCharger",
    "MakerCloud",
    "MakerLook",
    "NortheCloud",
    "Reason",
    "Receipts",
    "ServiceError",
    "Services",
    "Stage",
]
