"""What scanners deliver around a serial number, or instead of one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.rules import catalogue
from services.rules.serials import SerialWrong, holds_serial, read_serial

EVERY_UNSHAPED = [
    (brand.id, model.id) for brand in catalogue.brands() if not brand.serial.shape for model in brand.models
]
CODES = st.from_regex(r"[A-Z][0-9]{5,8}", fullmatch=True)
CONTROLS = st.text(alphabet=[chr(code) for code in (*range(0x20), 0x7F)], max_size=4)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("12345678 7330019123456", "several"), ("123456\r\n654321", "several"), ("123456\t654321", "several"),
        ("123456\x1d654321", "several"), ("EAN 7330019123456", "none_found_unshaped"), ("123456 UID", "none_found_unshaped"),
        ("S/N: 123456 S/N: 654321", "several"),
    ],
)  # fmt: skip
def test_two_codes_never_become_one_number(typed: str, key: str) -> None:
    with pytest.raises(SerialWrong) as wrong:
        read_serial("garo", "entity_pro", typed)
    assert wrong.value.message.key == f"serials.{key}"


@pytest.mark.parametrize(
    "typed",
    [
        "123456\r\n123456",
        "123456 123456",
        "123456123456",
        "123456\t123456\r",
        "\x02123456\x03\x02123456\x03",
        "123456" * 3,
    ],
)
def test_one_code_scanned_several_times_is_one_number(typed: str) -> None:
    assert read_serial("garo", "entity_pro", typed).value == "123456"


def test_that_is_so_where_the_form_is_known() -> None:
    assert read_serial("easee", "home", "EH651612EH651612").value == "EH651612"
    assert read_serial("zaptec", "go", "ZAP900001ZAP900001").value == "ZAP900001"


@given(st.sampled_from(EVERY_UNSHAPED), CODES, CODES, st.sampled_from([chr(code) for code in range(0x20)]))
def test_a_control_character_is_never_inside_a_number(box: tuple[str, str], one: str, other: str, control: str) -> None:
    assume(one != other)
    with pytest.raises(SerialWrong):
        read_serial(*box, f"{one}{control}{other}")


@given(st.sampled_from(EVERY_UNSHAPED), CODES, CONTROLS, CONTROLS)
def test_control_characters_around_a_number_change_nothing(
    box: tuple[str, str], code: str, before: str, behind: str
) -> None:
    assert read_serial(*box, f"{before}{code}{behind}") == read_serial(*box, code)


@pytest.mark.parametrize(
    ("brand", "text", "holds"),
    [
        ("zaptec", "HomeZAP900001", True), ("zaptec", "zap 900 001", True), ("zaptec", "Garage 12", False), ("zaptec", "Home", False),
        ("easee", "EH651612", True), ("easee", "Carport2", False), ("garo", "Home 900001", True), ("garo", "Garage 12", False),
    ],
)  # fmt: skip
def test_a_serial_number_in_a_name_is_noticed(brand: str, text: str, holds: bool) -> None:
    assert holds_serial(brand, text) is holds
