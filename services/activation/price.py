"""Reads a price as people write it: in the fleet's own currency or without one. Another one's is refused by name."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from services.rules.money import money
from services.text.clean_text import clean_text
from services.text.words import Message

if TYPE_CHECKING:
    from services.contracts import Fleet

_DECIMALS = 4
_MOST = Decimal(1000)
_HUNDREDTH = Decimal("0.01")


class _Signs(NamedTuple):
    """How a currency is written beside its code, and its hundredth part."""

    whole: frozenset[str]
    hundredth: frozenset[str]


def _signs(whole: str, hundredth: str = "") -> _Signs:
    return _Signs(frozenset(whole.split()), frozenset(hundredth.split()))


_SIGNS = {
    "SEK": _signs("kr krona kronor skr", "öre ore"),
    "NOK": _signs("kr krone kroner nkr", "øre ore"),
    "DKK": _signs("kr krone kroner dkr", "øre ore"),
    "ISK": _signs("kr króna krónur"),
    "EUR": _signs("€ euro euros", "ct cent cents eurocent c"),
    "GBP": _signs("£ pound pounds", "p pence"),
    "CHF": _signs("fr sfr franken", "rp rappen"),
    "CZK": _signs("kč kc"),
    "PLN": _signs("zł zl", "gr"),
    "HUF": _signs("ft"),
    "RON": _signs("lei"),
    "USD": _signs("$"),
}
"""In small letters. Several currencies share a sign: it stands for the fleet's if that's one of them."""

_PER_KWH = frozenset({"kwh", "per", "pr", "pro", "/"})
_TAXED = re.compile(r" ?\(?(?:inkl|ink|incl|inklusive|including)\.? ?(?:moms|mva|mwst|vat|tax|btw|tva|iva)\b\.?\)?")
"""The price is what's paid for a kWh, tax in it; a price without tax is another one."""
_IN_TWO = re.compile(r"([0-9]+) ?([^\W\d_]+|[€£$])[.,]? ?([0-9]{1,2})(?: ?([^\W\d_]+))?(?![0-9])")
"""2 kr 50 öre, 0€30"""
_NO_HUNDREDTHS = re.compile(r"^ ?[.,:] ?-{0,2}")  # "2,-", "2:-", "2.", "2,--"
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12}", re.ASCII)
_WORD = re.compile(r"([^\W\d_]+)\.?|(\S)")


class PriceWrong(ValueError):
    """What was typed is no price that the fleet pays; `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def read_price(text: str, fleet: Fleet) -> Decimal:
    """A price per kWh such as "2,50", "2:50", "SEK 2,50", "2,-", "kr. 2,50" or "250 öre/kWh".

    Raises `PriceWrong`, also for more than the fleet's limit.
    """
    currency = fleet.currency
    number, words = _parted(_in_one(_bare(text), fleet))
    shares = [_share(word, fleet) for word in words if word not in _PER_KWH]
    if not number:
        raise PriceWrong(Message("charge_site.price.empty", {"currency": currency}))
    slip = _HUNDREDTH in shares and Decimal(number) < 1 if _NUMBER.fullmatch(number) else True  # 0.30 ct
    if slip or len(set(shares)) > 1:
        raise PriceWrong(Message("charge_site.price.wrong", {"currency": currency}))
    price = Decimal(number) * (shares[0] if shares else 1)
    if fleet.limit_per_kwh == 0:
        raise PriceWrong(Message("charge_site.price.nothing", {"fleet": fleet.name}))
    if fleet.limit_per_kwh is not None and price > fleet.limit_per_kwh:
        gaps = {"fleet": fleet.name, "limit": money(fleet.limit_per_kwh), "currency": currency}
        raise PriceWrong(Message("charge_site.price.above_limit", gaps))
    if price > _MOST:
        raise PriceWrong(Message("charge_site.price.too_high", {"most": _MOST, "currency": currency}))
    if len(f"{price:f}".partition(".")[2].rstrip("0")) > _DECIMALS:
        raise PriceWrong(Message("charge_site.price.too_fine", {"decimals": _DECIMALS}))
    if price == 0:
        raise PriceWrong(Message("charge_site.price.zero"))
    return Decimal(money(price))


def _bare(text: str) -> str:
    plain = "".join(_plain(char) for char in clean_text(text)).casefold()
    return _TAXED.sub("", plain)


def _in_one(bare: str, fleet: Fleet) -> str:
    """Whole ones and hundredths as one number."""
    found = _IN_TWO.search(bare)
    if found is None:
        return bare
    whole, sign, part, part_sign = found.groups()
    fits = len(part) == 2 if part_sign is None or part_sign in _PER_KWH else _share(part_sign, fleet) == _HUNDREDTH  # noqa: PLR2004
    if not fits or _share(sign, fleet) != 1:
        return bare
    end = found.end(3) if part_sign in _PER_KWH else found.end()
    return f"{bare[: found.start()]}{whole}.{int(part):02} {sign} {bare[end:]}"


def _parted(bare: str) -> tuple[str, list[str]]:
    """The number with a point, and what stands before and behind it."""
    digits = [place for place, char in enumerate(bare) if char.isascii() and char.isdigit()]
    if not digits:
        return "", _words(bare)
    start, end = digits[0], digits[-1] + 1
    number = re.sub(r" ?[.,:] ?", ".", bare[start:end])
    before = bare[:start]
    if before.endswith((".", ",", ":")):
        if not before[-2:-1].isalpha():
            number, before = f".{number}", before[:-1]
        elif "." not in number:  # "kr.2,50" is plain, "kr.5" may be five or a half
            number = f"?{number}"
    return number, [*_words(before), *_words(_NO_HUNDREDTHS.sub("", bare[end:], count=1))]


def _words(text: str) -> list[str]:
    """Words without the point of an abbreviation, and signs."""
    return [word or sign for word, sign in _WORD.findall(text)]


def _share(word: str, fleet: Fleet) -> Decimal:
    """What one of a sign is in the fleet's currency. Raises `PriceWrong` for another currency's, and for no sign."""
    signs = _SIGNS.get(fleet.currency, _signs(""))
    if word == fleet.currency.casefold() or word in signs.whole:
        return Decimal(1)
    if word in signs.hundredth:
        return _HUNDREDTH
    for code, others in _SIGNS.items():
        if word == code.casefold() or word in others.whole | others.hundredth:
            sign = word.upper() if word == code.casefold() else word
            gaps = {"currency": fleet.currency, "sign": sign}
            raise PriceWrong(Message("charge_site.price.other_currency", gaps))
    raise PriceWrong(Message("charge_site.price.wrong", {"currency": fleet.currency}))


def _plain(char: str) -> str:
    """The digits of any script, and full-width letters and signs, as plain ones. A raised digit stays what it is."""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(char) == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    return unicodedata.normalize("NFKC", char) if unicodedata.east_asian_width(char) == "F" else char
