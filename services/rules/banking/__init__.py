"""Turns what an installer types into an account that can be paid to, or into one sentence that says why not.

read_account(kind, first, second)   an IBAN of any country, or a Swedish, Norwegian or Danish number
read_name(text)                     the account holder's name
mask(iban)                          the only form in which a number is ever shown or kept

field_words, verdict                the words that are needed around them
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.rules.banking.account import (
    FIRST,
    NAME,
    SECOND,
    AccountKind,
    AccountWrong,
    ParsedAccount,
    Verified,
    mask,
)
from services.rules.banking.account_words import FieldWords, field_words, verdict
from services.rules.banking.holder_name import LONGEST_NAME, holds_number, read_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

__all__ = [
    "FIELDS",
    "FIRST",
    "LONGEST_NAME",
    "NAME",
    "SECOND",
    "AccountKind",
    "AccountWrong",
    "FieldWords",
    "ParsedAccount",
    "Verified",
    "field_words",
    "holds_number",
    "mask",
    "read_account",
    "read_name",
    "verdict",
]

FIELDS: Mapping[AccountKind, tuple[str, ...]] = {
    AccountKind.IBAN: (FIRST,),
    AccountKind.SE: (FIRST, SECOND),
    AccountKind.NO: (FIRST,),
    AccountKind.DK: (FIRST, SECOND),
}
"""Which fields each kind asks for: IBAN; clearing and account; account; registration number and account."""


def read_account(kind: AccountKind, first: str | SecretStr, second: str | SecretStr = "") -> ParsedAccount:
    """The account that was typed. `second` counts only for the kinds that have a second field (`FIELDS`).

    An IBAN in a domestic field is read as what it is, with a note. Raises `AccountWrong` and nothing else.
    The first call takes about 0.25 s (libraries and registers load late), later ones under a millisecond.
    """
    try:
        return _read(kind, first, second)
    except AccountWrong as wrong:
        refused = AccountWrong(wrong.field, wrong.message)
    # A fresh exception, because the caught one's traceback holds frames with the number in their variables.
    first = second = ""
    raise refused


def _read(kind: AccountKind, first: str | SecretStr, second: str | SecretStr) -> ParsedAccount:
    if kind is AccountKind.SE:
        from services.rules.banking.sweden import read_swedish

        return read_swedish(first, second)
    if kind is AccountKind.NO:
        from services.rules.banking.norway import read_norwegian

        return read_norwegian(first)
    if kind is AccountKind.DK:
        from services.rules.banking.denmark import read_danish

        return read_danish(first, second)
    from services.rules.banking.iban import read_iban

    return read_iban(first)
