"""Whatever is typed: read or refused, and never leaked."""

from __future__ import annotations

import contextlib
import re
import string
import traceback

import pytest
from bankkonto.account import expected_account_length, validate
from bankkonto.exceptions import BankkontoValidationError
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import SecretStr
from schwifty import IBAN, registry

from services.rules.banking import (
    FIELDS,
    AccountKind,
    AccountWrong,
    ParsedAccount,
    Verified,
    mask,
    read_account,
)
from services.rules.banking.clearing import fifth_digit
from tests.support.values.bank_numbers import WORDS, iban_of, notes
from tests.support.values.invisible_characters import sprinkled

SE, NO, DK = AccountKind.SE, AccountKind.NO, AccountKind.DK

COUNTRIES = ["SE", "NO", "DK", "FI", "DE", "NL", "BE", "FR", "ES", "IT", "PL", "GB", "IE", "CH", "AT", "PT"]
SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2009", "\t", "\r\n"])


@st.composite
def ibans(draw: st.DrawFn) -> str:
    seeded = draw(st.randoms(use_true_random=True))
    return str(IBAN.random(draw(st.sampled_from(COUNTRIES)), random=seeded))


@given(ibans(), st.data())
def test_any_iban_that_a_country_could_issue_is_read_back_however_it_is_written(
    number: str, data: st.DataObject
) -> None:
    typed = "".join(char + data.draw(SEPARATORS) if data.draw(st.booleans()) else char.lower() for char in number)
    account = read_account(AccountKind.IBAN, typed)
    assert iban_of(account) == number
    assert account.masked == mask(number)
    assert number not in repr(account)
    assert number[4:-4] not in repr(account) + str(account)


@given(ibans(), st.data())
def test_one_changed_digit_of_an_iban_is_refused(number: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at, char in enumerate(number) if char.isdecimal()]))
    other = data.draw(st.sampled_from([digit for digit in string.digits if digit != number[place]]))
    with pytest.raises(AccountWrong):
        read_account(AccountKind.IBAN, number[:place] + other + number[place + 1 :])


def _is_norwegian_rule_sure(number: str) -> bool:
    return number[:4] != "0000" and number[4:6] != "00"


@given(st.integers(0, 10**10 - 1), st.data())
def test_one_changed_digit_of_a_norwegian_account_is_refused(body: int, data: st.DataObject) -> None:
    assume(_is_norwegian_rule_sure(f"{body:010d}"))
    rights = [f"{body:010d}{digit}" for digit in string.digits if _accepted(NO, f"{body:010d}{digit}")]
    assert len(rights) <= 1, "only one check digit can be right"
    assume(rights)
    place = data.draw(st.integers(0, 10))
    other = data.draw(st.sampled_from([digit for digit in string.digits if digit != rights[0][place]]))
    slipped = rights[0][:place] + other + rights[0][place + 1 :]
    assume(_is_norwegian_rule_sure(slipped))
    assert not _accepted(NO, slipped)


@given(st.integers(0, 9999), st.integers(10, 99_999))
def test_no_norwegian_account_that_sources_disagree_about_is_called_wrong_or_right(bank: int, rest: int) -> None:
    number = f"{bank:04d}00{rest:05d}"
    domestic = read_account(NO, number)
    assert (domestic.verified is Verified.FORM_ONLY) is (notes(domestic) == ["banking.note.no_disputed"])
    international = read_account(AccountKind.IBAN, domestic.iban)
    assert (iban_of(international), international.verified) == (iban_of(domestic), domestic.verified)


WITH_DOMESTIC_CHECKS = "BA BE CZ DE EE ES FI FR IS IT MC ME MK MR NO PL PT RS SE SI SK SM TL TN"


@given(st.sampled_from(WITH_DOMESTIC_CHECKS.split()), st.data())
def test_no_country_s_own_rule_refuses_an_iban_whose_check_digits_are_right(country: str, data: st.DataObject) -> None:
    form = re.findall(r"(\d+)!([nac])", registry.get_iban_spec(country).bban_spec)
    letters = {"n": string.digits, "a": string.ascii_uppercase, "c": string.digits + string.ascii_uppercase}
    domestic = "".join(data.draw(st.text(letters[kind], min_size=int(n), max_size=int(n))) for n, kind in form)
    number = str(IBAN.from_bban(country, domestic))
    outcome = _attempt(AccountKind.IBAN, number)
    if isinstance(outcome, AccountWrong):
        assert outcome.message.key == "banking.wrong.zeros"
        assert "00000" in domestic
    else:
        assert isinstance(outcome, ParsedAccount)
        assert iban_of(outcome) == number


BEFORE = st.sampled_from(
    ["", "IBAN: ", "iban=", "BIC ESSESESS IBAN ", "(", '"', "Konto\t", "kontonr 8601 11 17947, IBAN "]
)
BEHIND = st.sampled_from(["", ")", '"', " BIC ESSESESS", ", Kim Larsson", "&bic=X", ".", "\r\n", " (EUR)"])


@given(ibans(), BEFORE, BEHIND, st.sampled_from(AccountKind))
def test_any_iban_is_found_in_what_stands_around_it(number: str, before: str, behind: str, kind: AccountKind) -> None:
    assert iban_of(read_account(kind, before + number + behind)) == number


@given(ibans(), ibans())
def test_of_two_ibans_none_is_taken(one: str, other: str) -> None:
    assume(one != other)
    outcome = _attempt(AccountKind.IBAN, f"{one} / {other}")
    assert isinstance(outcome, AccountWrong)
    assert outcome.message.key == "banking.iban.several"


RIGHT = [
    (AccountKind.IBAN, "SE45 5000 0000 0583 9825 7466", ""),
    (AccountKind.IBAN, "MT84MALT011000012345MTLCAST001S", ""),
    (SE, "5839", "825 74 66"),
    (SE, "8327-9, 014 725 892-5", ""),
    (NO, "8601.11.17947", ""),
    (DK, "0040", "0440116243"),
]


@given(st.sampled_from(RIGHT), st.data())
def test_what_cant_be_seen_changes_no_number(right: tuple[AccountKind, str, str], data: st.DataObject) -> None:
    kind, first, second = right
    typed = data.draw(sprinkled(first)), data.draw(sprinkled(second))
    assert iban_of(read_account(kind, *typed)) == iban_of(read_account(kind, first, second))


@given(
    st.sampled_from(RIGHT[2:]),
    st.sampled_from(
        [
            "kontonr ",
            "Konto: ",
            "Reg. ",
            "Swedbank ",
            "Clearing nr. ",
            "(",
            '"',
            "Kto. nr ",
            "nr ",
            "№ ",
            "kontonr",
            "NO ",
            "SOLO ",
            "OIL ",
            "Biz: ",
            "DNB",
            "nr",
        ]
    ),
    st.sampled_from(["", " SEB", ")", '"', " (Kim)", "."]),
)
def test_words_and_signs_around_a_domestic_number_change_nothing(
    right: tuple[AccountKind, str, str], before: str, behind: str
) -> None:
    kind, first, second = right
    read = read_account(kind, before + first + behind, before + second + behind if second else "")
    assert iban_of(read) == iban_of(read_account(kind, first, second))


SEVEN_DIGIT_CLEARINGS = (
    *(1100, 1250, 1400, 2111, 2399, 2400, 3299, 3301, 3405, 3781, 3783, 4000, 5999, 7000, 7999, 9020, 9065),
    *(9075, 9124, 9149, 9195, 9265, 9275, 9395, 9475, 9564, 9585, 9640, 9655, 9715, 9789, 8999, 9999),
)


@given(st.sampled_from(SEVEN_DIGIT_CLEARINGS), st.integers(0, 10**6 - 1))
def test_a_swedish_account_and_the_iban_made_of_it_agree_about_bank_and_certainty(clearing: int, body: int) -> None:
    right = [digit for digit in string.digits if _accepted(SE, str(clearing), f"{body:06d}{digit}")]
    assume(right)
    domestic = read_account(SE, str(clearing), f"{body:06d}{right[-1]}")
    international = read_account(AccountKind.IBAN, domestic.iban)
    assert iban_of(international) == iban_of(domestic)
    sure = domestic.verified is Verified.FORM_AND_CHECK_DIGITS
    assert (international.notes == ()) is sure
    if sure:
        assert international.bank_name is not None


DISPUTED = st.integers(9565, 9569)  # Avanza, of which our table says otherwise


@given(st.one_of(st.integers(1000, 9999), DISPUTED), st.integers(0, 10**9 - 1))
def test_no_swedish_account_that_another_source_calls_right_is_called_wrong(clearing: int, body: int) -> None:
    whole = f"{clearing}{fifth_digit(str(clearing))}" if 8000 <= clearing <= 8999 else str(clearing)
    try:
        length = expected_account_length(whole)
    except BankkontoValidationError:
        assume(False)
    account = f"{body:09d}"[-(length - 1) :]
    assume(account.strip("0"))
    for digit in string.digits:
        with contextlib.suppress(BankkontoValidationError):
            validate(whole, account + digit)
            outcome = _attempt(SE, whole, account + digit)
            if isinstance(outcome, AccountWrong):
                assert outcome.message.key == "banking.se.needs_iban"


def _attempt(kind: AccountKind, first: str | SecretStr, second: str | SecretStr = "") -> object:
    try:
        return read_account(kind, first, second)
    except AccountWrong as wrong:
        return wrong


def _accepted(kind: AccountKind, first: str, second: str = "") -> bool:
    return isinstance(_attempt(kind, first, second), ParsedAccount)


NUMBERISH = st.text(alphabet=st.sampled_from("0123456789 -.SENODKIBAÅol€\n\u00a0８"), max_size=40)


@given(st.sampled_from(AccountKind), st.one_of(st.text(), NUMBERISH), st.one_of(st.text(), NUMBERISH))
@example(SE, "\ud800", "")
@example(SE, "no digits at all", "none here either")
@example(SE, "8", "8")
@example(DK, "ß", "ﬁ½²")
@example(AccountKind.IBAN, "SE\u0301", "")
def test_arbitrary_text_is_read_or_refused_with_a_sentence_and_nothing_else_happens(
    kind: AccountKind, first: str, second: str
) -> None:
    outcome = _attempt(kind, first, second)
    if isinstance(outcome, AccountWrong):
        assert outcome.field in FIELDS[kind]
        assert WORDS.say(outcome.message)


@given(st.sampled_from(AccountKind), st.text(string.digits, min_size=8, max_size=30), st.booleans())
def test_no_refusal_carries_the_number_nor_its_traceback_a_frame_that_holds_it(
    kind: AccountKind, digits: str, wrapped: bool
) -> None:
    typed: str | SecretStr = SecretStr(digits) if wrapped else digits
    outcome = _attempt(kind, typed, typed)
    told = repr(outcome)
    if isinstance(outcome, AccountWrong):
        told += f"{outcome} {outcome.message} {WORDS.say(outcome.message)}"
        assert outcome.__context__ is None
        assert outcome.__cause__ is None
        assert outcome.__traceback__ is not None
        for frame, _ in traceback.walk_tb(outcome.__traceback__.tb_next):
            told += repr(frame.f_locals)
    assert digits not in told
