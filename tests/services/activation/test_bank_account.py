"""What may stand in the step Bank account: two names and a number, of which no message and no repr tells anything."""

from __future__ import annotations

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.activation.answers import AnswersWrong, Typed
from services.activation.bank_account import check_bank_account, kind_for, split_name
from services.activation.step_record import record_of
from services.activation.steps import Step
from services.rules.banking import LONGEST_NAME, AccountKind, Verified, read_name
from services.text.clean_text import clean_text
from services.text.words import Words
from tests.support.sessions.before_each_step import CLEARING, DANISH, NORWEGIAN_ACCOUNT, SWEDISH_ACCOUNT, SWEDISH_IBAN

NAMES: Typed = {"first_name": "Kim", "last_name": "Larsson"}


@pytest.mark.parametrize(
    ("kind", "first", "second", "iban", "verified"),
    [
        ("iban", SWEDISH_IBAN, "", SWEDISH_IBAN, Verified.FORM_AND_CHECK_DIGITS),
        ("se", CLEARING, SWEDISH_ACCOUNT, SWEDISH_IBAN, Verified.FORM_AND_CHECK_DIGITS),
        ("no", NORWEGIAN_ACCOUNT, "", "NO9386011117947", Verified.FORM_AND_CHECK_DIGITS),
        ("dk", *DANISH, "DK5000400440116243", Verified.FORM_ONLY),
    ],
)
def test_each_kind_of_number_becomes_an_iban(kind: str, first: str, second: str, iban: str, verified: Verified) -> None:
    typed: Typed = {**NAMES, "kind": kind, "first": SecretStr(first), "second": SecretStr(second)}
    wanted = check_bank_account(typed)
    assert wanted.account.iban.get_secret_value() == iban
    assert wanted.account.verified is verified
    assert (wanted.first_name, wanted.last_name) == ("Kim", "Larsson")
    assert iban[-8:] not in repr(wanted)


def test_everything_that_is_wrong_is_said_at_once_and_no_message_has_the_number() -> None:
    number = "SE4550000000058398257467"
    typed: Typed = {"first_name": "", "last_name": "4711", "kind": "iban", "first": SecretStr(number)}
    with pytest.raises(AnswersWrong) as wrong:
        check_bank_account(typed)
    said = {field: Words().say(message) for field, message in wrong.value.problems.items()}
    assert said == {
        "first_name": "Type the name.",
        "last_name": "A name has letters. Here are only digits.",
        "first": "The check digits don't fit: a character is wrong. Compare with the bank's app.",
    }
    told = "".join(traceback.format_exception(wrong.value)) + str(wrong.value)
    assert number not in told
    assert number[-10:] not in told


@pytest.mark.parametrize(
    ("kind", "missing"),
    [("se", {"first", "second"}), ("dk", {"first", "second"}), ("no", {"first"}), ("iban", {"first"})],
)
def test_each_part_of_a_number_that_is_missing_is_told_of(kind: str, missing: set[str]) -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_bank_account({**NAMES, "kind": kind})
    assert set(wrong.value.problems) == missing
    with pytest.raises(AnswersWrong) as wrong:
        check_bank_account({**NAMES, "kind": "se", "first": SecretStr("12"), "second": SecretStr("")})
    assert set(wrong.value.problems) == {"first"}, "the rest may stand in the first"
    assert all(Words().say(message) for message in wrong.value.problems.values())


def test_an_unknown_kind_is_refused_at_its_field() -> None:
    with pytest.raises(AnswersWrong) as wrong:
        check_bank_account({**NAMES, "kind": "giro", "first": SecretStr("1")})
    assert set(wrong.value.problems) == {"kind"}


@pytest.mark.parametrize(
    ("country", "kind"),
    [
        ("SE", AccountKind.SE),
        ("NO", AccountKind.NO),
        ("DK", AccountKind.DK),
        ("DE", AccountKind.IBAN),
        ("", AccountKind.IBAN),
    ],
)
def test_the_kind_follows_the_charge_sites_country(country: str, kind: AccountKind) -> None:
    assert kind_for(country) is kind


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Kim Larsson", "Kim", "Larsson"),
        ("Anna Maria Öberg", "Anna Maria", "Öberg"),
        ("Hilma af Klint", "Hilma", "af Klint"),
        ("Ursula von der Leyen", "Ursula", "von der Leyen"),
        ("Carl Von Linné", "Carl", "Von Linné"),
        ("van Gogh", "van", "Gogh"),
        ("Larsson, Kim", "Kim", "Larsson"),
        ("von der Leyen, Ursula Gertrud", "Ursula Gertrud", "von der Leyen"),
        ("Ole Hansen jr.", "Ole", "Hansen jr."),
        ("Ole Hansen, Jr.", "Ole", "Hansen, Jr."),
        ("Carl von Essen III", "Carl", "von Essen III"),
        ("Acme Åkeri AB", "Acme", "Åkeri AB"),
        ("Acme Transport A/S", "Acme", "Transport A/S"),
        ("Hansen jr.", "Hansen", "jr."),
        ("Jacobus Henricus van 't Hoff", "Jacobus Henricus", "van 't Hoff"),
        ("Jacobus van ’t Hoff", "Jacobus", "van ’t Hoff"),
        ("Karl Theodor von und zu Guttenberg", "Karl Theodor", "von und zu Guttenberg"),
        ("Marco dal Pozzo", "Marco", "dal Pozzo"),
        ("Maria da Silva e Souza", "Maria", "da Silva e Souza"),
        ("José Ortega y Gasset", "José", "Ortega y Gasset"),
        ("Kim e Souza", "Kim", "e Souza"),
        ("Anna Kim E Larsson", "Anna Kim E", "Larsson"),
        ("Kim Larsson…", "Kim", "Larsson"),
        ("Kim Larsson,", "Kim", "Larsson,"),
        ("Kim", "Kim", ""),
        ("", "", ""),
        ("  Kim   Larsson ", "Kim", "Larsson"),
    ],
)
def test_a_customers_name_is_parted(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


@given(st.text())
def test_no_word_of_a_name_is_lost(name: str) -> None:
    first, last = split_name(name)
    kept = name.removesuffix("…").split()
    if f"{first} {last}".split() != kept:  # turned round, without the comma
        assert f"{last}, {first}".split() == kept


PARTS = st.sampled_from(["Kim", "Larsson", "von", "zu", "e", "'t", "jr.", "AB", "II", ",", "Åsa,", "Öberg-Nuñez"])


@given(st.lists(PARTS, max_size=6))
def test_nor_of_one_that_has_all_that_names_can_have(words: list[str]) -> None:
    first, last = split_name(" ".join(words))
    assert sorted(f"{first} {last}".replace(",", " ").split()) == sorted(" ".join(words).replace(",", " ").split())


def test_a_name_that_was_cut_can_be_gone_on_with() -> None:
    first, last = split_name(clean_text("Kim " + "Larsson" * 30))
    assert (first, last) == ("Kim", ("Larsson" * 30)[: 120 - 1 - len("Kim ")])
    for part in split_name(clean_text("Anna Åsa " * 20)):
        assert part[-1] != "…"
        if len(part) <= LONGEST_NAME:
            assert read_name(part) == part


def test_a_number_that_got_into_a_name_is_a_secret_there_too() -> None:
    is_secret = record_of(Step.BANK_ACCOUNT).is_secret
    assert is_secret("last_name", SWEDISH_IBAN)
    assert not is_secret("last_name", "Larsson 2")
    assert not is_secret("kind", SWEDISH_IBAN)
