"""Whatever is typed: read or refused, and never leaked."""

from __future__ import annotations

import string
import traceback

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from pydantic import SecretStr
from schwifty import IBAN

from services.banking import (
    FIELDS,
    AccountKind,
    AccountWrong,
    BankAccount,
    Verified,
    mask,
    read_account,
)
from tests.services.banking.reading import WORDS, iban_of

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


@given(st.integers(0, 10**10 - 1), st.data())
def test_one_changed_digit_of_a_norwegian_account_is_refused(body: int, data: st.DataObject) -> None:
    rights = [f"{body:010d}{digit}" for digit in string.digits if _accepted(NO, f"{body:010d}{digit}")]
    assert len(rights) <= 1, "only one check digit can be right"
    assume(rights)
    place = data.draw(st.integers(0, 10))
    other = data.draw(st.sampled_from([digit for digit in string.digits if digit != rights[0][place]]))
    # A zero pair at places 5 and 6 changes the rule itself, so a slip there may land on another right number.
    assume(place not in {4, 5} and (rights[0][4:6] != "00" or place > 5))
    assert not _accepted(NO, rights[0][:place] + other + rights[0][place + 1 :])


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


def _attempt(kind: AccountKind, first: str | SecretStr, second: str | SecretStr = "") -> object:
    try:
        return read_account(kind, first, second)
    except AccountWrong as wrong:
        return wrong


def _accepted(kind: AccountKind, first: str, second: str = "") -> bool:
    return isinstance(_attempt(kind, first, second), BankAccount)


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
