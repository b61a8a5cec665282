"""Which chargers a text means, however it's written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.activation.charger_search import ChargerSearch
from services.contracts import MakerCharger
from services.fake import CHARGER


def charger(serial: str, name: str, place: str) -> MakerCharger:
    return replace(CHARGER, charger_id=serial, serial_number=serial, name=name, installation_name=place)


SEARCH = ChargerSearch(
    [
        charger("ZAP900001", "Garage", "Testgatan 10"),
        charger("ZPR012345", "Plats 12", "Brf Östermalm"),
        charger("ZAP101010", "Carport", "Blåbærveien 7"),
    ],
    "zaptec",
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["ZAP900001", "ZPR012345", "ZAP101010"]),
        ("zap", ["ZAP900001", "ZAP101010"]),
        ("0001", ["ZAP900001"]),
        ("GARAGE", ["ZAP900001"]),
        ("  garage  ", ["ZAP900001"]),
        ("test gar", ["ZAP900001"]),
        ("gar 7", []),
        ("ostermalm", ["ZPR012345"]),
        ("Östermalm", ["ZPR012345"]),
        ("O\u0308stermalm", ["ZPR012345"]),
        ("blabaer", ["ZAP101010"]),
        ("blåbær", ["ZAP101010"]),
        ("zap-101-010", ["ZAP101010"]),
        ("ZAP 101 010", ["ZAP101010"]),
        ("ZAPIOIOIO", ["ZAP101010"]),
        ("https://www.zaptec.com/?serial=ZPR012345&pin=1234", ["ZPR012345"]),
        ('{"sn": "ZAP900001"}', ["ZAP900001"]),
        ("ZAP999999", []),
        ("\x00", ["ZAP900001", "ZPR012345", "ZAP101010"]),  # nothing that can be seen is nothing
        ("öster\u00admalm\u200b", ["ZPR012345"]),
        ("ZAP\u2060900001\ufe0f", ["ZAP900001"]),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert [one.serial_number for one in SEARCH.matching(text)] == found


def test_meters_are_not_offered() -> None:
    """Zaptec lists a Sense, which can't be connected: by its serial number, or by what Zaptec says it is."""
    meters = [charger("APH900001", "Meter", "x"), replace(charger("XYZ900001", "Meter", "x"), is_meter=True)]
    search = ChargerSearch([*meters, *SEARCH.chargers], "zaptec")
    assert search.chargers == SEARCH.chargers
    assert search.matching("meter") == ()
    assert search.matching("APH900001") == ()


def test_a_search_that_grows_finds_the_same_as_one_made_at_once() -> None:
    first = ChargerSearch(SEARCH.chargers[:1], "zaptec")
    grown = ChargerSearch(reversed(SEARCH.chargers), "zaptec", first)
    for text in ("zap", "ostermalm", "ZAPIOIOIO", ""):
        assert grown.matching(text) == ChargerSearch(reversed(SEARCH.chargers), "zaptec").matching(text)
    one = SEARCH.chargers[0]
    assert grown.prepared[one] is first.prepared[one], "nothing is made ready twice"


def test_the_order_stays() -> None:
    backwards = ChargerSearch(reversed(SEARCH.chargers), "zaptec")
    assert [one.serial_number for one in backwards.matching("zap")] == ["ZAP101010", "ZAP900001"]
