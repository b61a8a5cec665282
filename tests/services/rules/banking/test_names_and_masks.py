"""What may be shown of an account, and whose name it stands on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.rules.banking import (
    FIELDS,
    AccountKind,
    AccountWrong,
    field_words,
    mask,
    read_account,
    read_name,
    verdict,
)
from tests.support.values.bank_numbers import WORDS
from tests.support.values.invisible_characters import sprinkled

SE, NO, DK = AccountKind.SE, AccountKind.NO, AccountKind.DK


def test_a_mask_shows_country_and_last_four_and_of_a_fragment_nothing() -> None:
    assert mask("SE45 5000 0000 0583 9825 7466") == "SE •••• 7466"
    assert mask(SecretStr("NO9386011117947")) == "NO •••• 7947"
    assert mask("7466") == "••••"
    assert mask("") == "••••"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Kim", "Kim"),
        ("  Åsa   Öberg\r\n", "Åsa Öberg"),
        ("Anne-Marie O'Neill", "Anne-Marie O'Neill"),
        ("D’Angelo", "D’Angelo"),
        ("Jo\u0308rg", "Jörg"),
        ("علی\u200cرضا", "علی\u200cرضا"),  # a joiner inside a word
        ("Мария", "Мария"),
        ("李小龍", "李小龍"),
        ("Nguyễn Thị", "Nguyễn Thị"),
        ("محمد", "محمد"),
        ("Smith, Jr.", "Smith, Jr."),
        ("Kim\u200b Larsson", "Kim Larsson"),
        ("Kim\u00adLarsson", "KimLarsson"),
        ("Kim\u202e", "Kim"),
        ("Kim\x00", "Kim"),
        ("Kim\u200dLarsson", "KimLarsson"),  # a joiner joins nothing in Latin letters
        ("O\u2018Neil", "O\u2018Neil"),
        ("O\u2032Neil", "O\u2032Neil"),
        ("Anne\u2011Marie \u2013 Åkeri", "Anne\u2011Marie \u2013 Åkeri"),
        ("A+B AB", "A+B AB"),
        ("Kim (c/o: Bo), why?", "Kim (c/o: Bo), why?"),
        ("山田（太郎）", "山田（太郎）"),
        ("X Æ 12", "X Æ 12"),
        ("Åkeri 123456 AB", "Åkeri 123456 AB"),
        ("x" * 70, "x" * 70),
    ],
)
def test_a_name_is_whatever_a_person_is_called(typed: str, name: str) -> None:
    assert read_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "empty"),
        (" \t\r\n", "empty"),
        ("12345", "only_digits"),
        ("12-34", "only_digits"),
        ("Kim SE45 5000 0000 0583 9825 7466", "number"),
        ("8601 11 17947", "number"),
        ("Kim ٨٦٠١١١١٧٩٤٧", "number"),
        ("-", "no_letter"),
        ("Kim\x1b[31m", "character"),
        ("Kim…", "character"),
        ("Kim\ue000", "character"),
        ("Kim=Bo", "character"),
        ("kim@example.com", "character"),
        ("[bold]Kim", "character"),
        ("Kim😀", "character"),
        ("x" * 71, "too_long"),
    ],
)
def test_what_no_bank_takes_as_a_name_is_refused_with_its_own_sentence(typed: str, key: str) -> None:
    with pytest.raises(AccountWrong) as caught:
        read_name(typed, "last_name")
    assert caught.value.field == "last_name"
    assert caught.value.message.key == f"banking.name.{key}"
    assert WORDS.say(caught.value.message)


@given(st.sampled_from(["Åsa Öberg-Nuñez", "D’Angelo, Jr.", "Мария", "A+B AB", "李小龍"]), st.data())
def test_what_cant_be_seen_changes_no_name(name: str, data: st.DataObject) -> None:
    assert read_name(data.draw(sprinkled(name))) == name


@given(st.text())
def test_any_text_is_a_name_or_refused_and_reading_it_again_changes_nothing(text: str) -> None:
    try:
        name = read_name(text)
    except AccountWrong:
        return
    assert read_name(name) == name
    assert name.isprintable() or "\u200c" in name or "\u200d" in name


@pytest.mark.parametrize("kind", list(AccountKind))
def test_every_kind_and_field_has_its_words_and_its_example_is_an_account(kind: AccountKind) -> None:
    words = [field_words(kind, field) for field in FIELDS[kind]]
    assert all(WORDS.say(message) for entry in words for message in entry)
    read_account(kind, *(WORDS.say(entry.example) for entry in words))


def test_the_verdict_says_what_was_verified_what_is_a_hint_and_what_nobody_here_can_know() -> None:
    swedish = read_account(SE, "5839", "8257466")
    said = [WORDS.say(message) for message in verdict(swedish.verified, swedish.bank_name, swedish.notes)]
    assert said[0] == WORDS.t("banking.verified.form_and_check_digits")
    assert "SEB" in said[1]
    assert said[-1] == WORDS.t("banking.verified.not_owner")
    danish = read_account(DK, "0040", "0440116243")
    keys = [message.key for message in verdict(danish.verified, None, danish.notes)]
    assert keys == ["banking.verified.form_only", "banking.note.dk_no_check_digit", "banking.verified.not_owner"]
