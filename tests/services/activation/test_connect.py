"""The own fields of Connect: what a paste brings along is put right, what can't be right is refused at its field."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from services.activation.answers import AnswersWrong
from services.activation.connect import check_connect
from services.activation.session import BoxTypeAnswer

EASEE = BoxTypeAnswer(name="Garage", brand="easee", model="home")
CTEK = BoxTypeAnswer(name="Garage", brand="ctek", model="njord_go")


@pytest.mark.parametrize("pin", ["1234", " 12 34\r\n", "１２３４", "1\u200b2\u00a034\u202c"])
def test_a_pin_is_read_without_what_cant_be_seen(pin: str) -> None:
    answer, _ = check_connect(EASEE, {"serial_number": "EH900001", "pin": SecretStr(pin)})
    assert answer.fields["pin"].get_secret_value() == "1234"
    assert answer.serial_number == answer.fields["serial_number"].get_secret_value() == "EH900001"


@pytest.mark.parametrize(
    ("pin", "key"), [("", "empty"), (" \u200b", "empty"), ("12", "wrong"), ("12a4", "wrong"), ("1" * 9, "wrong")]
)
def test_what_is_no_pin_is_refused_without_showing_it(pin: str, key: str) -> None:
    with pytest.raises(AnswersWrong) as raised:
        check_connect(EASEE, {"serial_number": "EH900001", "pin": SecretStr(pin)})
    assert {name: message.key for name, message in raised.value.problems.items()} == {"pin": f"connect.field.{key}"}
    assert not raised.value.problems["pin"].args


def test_a_field_that_may_stay_empty_and_one_thats_missing() -> None:
    answer, _ = check_connect(CTEK, {"serial_number": "900004"})
    assert answer.fields["charge_point_identity"].get_secret_value() == ""
    with pytest.raises(AnswersWrong) as raised:
        check_connect(CTEK, {"charge_point_identity": "CP/1"})
    assert set(raised.value.problems) == {"serial_number", "charge_point_identity"}


@pytest.mark.parametrize(
    "typed",
    ["CP-0001", "CP-0001\r\nCP-0001", "CP-0001CP-0001", "\x02CP-0001\x03", "CP\u034f-00\u200b01", "CP\u20130001"],
)
def test_an_identity_is_one_however_it_was_scanned_or_copied(typed: str) -> None:
    answer, _ = check_connect(CTEK, {"serial_number": "123456", "charge_point_identity": typed})
    assert answer.fields["charge_point_identity"].get_secret_value() == "CP-0001"


@pytest.mark.parametrize("typed", ["CP-0001 CP-0002", "CP-0001\tCP-0002", "CP-0001\r\n123456"])
def test_no_identity_is_made_of_two(typed: str) -> None:
    with pytest.raises(AnswersWrong) as raised:
        check_connect(CTEK, {"serial_number": "123456", "charge_point_identity": typed})
    assert set(raised.value.problems) == {"charge_point_identity"}


def test_each_of_the_brands_fields_is_sent_and_is_a_secret() -> None:
    connect, reading = check_connect(EASEE, {"serial_number": "EH123456", "pin": SecretStr("1234")})
    assert reading.value == "EH123456"
    assert not connect.left_waiting
    assert connect.fields == {"serial_number": SecretStr("EH123456"), "pin": SecretStr("1234")}
