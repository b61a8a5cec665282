"""Sessions and accounts as they stand before each of the first three steps, and those steps on the one-screen harness."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from screens.bank_account import BankAccountScreen
from screens.box_type import BoxTypeScreen
from screens.charge_site import ChargeSiteScreen
from services.activation.session import BoxTypeAnswer, ChargeSiteAnswer, Session
from services.activation.steps import Step
from services.contracts import ChargeSite as SiteInAccount
from services.fake import ACCOUNT, fake_services
from services.rules.addresses import Address
from tests.support.screens.one_screen import OneScreen, look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.activation.answers import Typed
    from services.contracts import Account
    from services.fake import FakeNorthe

STORGATAN = SiteInAccount("site-1", Address("SE", "Storgatan 12", "211 34", "Malmö"), Decimal("2.50"), "SEK")
AKERIGRAND = SiteInAccount("site-2", Address("SE", "Åkerigränd 4 B", "431 53", "Mölndal"), Decimal("2.1"), "SEK")
LONG = SiteInAccount(
    "site-3",
    Address("SE", "Sankt Sigfridsgatan på Övre Långedragsberget 128 B, uppgång C", "412 66", "Västra Frölunda"),
    Decimal("12.50"),
    "SEK",
)
THIRTY = tuple(
    replace(AKERIGRAND, site_id=f"site-{number}", address=replace(AKERIGRAND.address, street=f"Industrivägen {number}"))
    for number in range(1, 31)
)

CLEARING, SWEDISH_ACCOUNT = "5839", "8257466"
SWEDISH_IBAN = "SE4550000000058398257466"
"""The example IBAN of Sweden in SWIFT's registry, and the number inside it."""
NORWEGIAN_ACCOUNT = "86011117947"
DANISH = ("0040", "440116243")


def account(*sites: SiteInAccount, limit: str | None = "2.50", currency: str = "SEK", **more: Any) -> Account:
    fleet = replace(ACCOUNT.fleet, limit_per_kwh=None if limit is None else Decimal(limit), currency=currency)
    return replace(ACCOUNT, sites=sites, fleet=fleet, **more)


def session(
    of: Account | None = None, *, country: str = "SE", typed: Mapping[Step, Typed] | None = None, **more: Any
) -> Session:
    """Signed in, the first two steps answered."""
    site = ChargeSiteAnswer(
        address=Address(country, "Storgatan 12", "211 34", "Malmö"), price_per_kwh=Decimal("2.50"), currency="SEK"
    )
    answers = {"box_type": BoxTypeAnswer(name="Garage", brand="zaptec", model="go"), "charge_site": site, **more}
    owner = of or ACCOUNT
    return Session(account=owner, customer=owner.email, typed=typed or {}, **answers)


def box_type(before: Session | None = None, *, light: bool = False, **how: Any) -> OneScreen:
    return OneScreen(lambda: BoxTypeScreen(look(**how), fake_services()), before or session(), light=light)


def charge_site(
    *sites: SiteInAccount,
    before: Session | None = None,
    light: bool = False,
    how: dict[str, Any] | None = None,
    **more: Any,
) -> OneScreen:
    """`how` is about the look, everything else about the account."""
    stands = before or session(account(*sites, **more), charge_site=None)
    return OneScreen(lambda: ChargeSiteScreen(look(**how or {}), fake_services()), stands, light=light)


def bank_account(
    before: Session | None = None, *, northe: FakeNorthe | None = None, light: bool = False, **how: Any
) -> OneScreen:
    services = fake_services(northe=northe)
    return OneScreen(lambda: BankAccountScreen(look(**how), services), before or session(), light=light)
