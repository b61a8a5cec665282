"""The check digit of a Norwegian account number: modulus 11 over the ten digits before it.

Sources contradict each other about two kinds of account. Where the fifth and sixth digits are 00, the libraries
python-stdnum and ibantools take all ten digits as elsewhere, schwifty only the four behind the 00, and IbanNet knows of
no check digit. Numbers from 0000, the old postal giro, are checked by Luhn over the last seven digits in python-stdnum.
"""

from __future__ import annotations

from services.rules.banking.check_digits import Judgement
from services.rules.banking.typed_number import passes_mod_10

_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_BANK, _GROUP = 4, 6
_POSTAL_GIRO = "0000"


def judge(number: str) -> Judgement:
    """Whether the last of eleven digits is right: by all sources, by none, or unsure."""
    opinions = [_passes_mod_11(number)]
    if number[_BANK:_GROUP] == "00":
        opinions += [_passes_mod_11(number[_GROUP:]), True]
    if number.startswith(_POSTAL_GIRO):
        opinions.append(passes_mod_10(number[_BANK:]))
    if all(opinions):
        return Judgement.RIGHT
    return Judgement.UNSURE if any(opinions) else Judgement.WRONG


def _passes_mod_11(digits: str) -> bool:
    weights = _WEIGHTS[-len(digits) :]
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
