"""Slips of scanners and labels around a serial number: layouts, what nobody sees, double scans, labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.serials import SerialWrong, holds_serial, read_serial
from services.text.words import Words
from tests.support.values.invisible_characters import INVISIBLE, sprinkled

WORDS = Words()


@pytest.mark.parametrize(
    ("scanned", "meant"),
    [
        ("YAP900001", "ZAP900001"),  # German
        ("WQP900001", "ZAP900001"),  # French
        ("ZQP900001", "ZAP900001"),
        ("WAP900001", "ZAP900001"),
        ("yqg900001\r", None),  # no one layout
        ("YPR150119", "ZPR150119"),
        ("https://example.com/YCS900001", "ZCS900001"),
        ("QPH900001", "APH900001"),
        ("XAP900001", None),
    ],
)
def test_a_prefix_that_is_known_on_another_keyboard_layout_is_named(scanned: str, meant: str | None) -> None:
    warning = read_serial("zaptec", "go", scanned).warnings[-1]
    if meant is None:
        assert warning.key == "serials.unknown_prefix"
    else:
        assert WORDS.say(warning) == f"Is it {meant}? Check the scanner's keyboard layout."


@pytest.mark.parametrize("scanned", ["Z\u0410P900001", "\u0396AP900001", "ZA\u0420900001"])
def test_a_letter_of_another_script_is_not_shown_as_if_it_were_right(scanned: str) -> None:
    with pytest.raises(SerialWrong) as caught:
        read_serial("zaptec", "go", scanned)
    assert caught.value.message.key == "serials.looks_latin"
    assert WORDS.say(caught.value.message).isascii()


VALID = [
    ("zaptec", "go", "ZAP900001"), ("easee", "home", "EH651612"), ("wallbox", "pulsar_plus", "900001"),
    ("garo", "entity_pro", "AB12-345678"), ("abb", "terra_ac", "T123456"),
]  # fmt: skip
SEEN_BY_NOBODY = INVISIBLE.translate(dict.fromkeys(map(ord, "\x00\x07\x1b\x7f")))
"""Without controls: they stand between two codes of a label."""


@pytest.mark.parametrize(("brand", "model", "serial"), VALID)
@given(data=st.data())
def test_what_nobody_sees_changes_nothing(brand: str, model: str, serial: str, data: st.DataObject) -> None:
    typed = data.draw(sprinkled(serial, SEEN_BY_NOBODY))
    assert read_serial(brand, model, typed) == read_serial(brand, model, serial)
    assert holds_serial(brand, f"Garage {typed}") == holds_serial(brand, f"Garage {serial}") is True


@pytest.mark.parametrize(("brand", "model", "serial"), VALID)
@pytest.mark.parametrize("between", ["\r\n", "\t", "\x1d", " ", ";", ", ", "|"])
def test_a_double_scan_is_one(brand: str, model: str, serial: str, between: str) -> None:
    assert read_serial(brand, model, f"{serial}{between}{serial}").value == serial


@pytest.mark.parametrize(
    "label", ["S/N: ", "SN ", "Serial no. ", "Serienummer: ", "Seriennummer ", "Serien-Nr.: ", "Ser.no "]
)
def test_a_label_before_it_is_left_out(label: str) -> None:
    assert read_serial("garo", "entity_pro", f"{label}A123456").value == "A123456"
