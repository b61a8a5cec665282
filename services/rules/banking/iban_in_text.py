"""Finds an IBAN in what was pasted around it: a label, a BIC, quotes, brackets, a line of an invoice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from services.rules.banking.typed_number import compact, spaced, without_iban_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import SecretStr

# Country and check digits at the start of a word, or behind the word IBAN.
_START = re.compile(r"(?<![A-Z0-9])(?:IBAN(?:NUMMER|NUMBER|NR|NO)?)?(?=([A-Z]{2}) ?[0-9]{2})")


def ibans_in(typed: str | SecretStr) -> tuple[str, ...]:
    """The compact IBANs with right check digits in a text, each once: all of it if it's one, else those inside."""
    from schwifty import IBAN  # late: 90 ms

    whole = without_iban_label(compact(typed))
    if IBAN(whole, allow_invalid=True).is_valid:
        return (whole,)
    return tuple(dict.fromkeys(part for part in _parts(spaced(typed)) if IBAN(part, allow_invalid=True).is_valid))


def likely_iban_in(typed: str | SecretStr) -> str | None:
    """The only part of a text that has an IBAN's form, though its check digits are wrong."""
    parts = set(_parts(spaced(typed)))
    return parts.pop() if len(parts) == 1 else None


def _parts(text: str) -> Iterator[str]:
    """What has a country's letters in front and its number of characters, and isn't a piece of something longer.

    More digits behind it would belong to it; the same number once more, as from a double scan, doesn't.
    """
    from schwifty import exceptions, registry  # late: 90 ms

    for start in _START.finditer(text):
        try:
            length = registry.get_iban_spec(start[1]).iban_length
        except exceptions.InvalidCountryCode:
            continue
        whole = rf"(?:[A-Z0-9] ?){{{length - 1}}}[A-Z0-9]"
        part = re.compile(rf"({whole})(?:(?![A-Z0-9]| [0-9])|(?= ?\1))").match(text, start.end())
        if part:
            yield part[1].replace(" ", "")
