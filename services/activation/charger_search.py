"""Finds the charger that's meant among all that an installer sees, while somebody types or scans."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from services.rules import catalogue
from services.rules.serials import SerialWrong, read_serial
from services.text.clean_text import without_invisible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.contracts import MakerCharger

_BETWEEN = str.maketrans("", "", " -")
_LOOKALIKES = str.maketrans("oil", "011")


class ChargerSearch:
    """The chargers in their order, made ready to be searched: a thousand are narrowed between two keys.

    Only what can be connected: Zaptec lists Sense meters beside the chargers. `before` is the search that this one
    replaces, so that only what's new has to be made ready.
    """

    def __init__(self, chargers: Iterable[MakerCharger], brand: str, before: ChargerSearch | None = None) -> None:
        self._brand = catalogue.brand(brand)
        meters = tuple(prefix for refused in self._brand.serial.refused for prefix in refused.prefixes)
        self.chargers = tuple(
            one for one in chargers if not one.is_meter and not one.serial_number.upper().startswith(meters)
        )
        known = before.prepared if before is not None else {}
        self.prepared: dict[MakerCharger, tuple[str, str]] = {
            one: known.get(one) or _prepared(one) for one in self.chargers
        }

    def matching(self, text: str) -> tuple[MakerCharger, ...]:
        """Those in which each word is found: in serial number, name or installation, however it's written.

        A text that's nowhere, such as what a label's QR code says, is searched for a serial number.
        """
        words = _folded(text).split()
        serial = _as_serial(text)
        found = tuple(
            one
            for one, (folded, number) in self.prepared.items()
            if all(word in folded or _as_serial(word) in number for word in words) or (serial and serial in number)
        )
        return found or self._scanned(text)

    def _scanned(self, text: str) -> tuple[MakerCharger, ...]:
        try:
            wanted = read_serial(self._brand, self._brand.models[0], text).value
        except SerialWrong:
            return ()
        return tuple(one for one in self.chargers if one.serial_number.upper() == wanted)


def _prepared(one: MakerCharger) -> tuple[str, str]:
    whole = _folded(f"{one.serial_number}\n{one.name}\n{one.installation_name}")
    return whole, _as_serial(one.serial_number)


def _folded(text: str) -> str:
    """Without capitals, accents and the marks on letters, so that "ostermalm" finds Östermalm."""
    apart = unicodedata.normalize("NFKD", without_invisible(text).casefold().replace("ø", "o").replace("æ", "ae"))
    return "".join(char for char in apart if not unicodedata.combining(char))


def _as_serial(text: str) -> str:
    """As a serial number reads, with letters that look like digits as digits."""
    return _folded(text).translate(_BETWEEN).translate(_LOOKALIKES)
