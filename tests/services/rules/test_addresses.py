from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.rules.addresses import (
    COUNTRIES,
    Address,
    AddressWrong,
    country_name,
    fields,
    one_line,
    read_address,
    same_key,
)
from services.text.words import Words

WORDS = Words()


def typed(postcode: str, street: str = "Storgatan 12", city: str = "Malmö", region: str = "") -> dict[str, str]:
    return {"street": street, "postcode": postcode, "city": city, "region": region}


def problems(country: str, **changed: str) -> dict[str, str]:
    """The keys of the problems by field; each must have its sentence."""
    with pytest.raises(AddressWrong) as caught:
        read_address(country, typed("114 55") | changed)
    assert all(WORDS.say(message) for message in caught.value.problems.values())
    return {field: message.key.removeprefix("addresses.") for field, message in caught.value.problems.items()}


def test_the_countries_where_drivers_are_come_first_and_each_has_a_name() -> None:
    assert COUNTRIES[:6] == ("SE", "NO", "DK", "FI", "DE", "NL")
    assert len(set(COUNTRIES)) == len(COUNTRIES)
    names = [WORDS.say(country_name(country)) for country in COUNTRIES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_asks_for_fields_whose_own_examples_it_accepts(country: str) -> None:
    asked = {field.name: field for field in fields(country)}
    assert {"street", "postcode", "city"} <= asked.keys()
    assert asked["street"].required
    assert asked["city"].required
    for field in asked.values():
        assert WORDS.t(field.label)
    answers = {name: field.example or "Somewhere 1" for name, field in asked.items() if name != "region"}
    if "region" in asked:
        answers["region"] = {"ES": "Madrid", "IT": "Roma"}[country]
    else:
        answers["region"] = "Madrid"  # as it was typed for Spain, before another country was picked
    read = read_address(country, answers)
    assert read.postcode == asked["postcode"].example
    assert read.country == country


def test_only_countries_that_demand_a_region_ask_for_one() -> None:
    assert {country for country in COUNTRIES if any(field.name == "region" for field in fields(country))} == {
        "ES",
        "IT",
    }


@pytest.mark.parametrize(
    ("country", "postcode", "written"),
    [
        ("SE", "12345", "123 45"),
        ("SE", " 123  45 \r\n", "123 45"),
        ("SE", "SE-123 45", "123 45"),
        ("SE", "S-12345", "123 45"),
        ("SE", "se12345", "123 45"),
        ("SE", "１２３\u00a0４５", "123 45"),
        ("NO", "N-0025", "0025"),
        ("DK", "DK-8660", "8660"),
        ("FI", "FIN-00100", "00100"),
        ("DE", "D-50667", "50667"),
        ("NL", "1234ab", "1234 AB"),
        ("PL", "00950", "00-950"),
        ("PT", "1250 096", "1250-096"),
        ("LV", "1073", "LV-1073"),
        ("CZ", "10000", "100 00"),
        ("GB", "ec1y8sy", "EC1Y 8SY"),
        ("GB", "m25bq", "M2 5BQ"),
        ("IE", "a65f4e2", "A65 F4E2"),
        ("MT", "nxr01", "NXR 01"),
        ("LU", "L-4750", "4750"),
    ],
)
def test_a_postcode_is_written_as_its_country_writes_it(country: str, postcode: str, written: str) -> None:
    assert read_address(country, typed(postcode)).postcode == written


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("SE", "1234"),
        ("SE", "123456"),
        ("SE", "ABC DE"),
        ("SE", "D-12345678"),
        ("NO", "25"),
        ("NL", "0123 AB"),
        ("NL", "1234 SA"),
        ("LI", "94855"),
        ("LI", "19485"),
        ("GB", "GIR 0AAX"),
        ("GB", "XGIR 0AA"),
        ("IS", "12"),
    ],
)
def test_a_wrong_postcode_is_refused_with_the_country_and_an_example(country: str, postcode: str) -> None:
    with pytest.raises(AddressWrong) as caught:
        read_address(country, typed(postcode))
    assert list(caught.value.problems) == ["postcode"]
    said = WORDS.say(caught.value.problems["postcode"])
    assert WORDS.say(country_name(country)) in said
    right = next(field.example for field in fields(country) if field.name == "postcode")
    assert right in said


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"street": ""}, {"street": "street.empty"}),
        ({"street": " \t\u200b"}, {"street": "street.empty"}),
        ({"street": "12"}, {"street": "street.no_letter"}),
        ({"street": "x" * 101}, {"street": "too_long"}),
        ({"city": ""}, {"city": "city.empty"}),
        ({"city": "114 55"}, {"city": "city.no_letter"}),
        ({"postcode": ""}, {"postcode": "postcode.empty"}),
        (
            {"street": "", "city": "", "postcode": "x"},
            {"street": "street.empty", "postcode": "postcode.wrong", "city": "city.empty"},
        ),
    ],
)
def test_all_problems_are_told_at_once_each_at_its_field(changed: dict[str, str], expected: dict[str, str]) -> None:
    assert problems("SE", **changed) == expected


def test_problems_come_in_the_order_of_the_fields() -> None:
    assert list(problems("SE", street="", city="", postcode="")) == ["street", "postcode", "city"]


def test_missing_keys_count_as_empty_and_other_keys_are_left_alone() -> None:
    assert read_address("SE", typed("11455") | {"price": "2.50", "country": "NO"}).country == "SE"
    with pytest.raises(AddressWrong) as caught:
        read_address("SE", {})
    assert caught.value.problems.keys() == {"street", "postcode", "city"}


@pytest.mark.parametrize("country", [" se ", "Se"])
def test_the_country_is_read_in_any_case(country: str) -> None:
    assert read_address(country, typed("11455")).country == "SE"


@pytest.mark.parametrize(("country", "key"), [("", "country.empty"), ("US", "country.wrong"), ("ZZ", "country.wrong")])
def test_other_countries_are_refused(country: str, key: str) -> None:
    assert problems(country) == {"country": key}
    with pytest.raises(AddressWrong):
        fields(country)


def test_a_region_is_read_by_name_or_abbreviation_and_must_fit_the_postcode() -> None:
    rome = {"postcode": "00144", "city": "Roma"}
    assert read_address("IT", typed("") | rome | {"region": "rm"}).region == "Roma"
    assert read_address("IT", typed("") | rome | {"region": "roma"}).region == "Roma"
    assert problems("IT", **rome, region="") == {"region": "region.empty"}
    assert problems("IT", **rome, region="Wonderland") == {"region": "region.wrong"}
    assert problems("ES", postcode="08001", city="Barcelona", region="Madrid") == {"postcode": "postcode.elsewhere"}
    assert read_address("SE", typed("11455", region="Skåne")).region == "", "nobody writes it there"


def test_a_postcode_may_be_left_out_only_where_the_country_allows_it() -> None:
    assert read_address("IS", typed("")).postcode == ""
    assert one_line(read_address("IS", typed(""))) == "Storgatan 12, Malmö"
    assert problems("SE", postcode="") == {"postcode": "postcode.empty"}


def test_spaces_are_tidied_and_nothing_that_steers_a_terminal_stays() -> None:
    read = read_address("SE", typed("11455", street="  Stor\x1b[31mgatan \t 12\u202e\r\n", city="Åre\x00"))
    assert read == Address(country="SE", street="Storgatan 12", postcode="114 55", city="Åre")


def test_capitals_stay_as_they_were_typed() -> None:
    read = read_address("SE", typed("11455", street="von Essens väg 3", city="Malmö"))
    assert (read.street, read.city) == ("von Essens väg 3", "Malmö")


TWINS = [
    ("Storgatan 1 A", "STORGATAN  1a"),
    ("Storgatan 1, A", "Storgatan 1A"),
    ("Straße 1", "STRASSE 1"),
    ("Anne-Maries väg 3", "Anne Maries Väg 3"),
    ("A\u030argatan 1", "Årgatan 1"),
]
NO_TWINS = [("Storgatan 1 12", "Storgatan 11 2"), ("Storgatan 1-12", "Storgatan 112"), ("Malmvägen 1", "Malmovägen 1")]


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_two_spellings_of_an_address_share_a_key(one: str, other: str) -> None:
    assert same_key(Address("SE", one, "123 45", "Malmö")) == same_key(Address("SE", other, "12345", "MALMÖ"))


@pytest.mark.parametrize(("one", "other"), NO_TWINS)
def test_two_addresses_do_not(one: str, other: str) -> None:
    assert same_key(Address("SE", one, "123 45", "Malmö")) != same_key(Address("SE", other, "123 45", "Malmö"))


def test_the_same_street_elsewhere_is_another_address() -> None:
    here = Address("SE", "Storgatan 1", "123 45", "Malmö")
    for other in (
        Address("NO", "Storgatan 1", "123 45", "Malmö"),
        Address("SE", "Storgatan 1", "123 46", "Malmö"),
        Address("SE", "Storgatan 1", "123 45", "Lund"),
    ):
        assert same_key(other) != same_key(here)


def test_one_line_reads_as_on_an_envelope() -> None:
    assert one_line(Address("SE", "Storgatan 12", "123 45", "Malmö")) == "Storgatan 12, 123 45 Malmö"
    assert one_line(Address("IT", "Via Appia 1", "00144", "Roma", "Roma")) == "Via Appia 1, 00144 Roma, Roma"


@given(st.sampled_from(COUNTRIES), st.text(), st.text(), st.text(), st.text())
@example("SE", "\ud800a", "１", "ﬁ½", "")
@example("ES", "a", "28001", "b", "İ")
def test_any_text_is_an_address_or_refused_and_reading_it_again_changes_nothing(
    country: str, street: str, postcode: str, city: str, region: str
) -> None:
    problems = None
    try:
        read = read_address(country, typed(postcode, street, city, region))
    except AddressWrong as wrong:
        problems = wrong.problems
    if problems is not None:
        assert problems, "refused without a word"
        return
    assert read_address(country, typed(read.postcode, read.street, read.city, read.region)) == read
    assert one_line(read).isprintable()
    assert same_key(read)
