"""A session of which everything but the last step is done, and that last step on the one-screen harness."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from services.activation.box_check import BoxCheck
from services.activation.connecting import ConnectPace
from services.activation.session import BankAccountAnswer, BoxTypeAnswer, ChargeSiteAnswer, Session
from services.activation.steps import Step
from services.contracts import ChargeSite as SiteInAccount
from services.fake import ACCOUNT, fake_services
from services.rules.addresses import Address
from tests.support.screens.one_screen import OneScreen, look

if TYPE_CHECKING:
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import ConnectAnswer
    from services.contracts import Account, Services

ADDRESS = Address("SE", "Testgatan 10", "111 22", "Stockholm")
SITE = SiteInAccount("site-1", ADDRESS, Decimal("2.50"), "SEK")
QUICK = ConnectPace(poll=0.03, slow_poll=0.03, slow_after=30.0, patience=300.0)
"""Real seconds between two questions, but the fakes' own clock for the rest."""


def ready_to_connect(
    *,
    account: Account = ACCOUNT,
    brand: str = "zaptec",
    model: str = "go",
    name: str = "Garage",
    site_id: str | None = None,
    typed: dict[str, Any] | None = None,
    connect: ConnectAnswer | None = None,
) -> Session:
    return Session(
        account=account,
        box_type=BoxTypeAnswer(name=name, brand=brand, model=model),
        charge_site=ChargeSiteAnswer(site_id=site_id, address=ADDRESS, price_per_kwh=Decimal("2.50"), currency="SEK"),
        bank_account=BankAccountAnswer(masked="SE45 •••• 3456"),
        connect=connect,
        typed={Step.CONNECT: {"serial_number": "ZAP900001"} if typed is None else typed},
    )


def box_check(
    services: Services, known: BoxFacts | None = None, *, model: str = "go", number: str | None = "ZAP900001"
) -> BoxCheck:
    """What Connect knows of the box when a panel is opened over it. `number` None: none was typed."""
    check = BoxCheck(services, BoxTypeAnswer(name="Garage", brand="zaptec", model=model))
    if number is not None:
        check.read({"serial_number": number})
    if known is not None:
        check.take(known)
    return check


def connect_screen(
    services: Services | None = None,
    session: Session | None = None,
    *,
    pace: ConnectPace = QUICK,
    light: bool = False,
    **how: Any,
) -> OneScreen:
    from screens.connect import ConnectScreen  # most of who needs the session needs no screen

    with_services = services or fake_services()
    return OneScreen(
        lambda: ConnectScreen(look(**how), with_services, pace), session or ready_to_connect(), light=light
    )
