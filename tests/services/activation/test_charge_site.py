"""What may stand in the step Charge site: a site or an address, and a price that the fleet pays."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.activation.answers import AnswersWrong
from services.activation.charge_site import NEW, above_limit, check_charge_site, default_country, default_price
from services.activation.price import PriceWrong, read_price
from services.fake import ACCOUNT
from services.rules.money import money
from services.text.words import Words
from tests.support.sessions.before_each_step import AKERIGRAND, LONG, STORGATAN, account

ADDRESS = {"country": "SE", "street": "Storgatan 12", "postcode": "21134", "city": "Malmö"}
FLEET = ACCOUNT.fleet
UNLIMITED = replace(FLEET, limit_per_kwh=None)


def refused(text: str, fleet: object = FLEET) -> str:
    with pytest.raises(PriceWrong) as wrong:
        read_price(text, fleet)  # type: ignore[arg-type]
    return Words().say(wrong.value.message)


# ---------------------------------------------------------------------------------------------- the price


@pytest.mark.parametrize(
    ("typed", "price"),
    [
        ("2.50", "2.50"), ("2,50", "2.50"), ("2:50", "2.50"), ("2,5", "2.50"), ("2", "2.00"), (" 2,50 ", "2.50"),
        ("02,50", "2.50"), (",5", "0.50"), ("1.", "1.00"), ("2,5000", "2.50"), ("1,2345", "1.2345"),
        ("2,50 kr", "2.50"), ("2.50 SEK", "2.50"), ("SEK 2.50", "2.50"), ("sek2,5", "2.50"), ("2,50 kr/kWh", "2.50"),
        ("2.50 SEK per kWh", "2.50"), ("2:-", "2.00"), ("kr 2,50", "2.50"), ("２，５０", "2.50"), ("٢", "2.00"), ("2,50\u00a0kr", "2.50"),
        ("2,-", "2.00"), ("2,– kr", "2.00"), ("2,-- kr", "2.00"), ("2:50:-", "2.50"), ("2, 50", "2.50"), ("2,50 kr.", "2.50"),
        ("Kr.2,50", "2.50"), ("kr. 2,50", "2.50"), ("kr .5", "0.50"), ("2,50 kr pr. kWh", "2.50"), ("kr/kWh 2,50", "2.50"),
        ("250 öre", "2.50"), ("150ÖRE/kWh", "1.50"), ("o\u0308re 50", "0.50"), ("12,5 öre", "0.125"), ("2,50\u200bkr", "2.50"),
        ("2 kr 50 öre", "2.50"), ("2 kr, 50 öre/kWh", "2.50"), ("2 kr 5 öre", "2.05"), ("2kr50", "2.50"), ("2 kr 50 per kWh", "2.50"),
        ("2,50 inkl. moms", "2.50"), ("2,50 kr (inkl moms)", "2.50"), ("250 öre ink. moms", "2.50"), ("2.50 incl. VAT", "2.50"),
    ],
)  # fmt: skip
def test_a_price_is_read_as_people_write_it(typed: str, price: str) -> None:
    assert str(read_price(typed, FLEET)) == price


@pytest.mark.parametrize(
    "typed",
    [
        "abc",
        "2.5.0",
        "-1",
        "1e1",
        "½",
        "2 50",
        "1,2,3",
        "NaN",
        "inf",
        "kr.5",
        "2 kr 500 öre",
        "2 kr 5",
        "2,50 kr 50",
        "2,50 exkl. moms",
        "2,50 moms",
        "0,50 öre",
        "250 öre kr",
        "2,50-",
        "2.50 EURO5",
        "²",
        "2²",
        ".",
        "2.50 XYZ/kWh",
        "0x1",
    ],
)
def test_what_is_no_price_is_refused_with_what_to_type(typed: str) -> None:
    assert refused(typed) == "Type the price as a number in SEK, such as 2.50."


SIGNS = {
    "SEK": ("SEK", "kr", "kr.", "kronor", "skr"), "NOK": ("NOK", "kr", "kr.", "kroner", "nkr"), "DKK": ("DKK", "kr", "kr.", "kroner"),
    "EUR": ("EUR", "€", "Euro"), "GBP": ("GBP", "£"), "CHF": ("CHF", "Fr."), "CZK": ("CZK", "Kč"), "PLN": ("PLN", "zł"),
}  # fmt: skip
HUNDREDTHS = {"SEK": ("öre",), "NOK": ("øre",), "DKK": ("øre",), "EUR": ("ct", "Cent"), "GBP": ("p",), "CHF": ("Rp.",)}


@pytest.mark.parametrize("currency", SIGNS)
def test_a_price_carries_the_fleets_own_sign_at_either_end_and_no_other(currency: str) -> None:
    fleet = replace(UNLIMITED, currency=currency)
    own = {sign.casefold() for sign in SIGNS[currency] + HUNDREDTHS.get(currency, ())}
    for sign in SIGNS[currency]:
        for typed in (
            f"2,50 {sign}",
            f"{sign} 2,50",
            f"{sign}2,50",
            f"2.50{sign}/kWh",
            f"{sign}/kWh 2,50",
            f"2,- {sign}",
        ):
            assert read_price(typed, fleet) == Decimal("2.00" if ",-" in typed else "2.50"), typed
    for sign in HUNDREDTHS.get(currency, ()):
        assert read_price(f"30 {sign}", fleet) == read_price(f"30{sign}/kWh", fleet) == Decimal("0.30")
    others = {sign for signs in (*SIGNS.values(), *HUNDREDTHS.values()) for sign in signs if sign.casefold() not in own}
    for sign in others:
        for typed in (f"2,50 {sign}", f"{sign} 2,50", f"{sign}2,50", f"2.50{sign}/kWh", f"2,- {sign}"):
            said = f"Type the price in {currency}, not in {sign.rstrip('.')}."
            assert refused(typed, fleet).casefold() == said.casefold(), typed


@pytest.mark.parametrize("typed", ["", "  ", "SEK", "kr/kWh"])
def test_a_price_is_needed(typed: str) -> None:
    assert refused(typed) == "Type the price per kWh in SEK, such as 2.50."


def test_the_limit_itself_is_allowed_and_anything_above_it_names_the_limit() -> None:
    assert read_price("2.50", FLEET) == Decimal("2.50")
    assert refused("2.51") == "Too high: Acme Fleet AB pays up to 2.50 SEK."
    assert refused("2,500000000001") == "Too high: Acme Fleet AB pays up to 2.50 SEK."
    assert refused("999999999") == "Too high: Acme Fleet AB pays up to 2.50 SEK."


def test_without_a_limit_only_nonsense_is_refused() -> None:
    assert read_price("999,99", UNLIMITED) == Decimal("999.99")
    assert refused("1001", UNLIMITED) == "Type a price of at most 1000 SEK per kWh."


def test_a_price_for_nothing_and_one_that_is_too_fine_are_refused() -> None:
    assert refused("0,00") == "Type a price above 0. A kWh for nothing is no reimbursement."
    assert refused("1.00001") == "Use at most 4 decimals."


def test_a_fleet_that_pays_nothing_is_told_apart() -> None:
    assert "pays nothing" in refused("1", replace(FLEET, limit_per_kwh=Decimal(0)))


@given(st.decimals(min_value=Decimal("0.0001"), max_value=Decimal("2.5"), places=4), st.sampled_from(".,:"))
def test_every_price_up_to_the_limit_is_read_exactly(price: Decimal, mark: str) -> None:
    read = read_price(f"{price:f}".replace(".", mark), FLEET)
    assert read == price
    assert read_price(money(read), FLEET) == read


@given(st.text())
def test_whatever_is_typed_is_a_price_within_the_limit_or_refused(text: str) -> None:
    price, said = None, ""
    try:
        price = read_price(text, FLEET)
    except PriceWrong as wrong:
        said = Words().say(wrong.message)
    assert (price is None) is bool(said)
    if price is not None:
        assert Decimal(0) < price <= Decimal("2.50")
        assert not above_limit(price, FLEET)


@given(st.from_regex(r"[0-9]{0,10}[.,:]?[0-9]{0,14}( ?(kr|SEK|:-))?(/kWh)?", fullmatch=True))
def test_what_looks_like_a_price_never_slips_past_the_limit(text: str) -> None:
    try:
        price = read_price(text, FLEET)
    except PriceWrong:
        return
    assert price <= Decimal("2.50")
    places = price.as_tuple().exponent
    assert isinstance(places, int)
    assert -4 <= places <= -2


# ---------------------------------------------------------------------------------------------- what is proposed


def test_the_limit_is_the_default_and_a_sites_own_price_if_it_is_allowed() -> None:
    owner = account(STORGATAN, AKERIGRAND, LONG)
    assert default_price(owner) == Decimal("2.50")
    assert default_price(owner, "site-2") == Decimal("2.1")
    assert default_price(owner, "site-3") == Decimal("2.50"), "12.50 is above the limit"
    assert default_price(account(limit=None)) is None
    assert default_price(account(LONG, limit=None), "site-3") == Decimal("12.50")


def test_a_price_in_another_currency_is_no_default() -> None:
    assert default_price(account(AKERIGRAND, currency="NOK"), "site-2") == Decimal("2.50")


@pytest.mark.parametrize(("currency", "country"), [("SEK", "SE"), ("NOK", "NO"), ("DKK", "DK"), ("EUR", None)])
def test_the_country_is_the_other_sites_or_the_currencys(currency: str, country: str | None) -> None:
    assert default_country(account(currency=currency)) == country
    assert default_country(account(STORGATAN, currency=currency)) == "SE"


# ---------------------------------------------------------------------------------------------- the whole step


def test_a_new_address_is_written_as_its_country_writes_it() -> None:
    answer = check_charge_site(ACCOUNT, {"site": NEW, **ADDRESS, "price": "2,25"})
    assert answer.site_id is None
    assert (answer.address.street, answer.address.postcode, answer.address.city) == ("Storgatan 12", "211 34", "Malmö")
    assert (answer.price_per_kwh, answer.currency) == (Decimal("2.25"), "SEK")


def test_an_existing_site_needs_no_address() -> None:
    answer = check_charge_site(account(STORGATAN), {"site": "site-1", "price": "2", "postcode": "nonsense"})
    assert (answer.site_id, answer.address) == ("site-1", STORGATAN.address)


def test_a_site_that_is_gone_is_asked_again() -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_charge_site(account(STORGATAN), {"site": "site-9", "price": "2"})
    assert Words().say(wrong.value.problems["site"]).startswith("This charge site is no longer in the account.")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_charge_site(ACCOUNT, {"site": NEW, "country": "SE", "postcode": "1", "price": "3"})
    assert set(wrong.value.problems) == {"street", "postcode", "city", "price"}


def test_region_is_asked_where_the_country_has_it() -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_charge_site(ACCOUNT, {"site": NEW, **ADDRESS, "country": "IT", "postcode": "00144", "price": "2"})
    assert set(wrong.value.problems) == {"region"}
