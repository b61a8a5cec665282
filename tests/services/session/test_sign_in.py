"""Signing in without the customer: what a paste brings along is put right, what's missing is told at its field."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from services.session import AnswersWrong, check_sign_in

LONGEST = f"{'k' * 242}@example.com"
"""254 characters: the most that RFC 5321 allows."""

KEYS = {"fleet_member_id": SecretStr("1001"), "partner_key": SecretStr("KEY1")}


@pytest.mark.parametrize(
    "email",
    ["kim@example.com", " kim@example.com\r\n", "kim\u200b@\u00a0example.com\u202e", "ｋｉｍ＠ｅｘａｍｐｌｅ．ｃｏｍ"],
)
def test_an_address_is_read_without_what_cant_be_seen(email: str) -> None:
    assert check_sign_in({"email": email, **KEYS}).email == "kim@example.com"


@pytest.mark.parametrize("name", ["fleet_member_id", "partner_key"])
def test_so_are_the_keys(name: str) -> None:
    typed: dict[str, str | SecretStr] = {"email": "kim@example.com", **KEYS, name: SecretStr("\u2066Ａ1 \u200d2\t")}
    read = getattr(check_sign_in(typed), name)
    assert read.get_secret_value() == "A12"


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"email": ""}, {"email": "empty"}),
        ({"email": "\u200b "}, {"email": "empty"}),
        ({"email": "kim"}, {"email": "wrong"}),
        ({"email": "kim@example"}, {"email": "wrong"}),
        ({"email": "kim@ex[ample.com"}, {"email": "wrong"}),
        ({"email": f"k{LONGEST}"}, {"email": "wrong"}),
        ({"partner_key": SecretStr("\u00a0")}, {"partner_key": "empty"}),
        ({"fleet_member_id": SecretStr("1" * 255)}, {"fleet_member_id": "too_long"}),
        ({"email": "", "partner_key": ""}, {"email": "empty", "partner_key": "empty"}),
    ],
)
def test_what_cant_be_right_is_told_at_its_field(changed: dict[str, str | SecretStr], problems: dict[str, str]) -> None:
    with pytest.raises(AnswersWrong) as raised:
        check_sign_in({"email": "kim@example.com", **KEYS, **changed})
    told = {name: message.key for name, message in raised.value.problems.items()}
    assert told == {name: f"sign_in.{name}.{key}" for name, key in problems.items()}
    assert not any(message.args for message in raised.value.problems.values())


def test_the_longest_are_taken() -> None:
    keys = {name: SecretStr("x" * 254) for name in KEYS}
    read = check_sign_in({"email": LONGEST, **keys})
    assert (read.email, read.fleet_member_id, read.partner_key) == (LONGEST, *keys.values())
