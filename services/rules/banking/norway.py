"""Turns a Norwegian account number into an IBAN: eleven digits, written 1234.56.78903; the last is a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.rules.banking.account import FIRST, AccountWrong, ParsedAccount, Verified
from services.rules.banking.check_digits import Judgement
from services.rules.banking.iban import from_domestic, holds_iban, read_iban, verified_iban
from services.rules.banking.norwegian_check import judge
from services.rules.banking.typed_number import numbers_in, only_digits, refuse_card
from services.rules.label_codes import once
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

_DIGITS = 11


def read_norwegian(first: str | SecretStr) -> ParsedAccount:
    """The account behind a Norwegian number. Raises `AccountWrong`."""
    if holds_iban(first):
        return read_iban(first, FIRST, (Message("banking.note.read_as_iban"),))
    number = _number_in(first)
    if not number:
        raise AccountWrong(FIRST, Message("banking.no.empty"))
    only_digits(number, FIRST)
    refuse_card(number, FIRST)
    if len(number) != _DIGITS:
        raise AccountWrong(FIRST, Message("banking.no.length", {"expected": _DIGITS, "got": len(number)}))
    judgement = judge(number)
    if judgement is Judgement.WRONG:
        raise AccountWrong(FIRST, Message("banking.no.check_digit"))
    iban = from_domestic("NO", number)
    if judgement is Judgement.UNSURE:
        return verified_iban(iban, FIRST, (Message("banking.note.no_disputed"),), verified=Verified.FORM_ONLY)
    return verified_iban(iban, FIRST, verified=Verified.FORM_AND_CHECK_DIGITS)


def _number_in(typed: str | SecretStr) -> str:
    """All digits that were typed, or the only eleven of them that stand between words."""
    numbers = [once(number) for number in numbers_in(typed)]
    right = {number for number in numbers if len(number) == _DIGITS}
    return right.pop() if len(right) == 1 else "".join(numbers)
