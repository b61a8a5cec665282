"""IBANs of any country: read, put in order, or refused with a sentence of its own."""

from __future__ import annotations

import warnings

import pytest
from schwifty import IBAN

from services.banking import (
    AccountKind,
    AccountWrong,
    Verified,
    read_account,
)
from tests.services.banking.reading import RIGHT_IBANS, WORDS, bare, iban_of, notes, refusal

SE, NO, DK = AccountKind.SE, AccountKind.NO, AccountKind.DK


@pytest.mark.parametrize(("number", "country", "bank"), RIGHT_IBANS)
def test_an_iban_of_any_country_is_read_with_its_bank_as_a_hint(number: str, country: str, bank: str | None) -> None:
    account = read_account(AccountKind.IBAN, number)
    assert iban_of(account) == bare(number)
    assert account.country == country
    assert account.verified is Verified.FORM_AND_CHECK_DIGITS
    assert account.masked == f"{country} •••• {bare(number)[-4:]}"
    if bank:
        assert account.bank_name is not None
        assert account.bank_name.startswith(bank)


@pytest.mark.parametrize(
    "typed",
    [
        "se45 5000 0000 0583 9825 7466",
        "SE45-5000-0000-0583-9825-7466",
        "SE45.5000.0000.0583.9825.7466",
        "SE45\u00a05000\u00a00000\u00a00583\u00a09825\u00a07466",
        "SE45\u20135000\u20110000\u200b0583\u202f9825\ufeff7466",
        "ＳＥ４５５００００００００５８３９８２５７４６６",
        "SE٤٥50000000058398257466",
        "IBAN: SE45 5000 0000 0583 9825 7466",
        "iban SE4550000000058398257466",
        "IBAN-nr. SE45 5000 0000 0583 9825 7466",
        "  SE4550000000058398257466\r\n",
        "\tSE4550000000058398257466\t",
    ],
)
def test_what_clipboards_and_scanners_add_is_put_aside(typed: str) -> None:
    assert iban_of(read_account(AccountKind.IBAN, typed)) == "SE4550000000058398257466"


def test_the_label_iban_is_told_apart_from_a_norwegian_iban() -> None:
    assert iban_of(read_account(AccountKind.IBAN, "IBANNO9386011117947")) == "NO9386011117947"
    assert iban_of(read_account(AccountKind.IBAN, "IBAN No: NO9386011117947")) == "NO9386011117947"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "iban.empty"),
        (" \r\n\u200b", "iban.empty"),
        ("IBAN", "iban.empty"),
        ("SE45 5000 0000 0583 9825 746", "iban.length"),
        ("SE45 5000 0000 0583 9825 74661", "iban.length"),
        ("SE45 5000 0000 0583 9825 7467", "iban.check_digits"),
        ("SE54 5000 0000 0583 9825 7466", "iban.check_digits"),
        ("SE45 5OOO 0000 0583 9825 7466", "wrong.lookalike_place"),
        ("SEA5 5000 0000 0583 9825 7466", "wrong.digit_place"),
        ("NL91 A8NA 0417 1643 00", "wrong.lookalike_letter"),
        ("NL91 A3NA 0417 1643 00", "wrong.letter_place"),
        ("N0 9386 0111 17947", "wrong.lookalike_letter"),
        ("XX45 5000 0000 0583 9825 7466", "iban.country"),
        ("SE€45", "wrong.character"),
        ("SE45 5000 ÅÄÖ", "wrong.character"),
        ("8601 11 17947", "iban.is_domestic"),
        ("S", "iban.no_country"),
        ("4111 1111 1111 1111", "wrong.card"),
        ("3782 822463 10005", "wrong.card"),
        ("SE" + "4" * 5000, "iban.length"),
    ],
)
def test_each_way_an_iban_can_be_wrong_has_its_own_sentence(typed: str, key: str) -> None:
    assert refusal(AccountKind.IBAN, typed) == ("first", key)


def test_sentences_name_what_was_expected_and_what_was_found() -> None:
    with pytest.raises(AccountWrong) as caught:
        read_account(AccountKind.IBAN, "SE45 5000 0000 0583 9825 746")
    said = WORDS.say(caught.value.message)
    assert "SE" in said
    assert "24" in said
    assert "23" in said
    with pytest.raises(AccountWrong) as caught:
        read_account(AccountKind.IBAN, "SE45 5O00 0000 0583 9825 7466")
    said = WORDS.say(caught.value.message)
    assert "6" in said
    assert "O" in said
    assert "0" in said


def test_a_wrong_domestic_check_digit_inside_a_right_iban_is_refused_where_the_country_has_one() -> None:
    wrong_inside = str(IBAN.from_bban("NO", "86011117948"))
    assert refusal(AccountKind.IBAN, wrong_inside) == ("first", "iban.domestic_check_digits")


def test_a_swedish_iban_gets_a_note_only_when_our_own_rules_cant_vouch_for_it() -> None:
    assert read_account(AccountKind.IBAN, "SE4550000000058398257466").notes == ()
    plusgiro = str(IBAN.from_bban("SE", "95000099604200000000"))
    assert notes(read_account(AccountKind.IBAN, plusgiro)) == ["banking.note.domestic_unverified"]
    wrong_inside = str(IBAN.from_bban("SE", "50000000058398257467"))
    assert notes(read_account(AccountKind.IBAN, wrong_inside)) == ["banking.note.domestic_unverified"]


def test_a_form_that_is_only_reserved_is_taken_with_a_note() -> None:
    reserved = str(IBAN.from_bban("IR", "0540105180021273113007"))
    assert notes(read_account(AccountKind.IBAN, reserved)) == ["banking.note.reserved"]


def test_no_warning_of_a_library_gets_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number, _, _ in RIGHT_IBANS:
            read_account(AccountKind.IBAN, number)
