"""Tells what was scanned off a label: a charge box's serial number, or one of the other things that stand there.

Only what can't be meant otherwise is called a serial number: letters that a brand is known to use, and the whole of its
shape. What else stands on labels is named, so that whoever scanned it knows where to look instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from services.rules import catalogue
from services.rules.serials import SerialReading, SerialWrong, numbers_in, read_serial
from services.text.words import Message

_EVSE_ID = re.compile(r"[A-Z]{2}\*[A-Z0-9]{3}\*E[A-Z0-9*]{1,30}")
_EVSE_ID_BARE = re.compile(r"[A-Z]{2}[A-Z0-9]{3}E[A-Z0-9]{3,30}")
_MAC = re.compile(
    r"(?:MAC[:=\s]*)?(?:[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}|(?:[0-9A-F]{4}\.){2}[0-9A-F]{4})"
)
_MAC_BARE = re.compile(r"(?:MAC[:=\s]+[0-9A-F]{12}|(?=.*[A-F])(?=.*[0-9])[0-9A-F]{12})")
_WIFI = re.compile(r"WIFI:.*|SSID[:=\s].*", re.DOTALL)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_OPERATOR = re.compile(r"CSR-?[0-9]{4,10}")
_ARTICLE = re.compile(
    r"(?:ART(?:ICLE|IKEL)?|P/?N|ITEM|REF|SKU|EAN|GTIN)(?:[ .:#-]*(?:NO|NR|NUMBER|NUMMER))?[ .:#=-]+[A-Z0-9./-]{3,}"
)
_EAN_LENGTHS = (8, 12, 13, 14)
_PIN = re.compile(r"(?:PIN(?:[ -]?(?:CODE|KOD|KODE))?[:=\s]*)?[0-9]{4}|PIN(?:[ -]?(?:CODE|KOD|KODE))?[:=\s]*[0-9]{4,8}")


class LabelKind(StrEnum):
    """What stands on a charge box's label, or on a sticker beside it, that isn't its serial number."""

    EVSE_ID = "evse_id"
    WIFI = "wifi"
    MAC = "mac"
    ARTICLE = "article"
    OPERATOR = "operator"
    LINK = "link"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class SerialLabel:
    """A serial number off a label. `models`: ids of the models that it can be, none where the letters don't say.

    `refused`: the product, where it isn't a charge box.
    """

    value: str
    brand: str
    models: tuple[str, ...] = ()
    refused: str | None = None

    @property
    def product(self) -> str:
        """What it is, as it's shown: "Zaptec Go 2", "Zaptec Home / Pro", "Easee"."""
        if self.refused is not None:
            return self.refused
        brand = catalogue.brand(self.brand)
        names = " / ".join(catalogue.model(brand, one).name for one in self.models)
        return f"{brand.name} {names}".strip()


def read_label(text: str) -> SerialLabel | None:
    """The one serial number in a scanned text that can't be anything else; None where there's none, or several."""
    found = {
        (brand.id, value) for brand in catalogue.brands() if brand.known_letters for value in numbers_in(brand, text)
    }
    if len(found) != 1:
        return None
    brand_id, value = next(iter(found))
    brand = catalogue.brand(brand_id)
    letters = value[: brand.serial.letters]
    refused = next((one.product for one in brand.serial.refused if letters in one.prefixes), None)
    return SerialLabel(value, brand_id, tuple(model.id for model in brand.model_of(letters)), refused)


def other_label(text: str, *, expected: bool = True) -> LabelKind | None:
    """What a text is that holds no serial number, where that can be told.

    `expected`: a serial number is asked for just now. Else only what can't be an answer to another question is named:
    digits alone may be an account's, and letters with digits anybody's key.
    """
    plain = " ".join(text.split()).upper()
    sure = {
        LabelKind.WIFI: _WIFI,
        LabelKind.EVSE_ID: _EVSE_ID,
        LabelKind.MAC: _MAC,
    }
    if expected:
        guessed = {
            LabelKind.EVSE_ID: _EVSE_ID_BARE,
            LabelKind.OPERATOR: _OPERATOR,
            LabelKind.LINK: _LINK,
            LabelKind.MAC: _MAC_BARE,
            LabelKind.ARTICLE: _ARTICLE,
            LabelKind.PIN: _PIN,
        }
    else:
        guessed = {}
    for patterns in (sure, guessed):
        for kind, pattern in patterns.items():
            if pattern.fullmatch(plain):
                return kind
    return LabelKind.ARTICLE if expected and _is_ean(plain) else None


class OtherBrand(SerialWrong):
    """It's the number of another brand's box. `label` says which."""

    def __init__(self, label: SerialLabel, chosen: str) -> None:
        about = {"serial": label.value, "product": label.product, "chosen": chosen}
        super().__init__(Message("labels.other_brand", about))
        self.label = label


def read_number(brand_id: str, model_id: str, text: str) -> SerialReading:
    """The serial number in what was typed or scanned for a box of this brand and model (their ids).

    Raises `OtherBrand`, and `SerialWrong` with a sentence that names what it is instead, where that can be told.
    """
    label = read_label(text)
    if label is not None and label.brand != brand_id and label.refused is None:
        raise OtherBrand(label, catalogue.brand(brand_id).name)
    try:
        return read_serial(brand_id, model_id, text)
    except SerialWrong:
        kind = other_label(text)
        if kind is None:
            raise
        raise SerialWrong(about_label(kind)) from None


def about_label(kind: LabelKind) -> Message:
    """What it is, and where the serial number stands."""
    return Message(f"labels.{kind}")


def _is_ean(text: str) -> bool:
    """Whether digits are an article's number by their check digit (GS1: weights 3 and 1, from the right)."""
    if len(text) not in _EAN_LENGTHS or not text.isascii() or not text.isdigit():
        return False
    *digits, check = (int(digit) for digit in text)
    weighted = sum(digit * (1 if at % 2 else 3) for at, digit in enumerate(reversed(digits)))
    return (weighted + check) % 10 == 0
