"""Turns a Swedish clearing and account number into an IBAN, and says what couldn't be verified about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.rules.banking.account import FIRST, SECOND, AccountWrong, ParsedAccount, Verified
from services.rules.banking.check_digits import Judgement
from services.rules.banking.clearing import (
    SWEDBANK_WITH_FIFTH_DIGIT,
    Clearing,
    SwedishNumber,
    bban,
    clearing_range,
    fifth_digit,
    is_right_as_typed,
    judge,
)
from services.rules.banking.iban import from_domestic, holds_iban, read_iban, verified_iban
from services.rules.banking.typed_number import (
    compact,
    numbers_in,
    only_digits,
    passes_mod_10,
    refuse_card,
    refuse_zeros,
    spaced,
)
from services.text.words import Message

if TYPE_CHECKING:
    from pydantic import SecretStr

_CLEARING, _SWEDBANK_CLEARING = 4, 5
_LOWEST = 1000
_NEW_BANK_DIGITS = 7
_LONGEST_IN_ONE = 15
# Bankgiro is written 123-4567 or 1234-5678, Plusgiro with one digit behind its only hyphen; both end in a mod
# 10 digit.
_BANKGIRO = re.compile(r"\s*\d{3,4}-\d{4}\s*")
_PLUSGIRO = re.compile(r"\s*[\d ]{1,9}-\d\s*")
_GIRO_WORD = re.compile(r"(?<![^\W_])(?:BG|PG|BANKGIRO|PLUSGIRO|POSTGIRO) ?(?:NR|NUMMER)? ?\d")
_CENTURY = re.compile(r"19|20")
_PERSONAL = re.compile(r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])\d{4}")
_PERSONAL_ACCOUNT, _PERSONAL_DIGITS = "3300", 10


def read_swedish(first: str | SecretStr, second: str | SecretStr) -> ParsedAccount:
    """The account behind a clearing number and an account number, or both in the first field.

    Raises `AccountWrong`; a clearing number that nobody knows and an account whose digits can't be verified
    get a note.
    """
    _refuse_giro(first, second)
    for typed, field in ((first, FIRST), (second, SECOND)):
        if holds_iban(typed):
            return read_iban(typed, field, (Message("banking.note.read_as_iban"),))
    clearing, account = ("".join(numbers_in(typed)) for typed in (first, second))
    if not clearing:
        raise AccountWrong(FIRST, Message("banking.se.clearing_empty"))
    for number, field in ((clearing, FIRST), (account, SECOND)):
        only_digits(number, field)
        refuse_card(number, field)
    if not account and _is_personal(clearing):
        raise AccountWrong(FIRST, Message("banking.se.personal_number", {"clearing": _PERSONAL_ACCOUNT}))
    account_field = SECOND
    if not account and len(clearing) > _SWEDBANK_CLEARING:
        clearing, account = _split(clearing)
        account_field = FIRST

    notes: list[Message] = []
    clearing = _whole_clearing(clearing, account, notes)
    if not account:
        raise AccountWrong(SECOND, Message("banking.se.account_empty"))
    refuse_zeros(account, account_field)
    entry = clearing_range(clearing)
    as_typed = SwedishNumber(clearing, account)
    whole = SwedishNumber(clearing, _right_length(clearing, account, entry, account_field))
    verified = _verified(whole, as_typed, entry, account_field, notes)
    domestic = bban(whole, entry)
    # A number that a source takes without the zeros before it has two IBANs, and nobody here knows which is right.
    ambiguous = bban(as_typed, entry) != domestic and is_right_as_typed(as_typed)
    if domestic is None or ambiguous:
        raise AccountWrong(FIRST, Message("banking.se.needs_iban", {"bank": entry.bank if entry else ""}))
    return verified_iban(
        from_domestic("SE", domestic),
        account_field,
        tuple(notes),
        verified=verified,
        bank_name=entry.bank if entry else None,
    )


def _refuse_giro(first: str | SecretStr, second: str | SecretStr) -> None:
    """Bankgiro and Plusgiro numbers are for invoices; Northe pays to an account."""
    for typed, field in ((first, FIRST), (second, SECOND)):
        text = typed if isinstance(typed, str) else typed.get_secret_value()
        number = compact(text)
        alone = field == FIRST and not compact(second)
        written_so = _BANKGIRO.fullmatch(text) or _PLUSGIRO.fullmatch(text)
        by_form = alone and written_so and len(number) > _SWEDBANK_CLEARING and passes_mod_10(number)
        if by_form or _GIRO_WORD.search(spaced(typed)):
            raise AccountWrong(field, Message("banking.se.giro"))


def _is_personal(number: str) -> bool:
    """Whether a number has a date in front and a check digit behind, as a personnummer has, with or without century."""
    return _PERSONAL.fullmatch(number) is not None and passes_mod_10(number[-_PERSONAL_DIGITS:])


def _split(number: str) -> tuple[str, str]:
    """Clearing and account from one field. Whether Swedbank's fifth digit is there is told by its check
    digit.

    Raises `AccountWrong` where both readings are possible, and for more digits than any number has.
    """
    if len(number) > _LONGEST_IN_ONE:
        arguments = {"longest": _LONGEST_IN_ONE, "got": len(number)}
        raise AccountWrong(FIRST, Message("banking.se.too_long", arguments))
    four = number[:_CLEARING], number[_CLEARING:]
    five = number[:_SWEDBANK_CLEARING], number[_SWEDBANK_CLEARING:]
    if not number.startswith(SWEDBANK_WITH_FIFTH_DIGIT):
        return four
    if len(number) == _LONGEST_IN_ONE:
        return five
    with_five, with_four = passes_mod_10(five[0]) and passes_mod_10(five[1]), passes_mod_10(four[1])
    if with_five == with_four:
        raise AccountWrong(FIRST, Message("banking.se.split_fields"))
    return five if with_five else four


def _whole_clearing(clearing: str, account: str, notes: list[Message]) -> str:
    """A clearing number of the right length, with Swedbank's fifth digit, which is added (and noted)."""
    swedbank = clearing.startswith(SWEDBANK_WITH_FIFTH_DIGIT)
    if len(clearing) != _CLEARING and not (swedbank and len(clearing) == _SWEDBANK_CLEARING):
        key = "clearing_length_swedbank" if swedbank else "clearing_length"
        arguments = {"expected": _SWEDBANK_CLEARING if swedbank else _CLEARING, "got": len(clearing)}
        raise AccountWrong(FIRST, Message(f"banking.se.{key}", arguments))
    if int(clearing) < _LOWEST:
        raise AccountWrong(FIRST, Message("banking.se.clearing_too_low", {"lowest": _LOWEST}))
    if not swedbank:
        return clearing
    if len(clearing) == _SWEDBANK_CLEARING:
        if not passes_mod_10(clearing):
            raise AccountWrong(FIRST, Message("banking.se.clearing_check_digit"))
        return clearing
    fifth = fifth_digit(clearing)
    if account.startswith(fifth) and not passes_mod_10(account) and passes_mod_10(account[1:]):
        raise AccountWrong(FIRST, Message("banking.se.fifth_digit_in_account"))
    notes.append(Message("banking.note.se_fifth_digit_added"))
    return clearing + fifth


def _right_length(clearing: str, account: str, entry: Clearing | None, field: str) -> str:
    """The account number with the zeros that its bank leaves out. Raises `AccountWrong` for a bad length."""
    if entry is None:
        if len(account) != _NEW_BANK_DIGITS:
            raise AccountWrong(FIRST, Message("banking.se.clearing_unknown_needs_iban"))
        return account
    if entry.shortest <= len(account) <= entry.longest:
        return account.zfill(entry.longest)
    if account.startswith(clearing) and entry.shortest <= len(account) - len(clearing) <= entry.longest:
        raise AccountWrong(field, Message("banking.se.clearing_repeated"))
    if entry.longest == _PERSONAL_DIGITS and _CENTURY.match(account) and _is_personal(account):
        raise AccountWrong(field, Message("banking.se.century", {"digits": _PERSONAL_DIGITS}))
    arguments = {
        "bank": entry.bank,
        "got": len(account),
        "shortest": entry.shortest,
        "longest": entry.longest,
    }
    key = "account_length" if entry.shortest == entry.longest else "account_length_between"
    raise AccountWrong(field, Message(f"banking.se.{key}", arguments))


def _verified(
    number: SwedishNumber, typed: SwedishNumber, entry: Clearing | None, field: str, notes: list[Message]
) -> Verified:
    judgement = judge(number, typed)
    if entry is None:
        if judgement is Judgement.WRONG:
            raise AccountWrong(FIRST, Message("banking.se.clearing_unknown_check_digit"))
        notes.append(Message("banking.note.se_clearing_unknown"))
        return Verified.FORM_ONLY
    if judgement is Judgement.WRONG:
        raise AccountWrong(field, Message("banking.se.check_digit", {"bank": entry.bank}))
    if judgement is Judgement.UNSURE:
        key = "se_check_digit_rare" if "2:3" in entry.types else "se_check_digit_unsure"
        notes.append(Message(f"banking.note.{key}", {"bank": entry.bank}))
        return Verified.FORM_ONLY
    return Verified.FORM_AND_CHECK_DIGITS
