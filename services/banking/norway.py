"""Turns a Norwegian account number into an IBAN: eleven digits, written 1234.56.78903; the last is a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.banking.account import FIRST, AccountWrong, BankAccount
from services.banking.iban import from_domestic, read_iban, verified_iban
from services.banking.typed import compact, looks_like_iban, only_digits, refuse_card
from services.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

_DIGITS = 11


def read_norwegian(first: str | SecretStr) -> BankAccount:
    """The account behind a Norwegian number. Raises `AccountWrong`."""
    number = compact(first)
    if looks_like_iban(number):
        return read_iban(number, FIRST, (Message("banking.note.read_as_iban"),))
    if not number:
        raise AccountWrong(FIRST, Message("banking.no.empty"))
    only_digits(number, FIRST)
    refuse_card(number, FIRST)
    if len(number) != _DIGITS:
        raise AccountWrong(FIRST, Message("banking.no.length", {"expected": _DIGITS, "got": len(number)}))
    try:
        return verified_iban(from_domestic("NO", number), FIRST)
    except AccountWrong:
        pass
    raise AccountWrong(FIRST, Message("banking.no.check_digit"))
