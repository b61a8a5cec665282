"""Finds a charge box's serial number in whatever a label, a scanner or gloves deliver, and says what was put right.

    ValueError
      SerialWrong  the sentence that says what to do

What a label's code contains isn't published by any maker here, so nothing is parsed: the serial number is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.rules import catalogue
from services.rules.keyboard_layouts import as_on_other_layouts
from services.rules.label_codes import in_groups, once
from services.text.clean_text import is_invisible, latin_lookalike, plain_digit
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.rules.catalogue import Brand, Model, RefusedPrefix, SerialRule

_SEPARATORS = re.compile(r"[\s\-._/:]+")
_SYMBOLOGY = re.compile(r"\s*\][A-Za-z][0-9]")  # some scanners say first which kind of code it was, such as ]C1 or ]Q3
_TYPED_NOT_SCANNED = 24  # characters; a longer text is something around a serial number rather than a wrong one
_FEW_DIGITS, _MANY_DIGITS = 3, 6
"""In a serial number that has letters, and in one of which nothing is known. A garage's number has fewer."""
_BREAK = "\n"
"""In place of each control character."""
_BETWEEN_CODES = re.compile(f"[{_BREAK};,|]")
_REPAIRS = str.maketrans("OIL", "011")
_LABELLED = re.compile(
    r"""(?:\bS/?N|seri(?:al|en?)(?:[ _-]?(?:number|nummer|no|nr))?\.?|\bser\.? ?n[or])["'.]?[:=#\s]"""
    r"""\s*["']?((?=[A-Z-]*[0-9])[A-Z0-9][A-Z0-9-]*)""",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class SerialReading:
    """A serial number as it's sent. `corrections` say what was put right, `warnings` what to compare with the label.

    `product` is what the letters say it is ("Zaptec Go"); None where they don't say. `other_models`: the ids of the
    models that they say, where the chosen one isn't among them.
    """

    value: str
    corrections: tuple[Message, ...] = ()
    warnings: tuple[Message, ...] = ()
    product: str | None = None
    other_models: tuple[str, ...] = ()


def numbers_in(brand: Brand, text: str) -> tuple[str, ...]:
    """All serial numbers in a text that begin with letters which the brand is known to use, each once."""
    rule, plain = brand.serial, "".join(_plain(char) for char in text)
    letters = f"(?:{'|'.join(brand.known_letters)})"
    number = _expression(rule, loose=False, letters=letters, between="[ -]?")
    # codes say first that a serial number follows: S in ANSI MH10.8.2, SN in print
    parts = re.findall(f"(?<![A-Z0-9])(?:S/?N?)?({number})(?![A-Z0-9])", plain, re.IGNORECASE | re.ASCII)
    found = ("".join(filter(str.isalnum, part)).upper() for part in parts)
    return tuple(dict.fromkeys(value for value in found if re.search("[0-9]", value)))


class SerialWrong(ValueError):
    """What was typed or scanned holds no serial number of the brand. `message` says what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def read_serial(brand: Brand | str, model: Model | str, text: str) -> SerialReading:
    """The serial number in `text` for a box of this brand and model (or their ids).

    Raises `SerialWrong`, and `catalogue.NotInCatalogue` for an id that doesn't exist. A prefix of another model or one
    that's new warns and doesn't block: new products appear, and the makers' own lists overlap.
    """
    of_brand = brand if isinstance(brand, catalogue.Brand) else catalogue.brand(brand)
    chosen = model if isinstance(model, catalogue.Model) else catalogue.model(of_brand, model)
    codes = _SYMBOLOGY.sub("", "".join(_plain(char) for char in text), count=1)
    typed = codes.replace(_BREAK, " ").strip()
    if not typed:
        raise SerialWrong(Message("serials.empty", {"brand": of_brand.name}))
    if not of_brand.serial.shape:
        return _read_unshaped(of_brand, codes)
    found = _find(of_brand, typed)
    value = "".join(char for char in found.upper() if char.isalnum())
    repaired = _repaired(of_brand.serial, value)
    corrections = [] if found == typed else [Message("serials.corrected.found", {"value": repaired})]
    if found.upper() != found:
        corrections.append(Message("serials.corrected.case", {"value": value}))
    if any(not char.isalnum() for char in found):
        corrections.append(Message("serials.corrected.separators", {"value": value}))
    if repaired != value:
        corrections.append(Message("serials.corrected.letters", {"found": value, "value": repaired}))
    warnings, models = _judged(of_brand, repaired)
    product = " / ".join(f"{of_brand.name} {model.name}" for model in models) or None
    others = tuple(model.id for model in models) if chosen not in models else ()
    return SerialReading(repaired, tuple(corrections), tuple(warnings), product, others)


def holds_serial(brand_id: str, text: str) -> bool:
    """Whether a text that's meant for something else, such as a name, has a serial number of this brand in it."""
    brand, text = catalogue.brand(brand_id), "".join(_plain(char) for char in text)
    if not brand.serial.shape:
        return re.search(f"[0-9]{{{_MANY_DIGITS},}}", text, re.ASCII) is not None
    digits = min(_FEW_DIGITS, len(brand.serial.shape) - brand.serial.letters)
    return any(sum(char.isdigit() for char in part) >= digits for part in _parts(brand, text))


def _plain(char: str) -> str:
    """One character as a keyboard with plain Latin letters would have typed it; control characters become breaks."""
    category = unicodedata.category(char)
    if category in {"Cc", "Zl", "Zp"}:
        return _BREAK
    if is_invisible(char):
        return ""
    if category == "Zs":
        return " "
    if category == "Pd" or char == "\N{MINUS SIGN}":
        return "-"
    full_width, plain = 0xFF01, 0x21
    return chr(ord(char) - full_width + plain) if "！" <= char <= "～" else plain_digit(char)


def _find(brand: Brand, typed: str) -> str:
    """The part of `typed` that is a serial number, decoration inside it included. Raises `SerialWrong`."""
    rule = brand.serial
    compact = _SEPARATORS.sub("", typed)
    if _fits(rule, compact):
        return typed
    if _fits(rule, once(compact)):
        return once(compact)
    found = {"".join(filter(str.isalnum, part)).upper(): part for part in _parts(brand, typed)}
    if not found:
        raise SerialWrong(_why_not(brand, typed))
    if len(found) > 1:
        raise SerialWrong(Message("serials.several", {"found": ", ".join(sorted(found)[:3])}))
    return next(iter(found.values()))


def _fits(rule: SerialRule, compact: str) -> bool:
    return re.fullmatch(_expression(rule, loose=True), compact, re.IGNORECASE | re.ASCII) is not None


def _expression(rule: SerialRule, *, loose: bool, letters: str | None = None, between: str = "") -> str:
    """A regular expression for a shape. `letters` replaces the letters at its start; loose takes lookalike letters."""
    digits = "[0-9OIL]" if loose and rule.lookalikes is catalogue.Lookalikes.REPAIR else "[0-9]"
    classes = {"A": "[A-Z]", "9": digits, "*": "[A-Z0-9]"}
    pieces = [classes[kind] for kind in rule.shape]
    if letters is not None:
        pieces = [letters, *pieces[rule.letters :]]
    return between.join(pieces)


def _parts(brand: Brand, typed: str) -> list[str]:
    """Where in a longer text a serial number stands: behind letters that the brand is known to use, else on its own.

    Digits first as they are, then with lookalike letters among them; each only if the one before found nothing.
    """
    rule = brand.serial
    known = brand.known_letters
    attempts = []
    if known:
        letters = f"(?:{'|'.join(known)})"
        for loose in (False, True):
            expression = _expression(rule, loose=loose, letters=letters, between="[ -]?")
            attempts.append(f"{expression}(?![0-9{'A-Z' if loose else ''}])")
    attempts.append(f"(?<![A-Z0-9]){_expression(rule, loose=False)}(?![A-Z0-9])")
    for attempt in attempts:
        parts = [part for part in re.findall(attempt, typed, re.IGNORECASE | re.ASCII) if re.search("[0-9]", part)]
        if parts:
            return parts
    return []


def _why_not(brand: Brand, typed: str) -> Message:
    """Why no serial number was found in a text, as specifically as can be said."""
    rule, example = brand.serial, brand.connect_fields[0].example
    compact = _SEPARATORS.sub("", typed)
    about: dict[str, object] = {"brand": brand.name, "example": example}
    if len(typed) > _TYPED_NOT_SCANNED:
        return Message("serials.none_found", about)
    for refused in rule.refused:
        if compact.upper().startswith(refused.prefixes):
            return _refusal(refused, compact[: rule.letters].upper())
    odd = _odd(compact)
    if odd:
        return _unfit(odd, about)
    if len(compact) != len(rule.shape):
        return Message("serials.length", {**about, "expected": len(rule.shape), "got": len(compact)})
    return Message("serials.shape", about)


def _refusal(refused: RefusedPrefix, prefix: str) -> Message:
    return Message("serials.refused", {"prefix": prefix, "product": refused.product})


def _odd(text: str) -> str:
    """The first character that no serial number has, as it can be shown; empty if there's none."""
    for char in text:
        if not (char.isascii() and char.isalnum()):
            alone = char.isprintable() and not unicodedata.combining(char)
            return char if alone else f"U+{ord(char):04X}"
    return ""


def _unfit(odd: str, about: dict[str, object]) -> Message:
    """A letter of another script that only looks right would puzzle, shown as it is."""
    latin = latin_lookalike(odd)
    if latin is not None:
        return Message("serials.looks_latin", {**about, "letter": latin})
    return Message("serials.character", {**about, "character": odd})


def _repaired(rule: SerialRule, value: str) -> str:
    if rule.lookalikes is not catalogue.Lookalikes.REPAIR:
        return value
    return value[: rule.letters] + value[rule.letters :].translate(_REPAIRS)


def _judged(brand: Brand, value: str) -> tuple[list[Message], tuple[Model, ...]]:
    """What to compare with the label, and which models it can be. Raises `SerialWrong` for what isn't a charge box."""
    rule = brand.serial
    prefix = value[: rule.letters]
    for refused in rule.refused:
        if prefix in refused.prefixes:
            raise SerialWrong(_refusal(refused, prefix))
    warnings = [*_lookalike_warnings(rule, value)]
    models = brand.model_of(prefix)
    if any(model.prefixes for model in brand.models) and not models:
        about = {"prefix": prefix, "brand": brand.name}
        meant = [one for one in as_on_other_layouts(value) if one.startswith(brand.known_letters)]
        if len(meant) == 1:
            warnings.append(Message("serials.other_layout", {"value": meant[0]}))
        else:
            warnings.append(Message("serials.unknown_prefix", about))
    return warnings, models


def _lookalike_warnings(rule: SerialRule, value: str) -> Iterator[Message]:
    if rule.lookalikes is catalogue.Lookalikes.ASK:
        other = value[: rule.letters] + value[rule.letters :].translate(_REPAIRS)
        if other != value:
            yield Message("serials.lookalikes", {"value": value, "other": other})


def _read_unshaped(brand: Brand, text: str) -> SerialReading:
    """A serial number of which only the length is known: taken as it is, small letters too.

    Control characters are never inside one, and what stands apart is glued only where it's a number in short groups:
    else it's two codes of a label, or a word beside one.
    """
    rule = brand.serial
    about: dict[str, object] = {"brand": brand.name, "shortest": rule.shortest, "longest": rule.longest}
    codes = list(dict.fromkeys(filter(None, (once(code.strip()) for code in _BETWEEN_CODES.split(text)))))
    labelled = {match[1] for code in codes for match in _LABELLED.finditer(code)}
    corrections = []
    if len(labelled) == 1:
        value = labelled.pop()
        corrections = [Message("serials.corrected.found", {"value": value})]
    else:
        parts = [part for code in codes for part in ([code] if in_groups(code) else code.split())]
        numbers = list(dict.fromkeys(part for part in parts if any(char.isdigit() for char in part)))
        if len(numbers) > 1:
            raise SerialWrong(Message("serials.several", {"found": ", ".join(numbers[:3])}))
        if len(parts) != 1:
            raise SerialWrong(Message("serials.none_found_unshaped", about))
        value = "".join(parts[0].split())
        if value != text.strip(f" {_BREAK}"):
            kind = "separators" if value == "".join(text.split()) else "found"
            corrections = [Message(f"serials.corrected.{kind}", {"value": value})]
    odd = _odd(value.replace("-", ""))
    if odd and len(value) > rule.longest:
        raise SerialWrong(Message("serials.none_found_unshaped", about))
    if odd:
        raise SerialWrong(_unfit(odd, about))
    if not rule.shortest <= len(value) <= rule.longest:
        raise SerialWrong(Message("serials.length_between", {**about, "got": len(value)}))
    return SerialReading(value, tuple(corrections))
