"""The Swedish clearing numbers: whose they are, how accounts are checked, and how they become an IBAN.

From Bankinfrastruktur i Sverige AB, "Beskrivning av svenskt nationellt kontonummer", table of 2025-01-27
(clearing number, bank, account type and variant, IBAN ID, conversion method); the numbers of digits and the
ranges that this table left out are from Bankgirot's manual "Bankernas kontonummer". The library bankkonto
knows the manual of 2017, without the IBAN columns; it's asked as a second opinion, because the two disagree
about some ranges.

Account types, as the table names them: 1:1 is modulus 11 over clearing (without its first digit) and account,
1:2 over all of clearing and account; type 2 leaves the clearing number out: 2:1 and 2:3 modulus 10 over ten
digits ("as a rule" for 2:3, so that isn't held against an account), 2:2 modulus 11 over nine, 2:4 modulus 11
over ten.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from services.rules.banking.check_digits import Judgement
from services.rules.banking.typed_number import passes_mod_10

# clearing from-to | bank | types | IBAN ID | method | digits of the account, shortest-longest.
# No IBAN ID and method: the sources don't say how such an account becomes an IBAN, or contradict each other.
# 4000-4999: the table says 1:1, the manual 1:2; 3782 and 2:x lengths: the manual.
_TABLE = """
1100-1199|Nordea|1:1|300|1|7-7
1200-1399|Danske Bank|1:1|120|1|7-7
1400-2099|Nordea|1:1|300|1|7-7
2110-2119|Juni Technology|1:1|211|1|7-7
2120-2129|Steven|1:1|212|1|7-7
2300-2399|Ålandsbanken|1:2|230|1|7-7
2400-2499|Danske Bank|1:1|120|1|7-7
3300-3300|Nordea|2:1|300|2|10-10
3782-3782|Nordea|2:1|300|2|10-10
3000-3399|Nordea|1:1|300|1|7-7
3400-3409|Länsförsäkringar Bank|1:1|902|1|7-7
3410-3999|Nordea|1:1|300|1|7-7
4000-4999|Nordea|1:1 1:2|300|1|7-7
5000-5999|SEB|1:1|500|1|7-7
6000-6999|Handelsbanken|2:2|600|2|8-9
7000-7999|Swedbank|1:1|800|1|7-7
8000-8999|Swedbank|2:3|800|3|7-10
9020-9029|Länsförsäkringar Bank|1:2|902|1|7-7
9040-9049|Citibank|1:2|904|1|7-7
9060-9069|Länsförsäkringar Bank|1:1|902|1|7-7
9070-9079|Multitude Bank|1:1|907|1|7-7
9100-9109|Nordnet Bank|1:2|910|1|7-7
9120-9124|SEB|1:1|500|1|7-7
9130-9149|SEB|1:1|500|1|7-7
9150-9169|Skandiabanken|1:2|915|1|7-7
9170-9179|Ikano Bank|1:1|917|1|7-7
9180-9189|Danske Bank|2:1|||10-10
9190-9199|DNB Bank|1:2|919|1|7-7
9230-9239|Marginalen Bank|1:1|923|1|7-7
9250-9259|SBAB Bank|1:1|925|1|7-7
9260-9269|DNB Bank|1:2|919|1|7-7
9270-9279|ICA Banken|1:1|927|1|7-7
9280-9289|Resurs Bank|1:1|928|1|7-7
9300-9349|Swedbank|2:1|||7-10
9390-9399|Landshypotek|1:2|939|1|7-7
9400-9449|Forex Bank|1:1|940|1|7-7
9460-9469|Santander Consumer Bank|1:1|946|1|7-7
9470-9479|BNP Paribas|1:2|947|1|7-7
9500-9549|Nordea (Plusgirot)|2:3|||2-10
9550-9564|Avanza Bank|1:2|955|1|7-7
9565-9569|Avanza Bank|2:4|955|4|7-10
9570-9579|Sparbanken Syd|2:1|957|2|5-10
9580-9589|Aion Bank|1:1|958|1|7-7
9590-9599|EP Bank|1:2|959|1|7-7
9600-9606|Banking Circle|2:4|960|4|7-10
9630-9639|Lån & Spar Bank|1:1|963|1|7-7
9640-9649|NOBA Bank|1:2|964|1|7-7
9650-9659|MedMera Bank|1:2|965|1|7-7
9660-9669|Svea Bank|1:2|966|1|7-7
9670-9679|JAK Medlemsbank|1:2|967|1|7-7
9680-9689|Enity Bank (Bluestep)|1:1|968|1|7-7
9700-9709|Ekobanken|1:2|970|1|7-7
9710-9719|Lunar Bank|1:2|971|1|7-7
9750-9759|Northmill Bank|1:2|975|1|7-7
9780-9789|Klarna Bank|1:2|978|1|7-7
9880-9889|Riksgälden|1:2|||7-7
9890-9899|Riksgälden|2:1|||10-10
9960-9969|Nordea (Plusgirot)|2:3|||2-10
"""

_WITHOUT_CLEARING = 2  # the method that leaves the clearing number out; the others (1, 3, 4) put it before the account
_IBAN_ACCOUNT = 17  # digits of a Swedish IBAN after the country, the check digits and the IBAN ID
SWEDBANK_WITH_FIFTH_DIGIT = "8"  # clearing numbers from 8000: the bank writes a fifth digit, a check digit (mod 10)


class Clearing(NamedTuple):
    """One range of clearing numbers. `types`: one or more of 1:1 … 2:4; IBAN ID and method may be missing."""

    lowest: int
    highest: int
    bank: str
    types: tuple[str, ...]
    iban_id: str
    method: int | None
    shortest: int
    longest: int


@dataclass(frozen=True, slots=True, repr=False)
class SwedishNumber:
    """A clearing number (five digits from 8000 to 8999, else four) and an account number with its leading zeros."""

    clearing: str
    account: str

    @property
    def range(self) -> Clearing | None:
        """The range that the clearing number lies in."""
        return clearing_range(self.clearing)


def clearing_range(clearing: str) -> Clearing | None:
    """The range of a clearing number of four or five digits; None for one that no source has."""
    number = int(clearing[:4])
    return next((entry for entry in _RANGES if entry.lowest <= number <= entry.highest), None)


def fifth_digit(clearing: str) -> str:
    """The check digit (mod 10) that Swedbank writes after four digits from 8000 on."""
    return next(digit for digit in "0123456789" if passes_mod_10(clearing + digit))


def judge(number: SwedishNumber, typed: SwedishNumber | None = None) -> Judgement:
    """Whether the account's check digit is right: by the table's rule, and by bankkonto as a second opinion.

    `typed` is the number without the zeros that were put before it; bankkonto is asked about that. Wrong only when
    nobody says right. Where the two contradict each other, or where a bank has accounts that don't follow the rule,
    it's unsure.
    """
    entry = number.range
    types = entry.types if entry else ("1:1", "1:2")  # a bank that's new to the table has one of these, with 7 digits
    ours = any(_passes(kind, number) for kind in types)
    theirs = _second_opinion(typed or number)
    if entry is None:
        return Judgement.UNSURE if ours else Judgement.WRONG
    if ours:
        return Judgement.UNSURE if theirs is False else Judgement.RIGHT
    return Judgement.UNSURE if theirs or "2:3" in types else Judgement.WRONG


def is_right_as_typed(typed: SwedishNumber) -> bool:
    """Whether bankkonto calls a number right without the zeros that our table puts before it."""
    return _second_opinion(typed) is True


def bban(number: SwedishNumber, entry: Clearing | None) -> str | None:
    """The 20 digits that a Swedish IBAN carries; None where the sources don't say how they come about.

    A bank that's missing in the table is taken as a new one: its IBAN ID is its clearing number's first three
    digits.
    """
    if entry is None:
        return number.clearing[:3] + (number.clearing + number.account).zfill(_IBAN_ACCOUNT)
    if entry.method is None:
        return None
    account = number.account if entry.method == _WITHOUT_CLEARING else number.clearing + number.account
    return entry.iban_id + account.zfill(_IBAN_ACCOUNT)


def bank_behind(domestic: str) -> str | None:
    """The bank of a Swedish IBAN's 20 digits."""
    return next((entry.bank for entry in _RANGES if entry.iban_id == domestic[:3]), None)


def judge_inside(domestic: str) -> Judgement | None:
    """The judgement on the account inside a Swedish IBAN's 20 digits; None where it isn't known how it got there."""
    judgements = {judge(number) for number in _numbers_inside(domestic)}
    return next((one for one in (Judgement.RIGHT, Judgement.UNSURE, Judgement.WRONG) if one in judgements), None)


def account_inside(domestic: str) -> str | None:
    """The account number inside a Swedish IBAN's 20 digits, without its clearing number, if all readings agree."""
    accounts = {number.account for number in _numbers_inside(domestic)}
    return accounts.pop() if len(accounts) == 1 else None


def _numbers_inside(domestic: str) -> list[SwedishNumber]:
    iban_id, rest = domestic[:3], domestic[3:]
    readings = (_taken_out(rest, entry) for entry in _RANGES if entry.iban_id == iban_id)
    return [number for number in readings if number is not None]


def _taken_out(rest: str, entry: Clearing) -> SwedishNumber | None:
    """The number that this range's method would have turned into these 17 digits, if it could have."""
    account = rest[-entry.longest :]
    clearing = str(entry.lowest) if entry.method == _WITHOUT_CLEARING else rest[: -entry.longest].lstrip("0")
    if not re.fullmatch(r"8\d{4}|[1-79]\d{3}", clearing) or clearing_range(clearing) != entry:
        return None
    number = SwedishNumber(clearing, account)
    return number if bban(number, entry) == entry.iban_id + rest else None


def _passes(kind: str, number: SwedishNumber) -> bool:
    account = number.account
    if kind == "1:1":
        return _passes_mod_11(number.clearing[1:] + account)
    if kind == "1:2":
        return _passes_mod_11(number.clearing + account)
    if kind in {"2:1", "2:3"}:
        return passes_mod_10(account)
    return _passes_mod_11(account)  # 2:2, 2:4


def _passes_mod_11(digits: str) -> bool:
    """Weights 1, 2, … 10, 1 from the right, over all digits."""
    return sum(int(digit) * (1 + place % 10) for place, digit in enumerate(reversed(digits))) % 11 == 0


def _second_opinion(number: SwedishNumber) -> bool | None:
    """What bankkonto says; None where it doesn't know the clearing number or knows it with another length of
    account.

    It wants the exact number of digits and Swedbank's fifth digit, and it puts the account number into its
    exceptions: none of them gets out of here.
    """
    from bankkonto.account import expected_account_length, validate  # late: 14 ms
    from bankkonto.exceptions import BankkontoValidationError

    try:
        if expected_account_length(number.clearing) != len(number.account):
            return None
    except BankkontoValidationError:
        return None
    try:
        return bool(validate(number.clearing, number.account))
    except BankkontoValidationError:
        return False


def _read_table(table: str) -> tuple[Clearing, ...]:
    entries = []
    for line in table.split("\n"):
        if line:
            span, bank, types, iban_id, method, digits = line.split("|")
            lowest, highest = (int(number) for number in span.split("-"))
            shortest, longest = (int(number) for number in digits.split("-"))
            how = int(method) if method else None
            entries.append(Clearing(lowest, highest, bank, tuple(types.split()), iban_id, how, shortest, longest))
    return tuple(entries)


_RANGES = _read_table(_TABLE)
