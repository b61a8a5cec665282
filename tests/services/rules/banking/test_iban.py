"""IBANs of any country: read, put in order, or refused with a sentence of its own."""

from __future__ import annotations

import warnings

import pytest
from schwifty import IBAN

from services.rules.banking import (
    AccountKind,
    AccountWrong,
    Verified,
    read_account,
)
from tests.support.values.bank_numbers import RIGHT_IBANS, WORDS, bare, iban_of, notes, refusal

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
        ("nr 8601 11 17947", "iban.is_domestic"),
        ("kontonr 8601 11 17947", "iban.is_domestic"),
        ("ESSESESS", "iban.bic"),
        ("BIC/SWIFT: ESSESESSXXX", "iban.bic"),
        ("Swift DEUTDEFF500", "iban.bic"),
        ("DNBANOKK", "iban.bic"),
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


@pytest.mark.parametrize(
    ("country", "domestic"),
    [
        ("NO", "86011117948"),
        ("BE", "539007547035"),
        ("DE", "370400440532023000"),  # method 13, of Commerzbank
        ("ES", "21000418460200051332"),
        ("FI", "12345600000786"),
        ("FR", "20041010050500013M02607"),
        ("SE", "50000000058398257467"),
    ],
)
def test_a_domestic_check_digit_that_doesnt_fit_warns_and_never_refuses_a_right_iban(
    country: str, domestic: str
) -> None:
    read = read_account(AccountKind.IBAN, str(IBAN.from_bban(country, domestic)))
    assert read.verified is Verified.FORM_ONLY
    assert notes(read) == ["banking.note.domestic_doubtful"]


@pytest.mark.parametrize("number", ["NO8712150030488", "NO8512150030481"])
def test_a_norwegian_iban_that_sources_disagree_about_is_taken_with_a_note(number: str) -> None:
    right = str(IBAN.from_bban("NO", number[4:]))
    read = read_account(AccountKind.IBAN, right)
    assert read.verified is Verified.FORM_ONLY
    assert notes(read) == ["banking.note.domestic_doubtful"]


def test_a_swedish_iban_gets_a_note_only_when_our_own_rules_cant_vouch_for_it() -> None:
    assert read_account(AccountKind.IBAN, "SE4550000000058398257466").notes == ()
    plusgiro = str(IBAN.from_bban("SE", "95000099604200000000"))
    assert notes(read_account(AccountKind.IBAN, plusgiro)) == ["banking.note.domestic_unverified"]


@pytest.mark.parametrize(
    "number",
    [
        *(
            "FI0600000000000000",
            "NL55INGB0000000000",
            "NO0015030000000",
            "SE0060000000000000000000",
            "DE00100100100000000000",
        ),
        "SE0050000000058390000000",  # SEB's clearing number 5839 and nothing else
    ],
)
def test_zeros_are_no_account_though_their_check_digits_are_right(number: str) -> None:
    right = str(IBAN.from_bban(number[:2], number[4:]))
    assert refusal(AccountKind.IBAN, right) == ("first", "wrong.zeros")


SEB, HANDELSBANKEN = "SE4550000000058398257466", "SE5860000000000517182351"


@pytest.mark.parametrize(
    "typed",
    [
        "BIC ESSESESS IBAN SE45 5000 0000 0583 9825 7466",
        "SE45 5000 0000 0583 9825 7466 BIC ESSESESS",
        "BIC/SWIFT: ESSESESS, IBAN: SE45 5000 0000 0583 9825 7466, SEB",
        "(SE45 5000 0000 0583 9825 7466)",
        '"SE4550000000058398257466"',
        "„SE45 5000 0000 0583 9825 7466“",
        "iban=SE45 5000 0000 0583 9825 7466",
        "iban=SE4550000000058398257466&bic=ESSESESS",
        "<iban>SE4550000000058398257466</iban>",
        "Konto nr 5839 825 74 66 / IBAN SE45 5000 0000 0583 9825 7466",
        "Kim Larsson SE45 5000 0000 0583 9825 7466",
        "SE4550000000058398257466SE4550000000058398257466",  # scanned twice
        "SE45 5000 0000 0583 9825 7466\r\nSE45 5000 0000 0583 9825 7466",
    ],
)
def test_an_iban_is_found_in_what_stands_around_it(typed: str) -> None:
    assert iban_of(read_account(AccountKind.IBAN, typed)) == SEB
    for kind in (SE, NO, DK):
        assert iban_of(read_account(kind, typed)) == SEB


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (f"{SEB} or {HANDELSBANKEN}", "iban.several"),
        ("BIC ESSESESS IBAN SE45 5000 0000 0583 9825 7467", "iban.check_digits"),
        ("(SE45 5000 0000 0583 9825 7467)", "iban.check_digits"),
        (f"{SEB} 1", "iban.length"),  # a digit too many is no neighbour
        (f"1{SEB}", "wrong.lookalike_letter"),
        ("Kontonr 8601 11 17947", "iban.is_domestic"),
        ("IBAN 8601 11 17947", "iban.is_domestic"),
        ("S\u0415" + SEB[2:], "wrong.looks_latin"),
        ("\u0405\u0395" + SEB[2:], "wrong.looks_latin"),
        (SEB[:10] + "\u041e" + SEB[11:], "wrong.lookalike_place"),
        ("NL91 \u0391BNA 0417 1643 00", "wrong.looks_latin"),
        ("SE45 5000 0000 0583 9825 74\u04316", "wrong.lookalike_place"),
        ("NL91 \u0431BNA 0417 1643 00", "wrong.character"),
    ],
)
def test_what_stands_around_it_has_its_own_sentences(typed: str, key: str) -> None:
    assert refusal(AccountKind.IBAN, typed) == ("first", key)


def test_a_letter_of_another_script_is_named_with_the_one_that_it_looks_like() -> None:
    with pytest.raises(AccountWrong) as caught:
        read_account(AccountKind.IBAN, "S\u0415" + SEB[2:])
    assert WORDS.say(caught.value.message) == "Character 2 is a letter that only looks like E. Type E there."


def test_a_form_that_is_only_reserved_is_taken_with_a_note() -> None:
    reserved = str(IBAN.from_bban("IR", "0540105180021273113007"))
    assert notes(read_account(AccountKind.IBAN, reserved)) == ["banking.note.reserved"]


def test_no_warning_of_a_library_gets_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number, _, _ in RIGHT_IBANS:
            read_account(AccountKind.IBAN, number)
