"""Sessions as they stand at the end of the way, for tests and pictures of what comes then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import SecretStr

from services.activation.session import BankAccountAnswer, BoxTypeAnswer, ChargeSiteAnswer, ConnectAnswer, Session
from services.activation.steps import Step
from services.contracts import BankSummary, ChargeBox, Stage
from services.fake import ACCOUNT, SERIAL_NUMBER
from services.rules.addresses import Address

if TYPE_CHECKING:
    from services.activation.resume import PlainTyped
    from services.contracts import Account

SECRETS = {
    "fleet_member_id": "KIM-SECRET-4711",
    "partner_key": "PARTNER-KEY-0815",
    "pin": "839201",
    "iban": "SE4550000000058398257466",
}
MASKED = "SE45 •••• 7466"
TYPED: PlainTyped = {
    "box_type": {"name": "Garage", "brand": "zaptec", "model": "go"},
    "charge_site": {
        "site": "new",
        "country": "SE",
        "street": "Testgatan 10",
        "postcode": "111 22",
        "city": "Stockholm",
        "price": "2.50",
    },
    "bank_account": {"first_name": "Kim", "last_name": "Larsson", "kind": "se"},
    "connect": {"serial_number": "ZAP900001"},
}
"""What was typed in each step on the way there, as far as it's no secret: what an unfinished activation is kept with."""
ONLINE_SINCE = datetime(2026, 9, 14, 9, 28, 41, tzinfo=UTC)


def finished(
    *,
    account: Account = ACCOUNT,
    name: str = "Garage",
    waiting: bool = False,
    bank: bool = True,
    street: str = "Testgatan 10",
    city: str = "Stockholm",
    price: str = "2.50",
    online_since: datetime | None = ONLINE_SINCE,
) -> Session:
    """All steps answered, with secrets in everything that was typed."""
    box = ChargeBox(
        "box-1",
        name,
        "zaptec",
        "go",
        SERIAL_NUMBER,
        "site-1",
        stage=Stage.WAITING_FOR_BOX if waiting else Stage.ONLINE,
        online_since=None if waiting else online_since,
    )
    return Session(
        account=replace(account, bank=BankSummary(MASKED) if bank else None),
        box_type=BoxTypeAnswer(name=name, brand="zaptec", model="go"),
        charge_site=ChargeSiteAnswer(
            site_id="site-1",
            address=Address("SE", street, "111 22", city),
            price_per_kwh=Decimal(price),
            currency="SEK",
        ),
        bank_account=BankAccountAnswer(skipped=not bank, masked=MASKED if bank else ""),
        connect=ConnectAnswer(
            serial_number=SERIAL_NUMBER,
            fields={"serial_number": SecretStr(SERIAL_NUMBER), "pin": SecretStr(SECRETS["pin"])},
            box=box,
            left_waiting=waiting,
        ),
        typed={
            Step.BANK_ACCOUNT: {"first_name": "Kim", "last_name": "Larsson", "first": SecretStr(SECRETS["iban"])},
            Step.CONNECT: {"serial_number": SERIAL_NUMBER, "pin": SecretStr(SECRETS["pin"])},
        },
    )
