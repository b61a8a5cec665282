"""Which chargers a text means, however it's written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.contracts import ZaptecCharger
from services.diagnosis import ZAPTEC
from services.fake import CHARGER
from services.picking import Shelf


def charger(serial: str, name: str, place: str) -> ZaptecCharger:
    return replace(CHARGER, charger_id=serial, serial_number=serial, name=name, installation_name=place)


SHELF = Shelf(
    [
        charger("ZAP900001", "Garage", "Testgatan 10"),
        charger("ZPR012345", "Plats 12", "Brf Östermalm"),
        charger("ZAP101010", "Carport", "Blåbærveien 7"),
    ],
    ZAPTEC,
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
        ("\x00", []),
    ],
)
def test_what_is_found(text: str, found: list[str]) -> None:
    assert [one.serial_number for one in SHELF.matching(text)] == found


def test_the_order_stays() -> None:
    backwards = Shelf(reversed(SHELF.chargers), ZAPTEC)
    assert [one.serial_number for one in backwards.matching("zap")] == ["ZAP101010", "ZAP900001"]
