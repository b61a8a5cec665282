"""Pictures of the step Charge site & reimbursement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from services.activation.charge_site import NEW
from services.activation.steps import Step
from services.fake import ACCOUNT
from tests.support.sessions.before_each_step import AKERIGRAND, LONG, STORGATAN, THIRTY, account, charge_site, session

if TYPE_CHECKING:
    from services.contracts import Account
    from tests.support.screens.one_screen import OneScreen

SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=["60x20", "80x24", "120x40"])
ADDRESS = {
    "site": NEW,
    "country": "SE",
    "street": "Åkerigränd 4 B",
    "postcode": "431 53",
    "city": "Mölndal",
    "price": "2,25",
}


def typed(of: Account, **texts: str) -> OneScreen:
    return charge_site(before=session(of, charge_site=None, typed={Step.CHARGE_SITE: {**ADDRESS, **texts}}))


@SIZES
def test_a_new_address(snap_compare: Any, size: tuple[int, int]) -> None:
    """No site yet: the cursor is in Street, the country is known from the currency, the price is the limit."""
    assert snap_compare(charge_site(), terminal_size=size)


@SIZES
def test_sites_that_exist(snap_compare: Any, size: tuple[int, int]) -> None:
    """Addresses and prices in columns; the longest address takes a second line; the last line is a new address."""
    assert snap_compare(charge_site(STORGATAN, AKERIGRAND, LONG), terminal_size=size)


def test_thirty_sites(snap_compare: Any) -> None:
    """The list scrolls and leaves room for the price."""
    assert snap_compare(charge_site(*THIRTY), terminal_size=USUAL, press=["down"] * 14)


def test_thirty_sites_and_the_new_address_picked(snap_compare: Any) -> None:
    """Still in the list, with the address's fields below it: all of them in sight."""
    assert snap_compare(charge_site(*THIRTY), terminal_size=USUAL, press=["end"])


def test_thirty_sites_and_a_new_address_being_typed(snap_compare: Any) -> None:
    """The list has folded to the picked line."""
    assert snap_compare(charge_site(*THIRTY), terminal_size=USUAL, press=["end", "enter", "enter", "S", "t"])


def test_a_site_above_the_limit(snap_compare: Any) -> None:
    """Says that the fleet pays less now; the price below is the limit."""
    assert snap_compare(charge_site(STORGATAN, LONG), terminal_size=USUAL, press=["down"])


def test_a_price_above_the_limit(snap_compare: Any) -> None:
    """Refused at the price with the limit named; everything else stands as it was typed."""
    assert snap_compare(typed(ACCOUNT, price="2,51"), terminal_size=USUAL, press=["f10"])


def test_a_wrong_postcode(snap_compare: Any) -> None:
    """Said at the postcode, with one that's right as an example."""
    assert snap_compare(typed(ACCOUNT, postcode="4315"), terminal_size=USUAL, press=["f10"])


def test_every_field_wrong(snap_compare: Any) -> None:
    """An error at each field, the cursor in the first of them, and all in sight."""
    app = typed(ACCOUNT, street="", postcode="1", city="4711", price="")
    assert snap_compare(app, terminal_size=USUAL, press=["f10"])


def test_every_field_wrong_beside_sites_in_a_country_with_provinces(snap_compare: Any) -> None:
    """The most that this step can have to say."""
    app = typed(account(STORGATAN, AKERIGRAND), country="IT", street="", postcode="1", city="", price="9")
    assert snap_compare(app, terminal_size=USUAL, press=["f10"])


def test_no_limit(snap_compare: Any) -> None:
    """The price is empty and has to be typed; the hint says why."""
    assert snap_compare(charge_site(limit=None), terminal_size=USUAL)


@pytest.mark.parametrize("currency", ["NOK", "DKK"])
def test_other_currencies(snap_compare: Any, currency: str) -> None:
    """Country and unit follow the fleet's currency."""
    assert snap_compare(charge_site(currency=currency, limit="3.1"), terminal_size=USUAL)


def test_longest_names(snap_compare: Any) -> None:
    """A customer and a fleet with names as long as a cloud may send: cut in the head, whole at the price."""
    name = "Åsa-Marie Öhrström Långström von Södergran af Örnsköldsvik den yngre"
    fleet = replace(ACCOUNT.fleet, name="Västra Götalands Fordons- och Maskinuthyrning i Göteborg Aktiebolag (publ)")
    owner = replace(account(STORGATAN, LONG), customer_name=name, fleet=fleet)
    assert snap_compare(charge_site(before=session(owner, charge_site=None)), terminal_size=USUAL)


def test_in_daylight(snap_compare: Any) -> None:
    """The light theme, the country in focus."""
    assert snap_compare(charge_site(STORGATAN, light=True), terminal_size=USUAL, press=["end", "enter", "right"])


def test_longer_words(snap_compare: Any) -> None:
    """A language with longer words: labels are whole, every error is in sight."""
    app = charge_site(*THIRTY, how={"language": "qps"})
    assert snap_compare(app, terminal_size=USUAL, press=["end", "f10"])
