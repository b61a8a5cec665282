"""Reads an IBAN of any country and says which rule it breaks, in the order in which a person would look."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.rules.banking.account import FIRST, AccountWrong, ParsedAccount, Verified, mask
from services.rules.banking.bban import account_inside, judge_inside
from services.rules.banking.check_digits import Judgement
from services.rules.banking.clearing import bank_behind
from services.rules.banking.iban_in_text import ibans_in, likely_iban_in
from services.rules.banking.typed_number import (
    LOOKALIKE_DIGITS,
    LOOKALIKE_LETTERS,
    compact,
    country_in_front,
    digit_expected,
    numbers_in,
    refuse_card,
    refuse_zeros,
    shown,
    spaced,
    without_iban_label,
)
from services.text.clean_text import latin_lookalike
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr

_PIECES = re.compile(r"(\d+)!([nac])")
_COUNTRY, _CHECK_DIGITS = 2, 2
_BIC = re.compile(r"[A-Z]{4}([A-Z]{2})[A-Z0-9]{2}(?:[A-Z0-9]{3})?")  # ISO 9362: bank, country, place, branch
_BIC_LABEL = re.compile(r"^(?:BIC(?:SWIFT)?|SWIFT(?:BIC)?)(?:CODE|KOD|KODE|NR)?(?=[A-Z]{6})")
_BESIDE_A_DIGIT = re.compile(r"(?<![^\W\d_])\d?[^\W\d_]{1,3}\d")
"""Few letters, which may be a slip in a country's."""
_COUNTRY_ALONE = re.compile(r"[A-Z]{2}(?![A-Z])")


def read_iban(typed: str | SecretStr, field: str = FIRST, notes: tuple[Message, ...] = ()) -> ParsedAccount:
    """The account behind an IBAN, which may stand in a longer text. Verifies form, check digits and, where its country
    has one, the domestic check.

    `notes` are put before those that the IBAN itself gives rise to. Raises `AccountWrong`.
    """
    number = _number_in(typed, field)
    country = "".join(latin_lookalike(char) or char for char in number[:_COUNTRY])
    spec = _spec(country)
    if spec is None:
        raise AccountWrong(field, Message("banking.iban.country", {"country": country}))
    expected, bban_spec, reserved = spec
    if len(number) != expected:
        arguments = {"country": country, "expected": expected, "got": len(number)}
        raise AccountWrong(field, Message("banking.iban.length", arguments))
    _refuse_misplaced(number, bban_spec, field)
    if reserved:
        notes = (*notes, Message("banking.note.reserved", {"country": country}))
    return verified_iban(number, field, notes)


def holds_iban(typed: str | SecretStr) -> bool:
    """Whether an IBAN, right or wrong, has got into the field of a domestic number."""
    text = spaced(typed)
    country = country_in_front(text)
    starts_like_one = country is not None and _spec(country) is not None
    return starts_like_one or text.startswith("IBAN") or bool(ibans_in(typed))


def verified_iban(
    number: str,
    field: str,
    notes: tuple[Message, ...] = (),
    *,
    verified: Verified | None = None,
    bank_name: str | None = None,
) -> ParsedAccount:
    """The account for a compact IBAN whose form is right; raises `AccountWrong` for wrong check digits.

    `bank_name` and `verified` are what the domestic number already told. Without, the domestic check digits are
    looked at here. They warn and never refuse: the IBAN's own have found a slip as good as surely, and which rule a
    bank follows inside is more than anybody here can know.
    """
    from pydantic import SecretStr  # late: 70 ms and not needed before the first paint
    from schwifty import IBAN, exceptions  # late: 90 ms

    problem = None
    try:
        iban = IBAN(number)
    except exceptions.InvalidChecksumDigits:
        problem = "banking.iban.check_digits"
    except exceptions.SchwiftyException:
        problem = "banking.iban.form"
    if problem is not None:  # raised out here, so that schwifty's exception, which holds the number, isn't its context
        raise AccountWrong(field, Message(problem))
    refuse_zeros(account_inside(iban), field)

    if verified is None:
        judgement = judge_inside(iban)
        doubtful = judgement in {Judgement.WRONG, Judgement.UNSURE}
        verified = Verified.FORM_ONLY if doubtful else Verified.FORM_AND_CHECK_DIGITS
        if judgement is not Judgement.RIGHT:
            notes = (*notes, Message(f"banking.note.domestic_{'doubtful' if doubtful else 'unverified'}"))
    name = bank_name or iban.bank_name or (bank_behind(iban.bban) if iban.country_code == "SE" else None)
    return ParsedAccount(
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


def _number_in(typed: str | SecretStr, field: str) -> str:
    """The compact IBAN that was meant. Raises `AccountWrong` where none can be, and for two that differ."""
    found = ibans_in(typed)
    if len(found) > 1:
        raise AccountWrong(field, Message("banking.iban.several"))
    if found:
        return found[0]
    number = likely_iban_in(typed) or without_iban_label(compact(typed))
    _refuse_what_is_no_iban(number, typed, field)
    return number


def _refuse_what_is_no_iban(number: str, typed: str | SecretStr, field: str) -> None:
    if not number:
        raise AccountWrong(field, Message("banking.iban.empty"))
    bic = _BIC.fullmatch(_BIC_LABEL.sub("", number))
    if bic and _spec(bic[1]):
        raise AccountWrong(field, Message("banking.iban.bic"))
    domestic = "".join(numbers_in(typed))
    beside = _BESIDE_A_DIGIT.search(spaced(typed))
    if domestic.isdecimal() and not beside and not (_COUNTRY_ALONE.match(number) and _spec(number[:_COUNTRY])):
        refuse_card(domestic, field)
        raise AccountWrong(field, Message("banking.iban.is_domestic"))
    for char in number:
        if not ((char.isascii() and char.isalnum()) or latin_lookalike(char) or char in LOOKALIKE_DIGITS):
            raise AccountWrong(field, Message("banking.wrong.character", {"character": shown(char)}))
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
        latin = latin_lookalike(char)
        if latin is not None:
            raise AccountWrong(field, Message("banking.wrong.looks_latin", {"place": place, "letter": latin}))
        if not char.isascii():
            raise AccountWrong(field, Message("banking.wrong.character", {"character": char}))
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
