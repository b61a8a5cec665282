"""Reads the account holder's name: anything a person can be called, nothing that a bank would send back."""

from __future__ import annotations

import unicodedata

from services.rules.banking.account import NAME, AccountWrong
from services.rules.banking.typed_number import shown
from services.text.clean_text import without_invisible
from services.text.words import Message

LONGEST_NAME = 70  # what a SEPA payment carries of a name

NUMBER_FROM = 7
"""Digits that make an account number of what stands in a name. Companies have fewer: Åkeri 24 AB."""

# The signs of the SEPA character set (European Payments Council, EPC217-08), two more that company names have, and what
# keyboards and word processors write for some of them: O’Brien, Anne–Marie.
_SIGNS = frozenset(" /-?:().,'+·&‘’‛′ʹʻʼ`´‐‒–—―−")
_JOINERS = frozenset("\u200c\u200d")  # needed inside words of some scripts


def read_name(text: str, field: str = NAME) -> str:
    """A first or last name, composed (NFC), with single spaces and without what can't be seen.

    Raises `AccountWrong` for `field` with its own sentence for: nothing, a number that's an account's, only digits,
    no letter at all, a character that no name has, and more than 70 characters.
    """
    name = unicodedata.normalize("NFC", " ".join(without_invisible(text).split()))
    if not name:
        raise AccountWrong(field, Message("banking.name.empty"))
    if holds_number(name):
        raise AccountWrong(field, Message("banking.name.number"))
    for char in name:
        if not _belongs(char):
            raise AccountWrong(field, Message("banking.name.character", {"character": shown(char)}))
    if not any(unicodedata.category(char).startswith("L") for char in name):
        digits = any(char.isdecimal() for char in name)
        raise AccountWrong(field, Message("banking.name.only_digits" if digits else "banking.name.no_letter"))
    if len(name) > LONGEST_NAME:
        arguments = {"longest": LONGEST_NAME, "got": len(name)}
        raise AccountWrong(field, Message("banking.name.too_long", arguments))
    return name


def holds_number(text: str) -> bool:
    """Whether an account number has got into a name, beside it or in its place: then the whole of it is a secret."""
    return sum(char.isdecimal() for char in text) >= NUMBER_FROM


def _belongs(char: str) -> bool:
    if unicodedata.category(char)[0] in "LM" or char.isdecimal() or char in _JOINERS:
        return True
    return char in _SIGNS or unicodedata.normalize("NFKC", char) in _SIGNS  # in another width, or not to be broken
