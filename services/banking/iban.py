"""Reads an IBAN of any country and says which rule it breaks, in the order in which a person would look."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

from services.banking.account import FIRST, AccountWrong, BankAccount, Verified, mask
from services.banking.clearing import bank_behind, verifies_inside
from services.banking.typed import (
    LOOKALIKE_LETTERS,
    compact,
    digit_expected,
    refuse_card,
    shown,
    without_iban_label,
)
from services.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr

_PIECES = re.compile(r"(\d+)!([nac])")
_COUNTRY, _CHECK_DIGITS = 2, 2


def read_iban(typed: str | SecretStr, field: str = FIRST, notes: tuple[Message, ...] = ()) -> BankAccount:
    """The account behind an IBAN. Verifies form, check digits and, where its country has one, the domestic
    check.

    `notes` are put before those that the IBAN itself gives rise to. Raises `AccountWrong`.
    """
    number = without_iban_label(compact(typed))
    _refuse_what_is_no_iban(number, field)
    spec = _spec(number[:_COUNTRY])
    if spec is None:
        raise AccountWrong(field, Message("banking.iban.country", {"country": number[:_COUNTRY]}))
    expected, bban_spec, reserved = spec
    if len(number) != expected:
        arguments = {"country": number[:_COUNTRY], "expected": expected, "got": len(number)}
        raise AccountWrong(field, Message("banking.iban.length", arguments))
    _refuse_misplaced(number, bban_spec, field)
    if reserved:
        notes = (*notes, Message("banking.note.reserved", {"country": number[:_COUNTRY]}))
    return verified_iban(number, field, notes)


def verified_iban(
    number: str,
    field: str,
    notes: tuple[Message, ...] = (),
    *,
    verified: Verified = Verified.FORM_AND_CHECK_DIGITS,
    bank_name: str | None = None,
    judged: bool = False,
) -> BankAccount:
    """The account for a compact IBAN whose form is right; raises `AccountWrong` for wrong check digits.

    `bank_name` is what the domestic number already told, and `judged` says that its check digit has been
    looked at. Else a country whose domestic check digits schwifty can't verify (it warns:
    NationalChecksumNotVerified) gets a note, unless our own Swedish rules can.
    """
    from pydantic import SecretStr  # late: 70 ms and not needed before the first paint
    from schwifty import IBAN, exceptions  # late: 90 ms

    problem = None
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            iban = IBAN(number, validate_bban=True)
        except exceptions.InvalidChecksumDigits:
            problem = "banking.iban.check_digits"
        except (exceptions.InvalidBBANChecksum, exceptions.InvalidAccountCode):
            problem = "banking.iban.domestic_check_digits"
        except exceptions.SchwiftyException:
            problem = "banking.iban.form"
    if problem is not None:  # raised out here, so that schwifty's exception, which holds the number, isn't its context
        raise AccountWrong(field, Message(problem))

    unverified = any(issubclass(warning.category, exceptions.NationalChecksumNotVerified) for warning in caught)
    name = bank_name or iban.bank_name
    if iban.country_code == "SE":
        name = name or bank_behind(iban.bban)
        unverified = unverified and not judged and not verifies_inside(iban.bban)
    if unverified:
        notes = (*notes, Message("banking.note.domestic_unverified"))
    return BankAccount(
        country=iban.country_code,
        iban=SecretStr(str(iban)),
        masked=mask(str(iban)),
        bank_name=name or None,
        verified=verified,
        notes=notes,
    )


def from_domestic(country: str, bban: str) -> str:
    """The compact IBAN for a domestic number that has already been brought into its country's BBAN form."""
    from schwifty import IBAN  # late: 90 ms

    return str(IBAN.from_bban(country, bban, allow_invalid=True))


def _refuse_what_is_no_iban(number: str, field: str) -> None:
    if not number:
        raise AccountWrong(field, Message("banking.iban.empty"))
    for char in number:
        if not (char.isascii() and char.isalnum()):
            raise AccountWrong(field, Message("banking.wrong.character", {"character": shown(char)}))
    refuse_card(number, field)
    if number.isdecimal():
        raise AccountWrong(field, Message("banking.iban.is_domestic"))
    country = number[:_COUNTRY]
    if any(char.isalpha() for char in country) and len(country) == _COUNTRY:
        _refuse_misplaced(country, "", field)
    if not country.isalpha() or len(country) < _COUNTRY:
        raise AccountWrong(field, Message("banking.iban.no_country"))


def _spec(country: str) -> tuple[int, str, bool] | None:
    """Length of the whole IBAN, form of its domestic part, and whether the form is only reserved so far."""
    from schwifty import exceptions, registry  # late: 90 ms

    try:
        spec = registry.get_iban_spec(country)
    except exceptions.InvalidCountryCode:
        return None
    return spec.iban_length, spec.bban_spec, spec.aspirational


def _refuse_misplaced(number: str, bban_spec: str, field: str) -> None:
    """Refuse a letter where the country has a digit, and the other way round, naming the place (from 1)."""
    for place, (char, wanted) in enumerate(zip(number, _classes(bban_spec), strict=False), start=1):
        if wanted == "n" and not char.isdecimal():
            raise AccountWrong(field, digit_expected(char, place))
        if wanted == "a" and char.isdecimal():
            arguments = {"character": char, "place": place}
            if char in LOOKALIKE_LETTERS:
                lookalike = {**arguments, "letter": LOOKALIKE_LETTERS[char]}
                raise AccountWrong(field, Message("banking.wrong.lookalike_letter", lookalike))
            raise AccountWrong(field, Message("banking.wrong.letter_place", arguments))


def _classes(bban_spec: str) -> Iterator[str]:
    """For each place of the IBAN: a (letter), n (digit) or c (either); the register writes "3!n16!n1!n"."""
    yield from "a" * _COUNTRY + "n" * _CHECK_DIGITS
    for count, kind in _PIECES.findall(bban_spec):
        yield from kind * int(count)
