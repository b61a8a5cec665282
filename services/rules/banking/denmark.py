"""Turns a Danish account into an IBAN: registration number (4 digits) and account (up to 10, zeros put before
it).

Danish numbers have no check digit that's usable from outside, so only their form can be verified; the IBAN's
own check digits are computed here and prove nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.rules.banking.account import FIRST, SECOND, AccountWrong, ParsedAccount, Verified
from services.rules.banking.iban import from_domestic, holds_iban, read_iban, verified_iban
from services.rules.banking.typed_number import numbers_in, only_digits, refuse_card, refuse_zeros
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

_REGISTRATION = 4
_LONGEST = 10
_SHORTEST = 4  # shorter than this it's more likely a slip than an account, and no check digit would tell


def read_danish(first: str | SecretStr, second: str | SecretStr) -> ParsedAccount:
    """The account behind a registration number and an account number, or both in the first field.

    Raises `AccountWrong`.
    """
    for typed, field in ((first, FIRST), (second, SECOND)):
        if holds_iban(typed):
            return read_iban(typed, field, (Message("banking.note.read_as_iban"),))
    registration, account = ("".join(numbers_in(typed)) for typed in (first, second))
    if not registration:
        raise AccountWrong(FIRST, Message("banking.dk.registration_empty"))
    for number, field in ((registration, FIRST), (account, SECOND)):
        only_digits(number, field)
        refuse_card(number, field)
    account_field = SECOND
    if not account and len(registration) >= _REGISTRATION + _SHORTEST:
        registration, account = registration[:_REGISTRATION], registration[_REGISTRATION:]
        account_field = FIRST
    if len(registration) != _REGISTRATION:
        arguments = {"expected": _REGISTRATION, "got": len(registration)}
        raise AccountWrong(FIRST, Message("banking.dk.registration_length", arguments))
    if not account:
        raise AccountWrong(SECOND, Message("banking.dk.account_empty"))
    if not _SHORTEST <= len(account) <= _LONGEST:
        arguments = {"shortest": _SHORTEST, "longest": _LONGEST, "got": len(account)}
        repeated = len(account) > _LONGEST and account.startswith(registration)
        key = "registration_repeated" if repeated else "account_length"
        raise AccountWrong(account_field, Message(f"banking.dk.{key}", arguments))
    refuse_zeros(registration, FIRST)
    notes = [Message("banking.note.dk_no_check_digit")]
    if len(account) < _LONGEST:
        notes.insert(0, Message("banking.note.dk_padded", {"digits": _LONGEST}))
    iban = from_domestic("DK", registration + account.zfill(_LONGEST))
    return verified_iban(iban, account_field, tuple(notes), verified=Verified.FORM_ONLY)
