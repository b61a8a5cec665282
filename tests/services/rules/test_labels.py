"""What stands on labels: serial numbers that can't be anything else, and the other things by their names."""

from __future__ import annotations

import pytest

from services.rules.labels import (
    LabelKind,
    OtherBrand,
    SerialLabel,
    about_label,
    other_label,
    read_label,
    read_number,
)
from services.rules.serials import SerialWrong
from services.text.words import Words


@pytest.mark.parametrize(
    ("text", "value", "product"),
    [
        ("ZAP900001", "ZAP900001", "Zaptec Go"),
        ("gpn900001", "GPN900001", "Zaptec Go 2"),
        ("ZPR 900 001", "ZPR900001", "Zaptec Pro"),
        ("ZCH900001", "ZCH900001", "Zaptec Pro / Home"),
        ("SN: ZAP900001", "ZAP900001", "Zaptec Go"),
        ("S/NZAP900001", "ZAP900001", "Zaptec Go"),
        ("[)>\x1e06\x1dSZAP900002\x1dP10250\x1e\x04", "ZAP900002", "Zaptec Go"),
        ("https://portal.example/c/ZPR900001?x=1", "ZPR900001", "Zaptec Pro"),
        ("ZAP900001\r\nZAP900001", "ZAP900001", "Zaptec Go"),
        ("EHVG7Y32", "EHVG7Y32", "Easee"),
        ("WIFI:T:WPA;S:EH769539;P:hidden;;", "EH769539", "Easee"),
    ],
)
def test_a_serial_number_of_a_known_brand_is_found(text: str, value: str, product: str) -> None:
    label = read_label(text)
    assert label is not None
    assert (label.value, label.product, label.refused) == (value, product, None)


def test_what_is_no_charge_box_is_told_so() -> None:
    assert read_label("APH900001") == SerialLabel("APH900001", "zaptec", (), "Zaptec Sense")


@pytest.mark.parametrize(
    "text",
    [
        "", "Home", "Testgatan 10", "kim@example.com", "1001", "KEY1", "5839 8257466", "SE4550000000058398257466",
        "GB29NWBK60161331926819", "2,50", "11455", "EHRLICHE", "ABC123456", "ZAP90000", "ZAP9000012", "XZAP900001",
        "ZAP900001 ZAP900002", "123456789", "Ehrensvärd 12",
    ],
)  # fmt: skip
def test_what_may_be_anything_is_no_label(text: str) -> None:
    assert read_label(text) is None
    assert other_label(text, expected=False) is None


@pytest.mark.parametrize(
    ("text", "kind", "anywhere"),
    [
        ("SE*VAT*E1234*1", LabelKind.EVSE_ID, True),
        ("dk*spa*e1000439", LabelKind.EVSE_ID, True),
        ("SEVATE1234", LabelKind.EVSE_ID, False),
        ("WIFI:T:WPA;S:Garage;P:hidden;;", LabelKind.WIFI, True),
        ("SSID: ZAPTEC_4711", LabelKind.WIFI, True),
        ("00:11:22:AA:BB:CC", LabelKind.MAC, True),
        ("00-11-22-aa-bb-cc", LabelKind.MAC, True),
        ("0011.22aa.bbcc", LabelKind.MAC, True),
        ("MAC 001122AABBCC", LabelKind.MAC, False),
        ("001122AABBCC", LabelKind.MAC, False),
        ("4006381333931", LabelKind.ARTICLE, False),
        ("96385074", LabelKind.ARTICLE, False),
        ("Art. no: 10250-1", LabelKind.ARTICLE, False),
        ("CSR-0001234", LabelKind.OPERATOR, False),
        ("https://incharge.example/aktivering", LabelKind.LINK, False),
        ("1234", LabelKind.PIN, False),
        ("PIN: 4711", LabelKind.PIN, False),
    ],
)
def test_what_else_stands_on_labels_is_named(text: str, kind: LabelKind, *, anywhere: bool) -> None:
    assert other_label(text) is kind
    assert other_label(text, expected=False) is (kind if anywhere else None)


def test_digits_without_a_right_check_digit_are_no_article() -> None:
    assert other_label("4006381333932") is None


def test_each_kind_has_a_sentence_that_says_where_the_right_number_is() -> None:
    words = Words("en")
    for kind in LabelKind:
        assert "serial number" in words.say(about_label(kind)), kind


def test_another_brands_number_is_told_with_its_label() -> None:
    with pytest.raises(OtherBrand) as caught:
        read_number("wallbox", "pulsar_max", "ZAP900001")
    assert caught.value.label.brand == "zaptec"
    with pytest.raises(OtherBrand):
        read_number("easee", "home", "GPN900001")


def test_another_model_of_the_brand_is_read_and_told() -> None:
    assert read_number("zaptec", "go", "GPN900001").other_models == ("go_2",)
    assert read_number("zaptec", "home", "ZCH900001").other_models == ()


@pytest.mark.parametrize(("text", "key"), [("SE*VAT*E1234", "labels.evse_id"), ("ZAP90", "serials.length")])
def test_what_is_no_serial_number_is_refused_by_its_name_if_it_has_one(text: str, key: str) -> None:
    with pytest.raises(SerialWrong) as caught:
        read_number("zaptec", "go", text)
    assert caught.value.message.key == key
