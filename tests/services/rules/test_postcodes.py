"""Postcodes that don't exist are refused, and what people write around one isn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.addresses import COUNTRIES, Address, AddressWrong, fields, read_address, same_key
from services.text.words import Words

WORDS = Words()
LETTERS_AND_DIGITS = ("GB", "IE", "MT")


def read(country: str, postcode: str, city: str = "Town") -> Address:
    return read_address(country, {"street": "Storgatan 12", "postcode": postcode, "city": city})


def problem(country: str, postcode: str, city: str = "Town") -> str:
    """What's wrong with the postcode; nothing if it's right."""
    try:
        read(country, postcode, city)
    except AddressWrong as wrong:
        return WORDS.say(wrong.problems["postcode"]) if "postcode" in wrong.problems else ""
    return ""


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_countrys_example_exists_and_zeros_do_not(country: str) -> None:
    example = next((one.example for one in fields(country) if one.name == "postcode"), "")
    assert problem(country, example) == ""
    if country not in LETTERS_AND_DIGITS and example:
        zeros = "".join("0" if char.isdigit() else char for char in example)
        assert problem(country, zeros)


@pytest.mark.parametrize(
    ("country", "first", "last", "before", "behind"),
    [
        ("SE", "100 05", "984 99", "014 55", "099 99"), ("NO", "0001", "9991", "0000", ""),
        ("DE", "01067", "99998", "00999", "00000"), ("ES", "01001", "52080", "00999", "53001"),
        ("DK", "0555", "9990", "0099", "0000"), ("FI", "00100", "99999", "00000", ""),
        ("AT", "1010", "9992", "0999", ""), ("BE", "1000", "9992", "0999", ""), ("CH", "1000", "9658", "0999", ""),
        ("FR", "01000", "98800", "00999", "99000"), ("IT", "00118", "98168", "99999", ""),
        ("CZ", "100 00", "798 62", "099 99", "800 00"), ("SK", "010 01", "992 01", "100 00", "799 99"),
        ("GR", "104 31", "857 00", "099 99", "900 00"), ("HR", "10000", "53296", "09999", "60000"),
        ("PT", "1000-001", "9980-999", "0999-999", ""), ("LV", "LV-1001", "LV-5750", "LV-0999", "LV-6000"),
    ],
)  # fmt: skip
def test_where_a_countrys_postcodes_begin_and_end(
    country: str, first: str, last: str, before: str, behind: str
) -> None:
    assert problem(country, first) == problem(country, last) == ""
    assert "Not a postcode in" in problem(country, before)
    assert not behind or "Not a postcode in" in problem(country, behind)


@given(st.from_regex(r"0[0-9]{2} ?[0-9]{2}", fullmatch=True))
def test_no_swedish_postcode_begins_with_a_zero(postcode: str) -> None:
    assert problem("SE", postcode)


@pytest.mark.parametrize(
    ("country", "typed", "postcode"),
    [
        ("SE", "S11455", "114 55"), ("SE", "s114 55", "114 55"), ("SE", "SE11455", "114 55"), ("SE", "S-114 55", "114 55"),
        ("DE", "D10115", "10115"), ("FI", "FIN00100", "00100"), ("AX", "FIN22100", "22100"), ("NO", "N0150", "0150"),
        ("DK", "DK8000", "8000"), ("AT", "A1010", "1010"), ("FR", "F75001", "75001"), ("EE", "EST10111", "10111"),
    ],
)  # fmt: skip
def test_a_countrys_letters_need_no_dash(country: str, typed: str, postcode: str) -> None:
    assert read(country, typed).postcode == postcode


def test_another_countrys_letters_do() -> None:
    assert problem("SE", "K11455")


@pytest.mark.parametrize(
    ("country", "typed", "postcode", "city"),
    [
        ("SE", "114 55 Stockholm", "114 55", "Stockholm"), ("SE", "11455, Stockholm", "114 55", "Stockholm"),
        ("SE", "S-114 55 Stockholm", "114 55", "Stockholm"), ("DK", "8000 Aarhus C", "8000", "Aarhus C"),
        ("NL", "1234 ab Den Haag", "1234 AB", "Den Haag"), ("GB", "SW1A 1AA London", "SW1A 1AA", "London"),
        ("SE", "Stockholm 114 55", "114 55", "Stockholm"), ("CZ", "110 00 Praha 1", "110 00", "Praha 1"),
        ("FR", "75116 Paris 16", "75116", "Paris 16"), ("SE", "postnr 114 55 Stockholm", "114 55", "Stockholm"),
        ("IE", "D02 X285 Dublin 2", "D02 X285", "Dublin 2"),
    ],
)  # fmt: skip
def test_a_city_behind_the_postcode_goes_into_its_own_field(country: str, typed: str, postcode: str, city: str) -> None:
    for already in ("", city.upper()):
        address = read(country, typed, already)
        assert (address.postcode, address.city) == (postcode, already or city)
    told = problem(country, typed, "Elsewhere")
    assert told == f"Only the postcode goes here, {postcode}. {city} goes in the field for the city."


@pytest.mark.parametrize(
    ("country", "postcode", "city", "right"),
    [
        ("SE", "114 55", "114 55 Stockholm", ("114 55", "Stockholm")),
        ("SE", "", "S-11455, Stockholm", ("114 55", "Stockholm")),
        ("NO", "0150 Oslo", "0150 Oslo", ("0150", "Oslo")), ("NO", "0150", "Oslo 0150", ("0150", "Oslo")),
        ("GB", "SW1A 1AA", "London SW1A 1AA", ("SW1A 1AA", "London")), ("IE", "D02 X285", "Dublin 2", ("D02 X285", "Dublin 2")),
    ],
)  # fmt: skip
def test_a_postcode_in_the_citys_field_leaves_it(
    country: str, postcode: str, city: str, right: tuple[str, str]
) -> None:
    address = read(country, postcode, city)
    assert (address.postcode, address.city) == right


def test_another_postcode_in_the_citys_field_is_told() -> None:
    with pytest.raises(AddressWrong) as caught:
        read("SE", "114 56", "114 55 Stockholm")
    assert "Compare 114 55" in WORDS.say(caught.value.problems["city"])
    assert "postcode" not in caught.value.problems


@pytest.mark.parametrize(
    ("typed", "letter", "digit"),
    [("l1455", "l", "1"), ("1I4 55", "I", "1"), ("114 5S", "S", "5"), ("2OO 10", "O", "0")],
)
def test_a_letter_that_looks_like_a_digit_is_named(typed: str, letter: str, digit: str) -> None:
    assert problem("SE", typed) == f"Is the letter {letter} the digit {digit}? Postcodes look like 114 55."


@pytest.mark.parametrize(
    ("country", "typed"), [("IE", "DO2 X285"), ("GB", "SW1A OAA"), ("NL", "1O12 AB"), ("NL", "1O12 ab")]
)
def test_beside_letters_that_are_right_too(country: str, typed: str) -> None:
    assert problem(country, typed).startswith("Is the letter O the digit 0?")


@pytest.mark.parametrize("postcode", ["Dublin 2", "D02 X28O", "B02 X285", "D6X XK28", "D02 X28"])
def test_no_eircode_is_made_of_a_town_or_of_letters_that_none_has(postcode: str) -> None:
    assert problem("IE", postcode)


@pytest.mark.parametrize(
    "postcode", ["D02 X285", "d02x285", "D6W XK28", "A65 F4E2", "Eircode: H91 E2K3", "postcode V94 T9PX"]
)
def test_eircodes(postcode: str) -> None:
    assert problem("IE", postcode) == ""


def test_aland_is_no_second_address() -> None:
    assert same_key(read("FI", "22100", "Mariehamn")) == same_key(read("AX", "AX-22100", "Mariehamn"))
    assert same_key(read("FI", "22100")) != same_key(read("FI", "22101"))
