"""Swedish, Norwegian and Danish numbers turned into IBANs."""

from __future__ import annotations

import pytest
from bankkonto.account import get_account_number_format_based_on_clearing_number
from bankkonto.exceptions import BankkontoValidationError
from schwifty import registry

from services.rules.banking import (
    AccountKind,
    Verified,
    read_account,
)
from services.rules.banking.clearing import _RANGES, clearing_range
from tests.support.values.bank_numbers import SWEDISH, bare, iban_of, notes, refusal

SE, NO, DK = AccountKind.SE, AccountKind.NO, AccountKind.DK


@pytest.mark.parametrize(("clearing", "account", "iban", "bank"), SWEDISH)
def test_a_swedish_account_becomes_the_iban_that_its_bank_would_print(
    clearing: str, account: str, iban: str, bank: str
) -> None:
    read = read_account(SE, clearing, account)
    assert iban_of(read) == bare(iban)
    assert read.bank_name == bank
    assert read.verified is Verified.FORM_AND_CHECK_DIGITS
    assert read.notes == ()
    assert iban_of(read_account(SE, f"{clearing}, {account}")) == bare(iban), "both in the first field"


@pytest.mark.parametrize(("clearing", "account", "iban", "bank"), SWEDISH)
def test_one_wrong_digit_of_a_swedish_account_is_refused_or_at_swedbank_noted(
    clearing: str, account: str, iban: str, bank: str
) -> None:
    slipped = account[:-1] + str((int(account[-1]) + 1) % 10)
    if bank == "Swedbank":
        read = read_account(SE, clearing, slipped)
        assert read.verified is Verified.FORM_ONLY
        assert notes(read) == ["banking.note.se_check_digit_rare"]
    else:
        assert refusal(SE, clearing, slipped) == ("second", "se.check_digit")


def test_swedbanks_fifth_digit_is_added_when_it_was_left_out_and_that_is_said() -> None:
    read = read_account(SE, "8327", "014 725 892-5")
    assert iban_of(read) == "SE5580000832790147258925"
    assert notes(read) == ["banking.note.se_fifth_digit_added"]
    assert refusal(SE, "8327", "9 147 258 925") == ("first", "se.fifth_digit_in_account")
    assert refusal(SE, "8327", "9 014 725 892-5") == ("first", "se.fifth_digit_in_account")
    nought = read_account(SE, "8001", "0 147 258 925")
    assert iban_of(nought) == "SE0380000800100147258925", "the fifth digit is 0, but so is the account's first"


def test_a_clearing_number_that_nobody_knows_warns_and_does_not_block() -> None:
    read = read_account(SE, "9999", "012 34 54")
    assert read.verified is Verified.FORM_ONLY
    assert notes(read) == ["banking.note.se_clearing_unknown"]
    assert read.bank_name is None
    assert iban_of(read)[4:] == "999" + "000000" + "9999" + "0123454"


@pytest.mark.parametrize(
    ("clearing", "account", "field", "key"),
    [
        ("", "", "first", "se.clearing_empty"),
        ("", "8257466", "first", "se.clearing_empty"),
        ("5839", "", "second", "se.account_empty"),
        ("8327-9", " ", "second", "se.account_empty"),
        ("583", "8257466", "first", "se.clearing_length"),
        ("58391", "8257466", "first", "se.clearing_length"),
        ("832", "147258925", "first", "se.clearing_length_swedbank"),
        ("0839", "8257466", "first", "se.clearing_too_low"),
        ("8327-8", "147258925", "first", "se.clearing_check_digit"),
        ("5839", "825746", "second", "se.account_length"),
        ("6114", "5171823", "second", "se.account_length_between"),
        ("8327-9", "123456", "second", "se.account_length_between"),
        ("5839", "5839 825 74 66", "second", "se.clearing_repeated"),
        ("9999", "1234567", "first", "se.clearing_unknown_check_digit"),
        ("9999", "12345678", "first", "se.clearing_unknown_needs_iban"),
        ("9180", "1111111116", "first", "se.needs_iban"),
        ("9960", "1111111116", "first", "se.needs_iban"),
        ("583O", "8257466", "first", "wrong.lookalike_any"),
        ("5839", "82574x6", "second", "wrong.digit_any"),
        ("5050-1055", "", "first", "se.giro"),
        ("123-4566", "", "first", "se.giro"),
        ("12 34 56-6", "", "first", "se.giro"),
        ("Bg 5050-1055", "", "first", "se.giro"),
        ("5839", "PG 1234566", "second", "se.giro"),
        ("4111 1111 1111 1111", "", "first", "wrong.card"),
        ("5839", "4111111111111111", "second", "wrong.card"),
        ("1" * 16, "", "first", "se.too_long"),
        ("Bankgiro nr. 5050-1055", "", "first", "se.giro"),
        ("Pay to bankgiro 5050-1055", "", "first", "se.giro"),
        ("6000", "00000000", "second", "wrong.zeros"),
        ("5000", "0000000", "second", "wrong.zeros"),
        ("8000", "0000000000", "second", "wrong.zeros"),
        ("5839 0000000", "", "first", "wrong.zeros"),
        ("9999", "0000000", "second", "wrong.zeros"),
        ("3300", "20000620-5124", "second", "se.century"),
        ("000620-5124", "", "first", "se.personal_number"),
        ("20000620-5124", "", "first", "se.personal_number"),
        ("9567", "4782964", "first", "se.needs_iban"),
        ("583\u041e", "8257466", "first", "wrong.lookalike_any"),
        ("58\u04179", "8257466", "first", "wrong.lookalike_any"),
        ("8327 123456789", "", "first", "se.split_fields"),
    ],
)
def test_each_way_a_swedish_account_can_be_wrong_has_its_field_and_sentence(
    clearing: str, account: str, field: str, key: str
) -> None:
    assert refusal(SE, clearing, account) == (field, key)


@pytest.mark.parametrize("kind", [SE, NO, DK])
def test_an_iban_in_a_domestic_field_is_read_as_what_it_is(kind: AccountKind) -> None:
    read = read_account(kind, "IBAN NL91 ABNA 0417 1643 00")
    assert (read.country, notes(read)) == ("NL", ["banking.note.read_as_iban"])
    assert refusal(kind, "NL91 ABNA 0417 1643 01") == ("first", "iban.check_digits")


def test_an_iban_in_the_second_field_is_read_and_refused_there() -> None:
    assert read_account(SE, "5839", "SE45 5000 0000 0583 9825 7466").country == "SE"
    assert refusal(DK, "0040", "DK50 0040 0440 1162 44") == ("second", "iban.check_digits")


def test_the_table_of_clearing_numbers_agrees_with_the_two_libraries_that_know_parts_of_it() -> None:
    """Types and lengths against bankkonto, IBAN IDs against schwifty's register: a slip in our table shows here."""
    newer_here = {*range(4000, 5000), *range(9565, 9570)}
    compared = 0
    for number in range(1000, 10_000):
        ours = clearing_range(str(number))
        try:
            theirs = get_account_number_format_based_on_clearing_number(
                f"{number}{'0' if 7999 < number < 9000 else ''}"
            )
        except BankkontoValidationError:
            continue
        assert ours is not None, number
        if number not in newer_here:
            _, kind, form, variant = theirs
            assert ours.types == (f"{kind}:{variant}",), number
            assert ours.longest == len(form.lstrip("0")), number
            compared += 1
    assert compared > 6500
    register = {bank.bank_code: bank.name for bank in registry.get_banks_by_country("SE")}
    registered = {entry.iban_id: entry.bank for entry in _RANGES if entry.iban_id in register}
    newer_than_the_register = {"211", "212", "960", "971"}  # Juni, Steven, Banking Circle, Lunar
    assert {entry.iban_id for entry in _RANGES if entry.iban_id} - registered.keys() == newer_than_the_register
    assert len(registered) > 30
    same = {iban_id for iban_id, bank in registered.items() if bank.split()[0].lower() in register[iban_id].lower()}
    renamed = {"907", "917", "959", "964", "968"}  # Ferratum, Ikanobanken, Erik Penser, Nordax, Bluestep
    assert registered.keys() - same <= renamed


# ---------------------------------------------------------------------------------------------- Norway, Denmark


@pytest.mark.parametrize("typed", ["86011117947", "8601.11.17947", "8601 11 17947\r\n", "8601-11-17947"])
def test_a_norwegian_account_becomes_an_iban(typed: str) -> None:
    read = read_account(NO, typed)
    assert iban_of(read) == "NO9386011117947"
    assert read.verified is Verified.FORM_AND_CHECK_DIGITS
    assert read.bank_name == "Danske Bank"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "no.empty"),
        ("8601111794", "no.length"),
        ("860111179477", "no.length"),
        ("86011117948", "no.check_digit"),
        ("86011100010", "no.check_digit"),
        ("8601.1l.17947", "wrong.digit_any"),
        ("8601.1I.17947", "wrong.lookalike_any"),
        ("5555 5555 5555 4444", "wrong.card"),
        ("00000000000", "wrong.zeros"),
        ("1503 00 00000", "wrong.zeros"),
        ("8601 \u041e\u041e 17947", "wrong.lookalike_any"),
        ("8601 OOO 7947", "wrong.lookalike_any"),
        ("OIL86011117947", "wrong.lookalike_any"),
        ("8601 11 17947 / 1234 56 78903", "no.length"),
    ],
)
def test_each_way_a_norwegian_account_can_be_wrong(typed: str, key: str) -> None:
    expected = "wrong.lookalike_any" if "l" in typed else key  # a small l reads as a capital one
    assert refusal(NO, typed) == ("first", expected)


@pytest.mark.parametrize("number", ["12150030488", "12150030481", "12340012345", "12340012346", "00000230482"])
def test_norwegian_accounts_that_sources_disagree_about_are_taken_with_a_note(number: str) -> None:
    read = read_account(NO, number)
    assert iban_of(read)[4:] == number
    assert read.verified is Verified.FORM_ONLY
    assert notes(read) == ["banking.note.no_disputed"]


def test_one_that_all_agree_about_is_sure() -> None:
    read = read_account(NO, "00140030481")  # right over all digits and over the last five
    assert (read.verified, read.notes) == (Verified.FORM_AND_CHECK_DIGITS, ())


def test_of_several_norwegian_numbers_the_one_of_eleven_digits_is_meant() -> None:
    assert iban_of(read_account(NO, "Kontonr 8601 11 17947, kundenr 4711")) == "NO9386011117947"
    assert refusal(NO, "8601 11 17947 eller 1215 11 30488") == ("first", "no.length")


def test_an_account_of_avanza_that_is_right_by_our_table_alone_is_unsure_as_far_as_it_was_typed_short() -> None:
    short = read_account(SE, "9567", "0001252")
    assert short.verified is Verified.FORM_ONLY
    assert notes(short) == ["banking.note.se_check_digit_unsure"]
    whole = read_account(SE, "9567", "0000001252")
    assert whole.verified is Verified.FORM_AND_CHECK_DIGITS, "ten digits are unknown to the other source"


def test_a_danish_account_is_padded_and_said_to_have_no_check_digit() -> None:
    read = read_account(DK, "0040", "0440 116243")
    assert iban_of(read) == "DK5000400440116243"
    assert read.verified is Verified.FORM_ONLY
    assert notes(read) == ["banking.note.dk_no_check_digit"]
    short = read_account(DK, "0040", "440116243")
    assert iban_of(short) == iban_of(read)
    assert notes(short) == ["banking.note.dk_padded", "banking.note.dk_no_check_digit"]
    assert iban_of(read_account(DK, "0040-0440116243")) == iban_of(read), "both in the first field"
    assert iban_of(read_account(DK, "0040 6243")) == iban_of(read_account(DK, "0040", "6243")), "the shortest, too"


@pytest.mark.parametrize(
    ("registration", "account", "field", "key"),
    [
        ("", "", "first", "dk.registration_empty"),
        ("40", "440116243", "first", "dk.registration_length"),
        ("0040", "", "second", "dk.account_empty"),
        ("0040 123", "", "first", "dk.registration_length"),
        ("0040", "123", "second", "dk.account_length"),
        ("0040", "12345678901", "second", "dk.account_length"),
        ("0040 12345678901", "", "first", "dk.account_length"),
        ("O040", "440116243", "first", "wrong.lookalike_any"),
        ("0040", "44011#243", "second", "wrong.digit_any"),
        ("0040", "5555 5555 5555 4444", "second", "wrong.card"),
        ("0000", "0440116243", "first", "wrong.zeros"),
        ("0040", "0000000000", "second", "wrong.zeros"),
        ("0040 0000000000", "", "first", "wrong.zeros"),
    ],
)
def test_each_way_a_danish_account_can_be_wrong(registration: str, account: str, field: str, key: str) -> None:
    assert refusal(DK, registration, account) == (field, key)


@pytest.mark.parametrize("between", ["", " ", "\r\n", " / "])
def test_a_norwegian_account_that_comes_twice_is_one(between: str) -> None:
    number = "86011117947"
    assert iban_of(read_account(NO, f"{number}{between}{number}")) == iban_of(read_account(NO, number))


def test_a_registration_number_in_front_of_the_account_is_named() -> None:
    assert refusal(DK, "0040", "0040 0440116243") == ("second", "dk.registration_repeated")
