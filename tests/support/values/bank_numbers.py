"""Numbers that banks print themselves, and what tests of banking ask of an account or a refusal."""

from __future__ import annotations

import pytest

from services.rules.banking import (
    AccountKind,
    AccountWrong,
    ParsedAccount,
    read_account,
)
from services.text.words import Words

SE, NO, DK = AccountKind.SE, AccountKind.NO, AccountKind.DK

WORDS = Words()

# Bankinfrastruktur i Sverige AB's three worked examples, and what banks print on their own pages.
SWEDISH = [
    ("1274", "0235 305", "SE41 1200 0000 0127 4023 5305", "Danske Bank"),  # method 1
    ("6114", "5171 82351", "SE58 6000 0000 0005 1718 2351", "Handelsbanken"),  # method 2
    ("8327-9", "014 725 892-5", "SE55 8000 0832 7901 4725 8925", "Swedbank"),  # method 3
    ("81034", "978 3242", "SE72 8000 0810 3400 0978 3242", "Swedbank"),  # zeros between clearing and account
    ("3300", "101010-1010", "SE95 3000 0000 0010 1010 1010", "Nordea"),
    ("3473", "17 01473", "SE81 3000 0000 0347 3170 1473", "Nordea"),
    ("5491", "000 0003", "SE35 5000 0000 0549 1000 0003", "SEB"),
    ("5839", "8257466", "SE45 5000 0000 0583 9825 7466", "SEB"),
    ("9022", "11 14884", "SE53 9020 0000 0902 2111 4884", "Länsförsäkringar Bank"),
    ("9190", "6543218", "SE18 9190 0000 0919 0654 3218", "DNB Bank"),
    ("9570", "525 004 176 0", "SE37 9570 0000 0052 5004 1760", "Sparbanken Syd"),
]
RIGHT_IBANS = [
    ("SE45 5000 0000 0583 9825 7466", "SE", "SEB"),
    ("NO93 8601 1117 947", "NO", "Danske Bank"),
    ("DK50 0040 0440 1162 43", "DK", "NORDEA"),
    ("FI21 1234 5600 0007 85", "FI", "NORDEA"),
    ("DE89 3704 0044 0532 0130 00", "DE", "Commerzbank"),
    ("NL91 ABNA 0417 1643 00", "NL", "ABN AMRO"),
    ("GB29 NWBK 6016 1331 9268 19", "GB", "NATIONAL WESTMINSTER"),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT", None),
]


def bare(number: str) -> str:
    return "".join(number.split())


def iban_of(account: ParsedAccount) -> str:
    return account.iban.get_secret_value()


def notes(account: ParsedAccount) -> list[str]:
    return [note.key for note in account.notes]


def refusal(kind: AccountKind, first: str, second: str = "") -> tuple[str, str]:
    """Field and key of the refusal; its sentence must exist and have all its gaps filled."""
    with pytest.raises(AccountWrong) as caught:
        read_account(kind, first, second)
    assert WORDS.say(caught.value.message)
    return caught.value.field, caught.value.message.key.removeprefix("banking.")
