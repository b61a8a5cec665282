"""Judges the account inside an IBAN by its country's own rule, once the IBAN's check digits are found right.

schwifty knows the rules of many countries; where others read one differently, or know more, they're asked as well.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from services.rules.banking import clearing, norwegian_check
from services.rules.banking.check_digits import Judgement

if TYPE_CHECKING:
    from schwifty import IBAN


def judge_inside(iban: IBAN) -> Judgement | None:
    """Right, too, where the country has no check digits of its own; None where it has and nobody can verify them."""
    if iban.country_code == "SE":
        return clearing.judge_inside(iban.bban)
    if iban.country_code == "NO":
        return norwegian_check.judge(iban.bban)
    return _judge_by_schwifty(iban)


def account_inside(iban: IBAN) -> str:
    """The account's own part of an IBAN, without its bank; all of the domestic part where the two can't be parted."""
    swedish = clearing.account_inside(iban.bban) if iban.country_code == "SE" else None
    return swedish or iban.account_code or str(iban.bban)


def _judge_by_schwifty(iban: IBAN) -> Judgement | None:
    from schwifty import exceptions  # late: 90 ms

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            iban.bban.validate_national_checksum()
        except exceptions.SchwiftyException:
            return Judgement.WRONG
    if any(issubclass(warning.category, exceptions.NationalChecksumNotVerified) for warning in caught):
        return None
    return Judgement.RIGHT
