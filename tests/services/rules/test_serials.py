from __future__ import annotations

import re
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from services.rules import catalogue
from services.rules.catalogue import NotInCatalogue
from services.rules.serials import SerialReading, SerialWrong, read_serial
from services.text.words import Words

WORDS = Words()


def keys(messages: tuple[object, ...]) -> list[str]:
    return [message.key.removeprefix("serials.") for message in messages]  # type: ignore[attr-defined]  # Messages


def refusal(brand: str, model: str, text: str) -> tuple[str, str]:
    """Key and sentence."""
    with pytest.raises(SerialWrong) as caught:
        read_serial(brand, model, text)
    return caught.value.message.key.removeprefix("serials."), WORDS.say(caught.value.message)


# ---------------------------------------------------------------------------------------------- Zaptec


@pytest.mark.parametrize(
    ("model", "serial", "product"),
    [
        ("go", "ZAP049387", "Zaptec Go"),
        ("go", "ZGB000001", "Zaptec Go"),
        ("go_2", "GPN012345", "Zaptec Go 2"),
        ("pro", "ZPR150119", "Zaptec Pro"),
        ("pro", "ZCS032822", "Zaptec Pro"),
    ],
)
def test_a_serial_as_printed_is_taken_without_a_word(model: str, serial: str, product: str) -> None:
    assert read_serial("zaptec", model, serial) == SerialReading(serial, product=product)


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\t", "  ", "\r", "\x00", "\ufeff"])
def test_what_a_scanner_adds_is_no_correction(ending: str) -> None:
    assert read_serial("zaptec", "go", f"ZAP900001{ending}").corrections == ()
    assert read_serial("zaptec", "go", "]C1ZAP900001\r").corrections == ()


@pytest.mark.parametrize(
    ("typed", "value", "corrected"),
    [
        ("zap900001", "ZAP900001", ["case"]),
        ("ZAP 900 001", "ZAP900001", ["separators"]),
        ("zap-900-001", "ZAP900001", ["case", "separators"]),
        ("ZAP\u2013900\u00a0001", "ZAP900001", ["separators"]),
        ("ZAP9OOOO1", "ZAP900001", ["letters"]),
        ("ZAP90000I", "ZAP900001", ["letters"]),
        ("zap90000l", "ZAP900001", ["case", "letters"]),
        ("ＺＡＰ９００００１", "ZAP900001", []),
        ("https://example.com/q?sn=ZAP900001&pin=4821", "ZAP900001", ["found"]),
        ('{"serial":"ZAP900001","pin":"4821"}', "ZAP900001", ["found"]),
        ("S/N: zap 900 001", "ZAP900001", ["found", "case", "separators"]),
        ("SNZAP900001", "ZAP900001", ["found"]),
        ("Zaptec Go 22 kW, serial ZAP9OOOO1, made in Norway", "ZAP900001", ["found", "letters"]),
        ("ZAP900001\nZAP900001", "ZAP900001", ["found"]),
        ("ZAP900001 beside ZAPOOOO12", "ZAP900001", ["found"]),  # one with digits before any with lookalikes
    ],
)
def test_what_was_put_right_is_told(typed: str, value: str, corrected: list[str]) -> None:
    reading = read_serial("zaptec", "go", typed)
    assert reading.value == value
    assert keys(reading.corrections) == [f"corrected.{name}" for name in corrected]
    assert all(value in WORDS.say(message) or "case" in message.key for message in reading.corrections)
    assert not any("4821" in WORDS.say(message) for message in reading.corrections), "a label may hold the PIN"


def test_letters_in_the_prefix_are_never_repaired() -> None:
    """No prefix has an O, an I or an L, so a lookalike there isn't a slip that can be read safely."""
    assert refusal("zaptec", "go", "2AP900001")[0] == "shape"
    assert read_serial("zaptec", "go", "ZLP900001").value == "ZLP900001"


@pytest.mark.parametrize(
    ("typed", "key", "said"),
    [
        ("", "empty", "label"),
        (" \r\n\t", "empty", "label"),
        ("]Q3", "empty", "label"),
        ("ZAP90001", "length", "8"),
        ("ZAP9000012", "length", "10"),
        ("4821", "length", "4"),
        ("ZÄP900001", "character", "Ä"),
        ("ZAP900#01", "character", "#"),
        ("ZAP9\u030100001", "character", "U+0301"),
        ("123456789", "shape", "ZAP900001"),
        ("ABCDEFGHI", "shape", "ZAP900001"),
        ("There is nothing of the kind here at all", "none_found", "ZAP900001"),
        ("ZAP900001 ZAP900002", "several", "ZAP900002"),
        ("APM306090", "refused", "Zaptec Sense"),
        ("aph-306-090", "refused", "APH"),
        ("APG30609", "refused", "Zaptec Sense"),
        ('{"sn": "APM306090"}', "refused", "Zaptec Sense"),
    ],
)
def test_each_way_to_be_wrong_has_its_own_sentence(typed: str, key: str, said: str) -> None:
    told = refusal("zaptec", "go", typed)
    assert told[0] == key
    assert said in told[1]


def test_another_models_prefix_is_read_and_told() -> None:
    reading = read_serial("zaptec", "go", "ZPR150119")
    assert (reading.value, reading.product, reading.other_models) == ("ZPR150119", "Zaptec Pro", ("pro",))


def test_an_unknown_prefix_warns_and_does_not_block() -> None:
    reading = read_serial("zaptec", "go", "ZZZ123456")
    assert (reading.value, reading.product) == ("ZZZ123456", None)
    assert keys(reading.warnings) == ["unknown_prefix"]
    assert "ZZZ" in WORDS.say(reading.warnings[0])


@pytest.mark.parametrize("model", ["pro", "home"])
def test_a_prefix_that_two_models_share_is_right_for_both(model: str) -> None:
    assert read_serial("zaptec", model, "ZCH123456").other_models == ()
    assert read_serial("zaptec", "go", "ZCH123456").other_models == ("pro", "home")


# ---------------------------------------------------------------------------------------------- other brands


def test_easees_lookalikes_are_shown_in_both_readings_and_not_changed() -> None:
    reading = read_serial("easee", "home", "EHO69539")
    assert reading.value == "EHO69539"
    assert keys(reading.warnings) == ["lookalikes"]
    said = WORDS.say(reading.warnings[0])
    assert "EHO69539" in said
    assert "EH069539" in said
    assert read_serial("easee", "home", "EHVG7Y32").warnings == ()


@pytest.mark.parametrize(
    ("typed", "value"), [("eh769539", "EH769539"), ("{sn: EH769539, type: x}", "EH769539"), ("EH 769 539", "EH769539")]
)
def test_an_easee_serial_is_found(typed: str, value: str) -> None:
    assert read_serial("easee", "charge", typed).value == value


@pytest.mark.parametrize("typed", ["EH76953", "EH7695399", "EH76#539", "installer handbook for the charging robot"])
def test_what_is_no_easee_serial_is_refused(typed: str) -> None:
    assert refusal("easee", "home", typed)[0] in {"length", "character", "none_found"}


@pytest.mark.parametrize(
    ("typed", "value", "corrected"),
    [
        ("ab-1234\r\n", "ab-1234", []),
        ("12 34 56", "123456", ["separators"]),
        ("S/N: 123456", "123456", ["found"]),
        ('{"serial": "AB-1234"}', "AB-1234", ["found"]),
        ("https://example.com/app?serial=123456&x=1", "123456", ["found"]),
        ("SN123456", "SN123456", []),
    ],
)
def test_where_the_form_is_not_known_the_text_is_taken_as_it_is(typed: str, value: str, corrected: list[str]) -> None:
    reading = read_serial("wallbox", "pulsar_max", typed)
    assert reading.value == value
    assert keys(reading.corrections) == [f"corrected.{name}" for name in corrected]
    assert reading.warnings == ()
    assert reading.product is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "empty"),
        ("abc", "length_between"),
        ("x" * 33, "length_between"),
        ("ab#1234", "character"),
        ("https://example.com/somewhere/without/a/number", "none_found_unshaped"),
    ],
)
def test_even_then_something_can_be_wrong(typed: str, key: str) -> None:
    assert refusal("wallbox", "pulsar_max", typed)[0] == key


def test_an_id_that_does_not_exist_is_a_mistake_in_the_program() -> None:
    with pytest.raises(NotInCatalogue):
        read_serial("zaptec", "nonesuch", "ZAP900001")
    with pytest.raises(NotInCatalogue):
        read_serial("nonesuch", "go", "ZAP900001")


# ---------------------------------------------------------------------------------------------- properties

ZAPTEC = [prefix for model in catalogue.brand("zaptec").models for prefix in model.prefixes]
EVERY_MODEL = [(brand.id, model.id) for brand in catalogue.brands() for model in brand.models]
SERIALS = st.builds("{}{:06d}".format, st.sampled_from(ZAPTEC), st.integers(0, 999_999))
EDGES = st.sampled_from(['"', "'", " ", "=", "&", "/", "\n", "<", "{", ")", "|", "\t", "?", "#"])


@given(st.sampled_from(EVERY_MODEL), st.text() | st.text(string.ascii_letters + string.digits + " -:/", max_size=30))
@example(("zaptec", "go"), "\ud800")
@example(("zaptec", "go"), "ıſZAP900001")
@example(("easee", "home"), "ﬁ½²Å")
@example(("wallbox", "copper_sb"), "serial=")
def test_any_text_holds_a_serial_or_is_refused_and_reading_it_again_changes_nothing(
    box: tuple[str, str], text: str
) -> None:
    try:
        reading = read_serial(*box, text)
    except SerialWrong:
        return
    again = read_serial(*box, reading.value)
    assert again == SerialReading(reading.value, (), reading.warnings, reading.product)
    assert all(WORDS.say(message) for message in (*reading.corrections, *reading.warnings))
    assert reading.value.isascii()


@given(st.text(), EDGES, SERIALS, EDGES, st.text())
def test_a_serial_is_found_whatever_stands_around_it(
    before: str, left: str, serial: str, right: str, after: str
) -> None:
    around = f"{before}{left} {right}{after}".upper()
    assume(not re.search(r"[A-Z]{3}[ -]?[0-9OIL]", around))
    assert read_serial("zaptec", "go", f"{before}{left}{serial}{right}{after}").value == serial


@given(SERIALS, st.data())
def test_gloves_change_nothing(serial: str, data: st.DataObject) -> None:
    """Small letters, spaces, hyphens and lookalikes among the digits: the box is the same, and all of it is told."""
    slips = {"0": "0Oo", "1": "1Iil"}
    typed = serial[:3] + "".join(data.draw(st.sampled_from(slips.get(char, char))) for char in serial[3:])
    typed = "".join(
        data.draw(st.sampled_from([char, char.lower()])) + data.draw(st.sampled_from(["", "", " ", "-"]))
        for char in typed
    )
    reading = read_serial("zaptec", "pro", typed)
    assert reading.value == serial
    assert bool(reading.corrections) == (typed.strip() != serial)
