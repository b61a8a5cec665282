"""Signing in without the customer: what a paste brings along is put right, what's missing is told at its field."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import SecretStr

from services.activation.answers import AnswersWrong
from services.activation.sign_in import check_sign_in
from tests.support.values.invisible_characters import sprinkled

LONGEST = f"{'k' * 242}@example.com"
"""254 characters: the most that RFC 5321 allows."""

KEYS = {"fleet_member_id": SecretStr("1001"), "partner_key": SecretStr("KEY1")}


@pytest.mark.parametrize(
    "email",
    ["kim@example.com", " kim@example.com\r\n", "kim\u200b@\u00a0example.com\u202e", "ｋｉｍ＠ｅｘａｍｐｌｅ．ｃｏｍ"],
)
def test_an_address_is_read_without_what_cant_be_seen(email: str) -> None:
    assert check_sign_in({"email": email, **KEYS}).email == "kim@example.com"


@pytest.mark.parametrize(
    "pasted",
    [
        "mailto:kim@example.com",
        "MAILTO:kim@example.com?subject=Hello: you&cc=bo@example.com",
        "<kim@example.com>",
        "Kim Larsson <kim@example.com>",
        '"Kim" <mailto:kim@example.com>,',
        "kim@example.com,",
        "kim@example.com.",
        "kim@example.com;",
        "E-mail: kim@example.com",
        '"kim@example.com"',
        "(kim@example.com)",
        "“kim@example.com”.",
        "‘kim@example.com’",
        "kim@example.com kim@example.com",
        "kim@example.com\nFleet: 1001",
        "kim@example .com",
    ],
)
def test_an_address_is_found_in_what_was_pasted_around_it(pasted: str) -> None:
    assert check_sign_in({"email": pasted, **KEYS}).email == "kim@example.com"


@pytest.mark.parametrize(
    "email",
    [
        "kim+box@example.com",
        "k.i-m_l@mail.example.co.uk",
        "o'neil/dept=1@example.com",
        "kim@åkeri.example",
        "åsa@example.com",
        "कि@example.com",
        "1@1and1.com",
        "kim@xn--keri-poa.example",
        "kim@example.xn--p1ai",
        "KIM@EXAMPLE.COM",
    ],
)
def test_addresses_that_people_have_are_taken_as_they_are(email: str) -> None:
    assert check_sign_in({"email": email, **KEYS}).email == email


@given(sprinkled("kim.l+box@example.com"), sprinkled("Key-1"))
def test_what_cant_be_seen_changes_nothing(email: str, key: str) -> None:
    read = check_sign_in({"email": email, "fleet_member_id": SecretStr("1001"), "partner_key": SecretStr(key)})
    assert (read.email, read.partner_key.get_secret_value()) == ("kim.l+box@example.com", "Key-1")


BROKEN_DOTS = st.sampled_from([".", "-", "..", ".-", "-."])


@given(st.sampled_from(["@{}example.com", "@example{}", "@example.{}com", "@example.com{}x"]), BROKEN_DOTS)
def test_a_host_with_a_dot_or_a_hyphen_at_an_end_is_no_host(host: str, broken: str) -> None:
    email = "kim" + host.format(broken)
    assume(email not in {"kim@example.", "kim@example.com-x", "kim@example.com.x", "kim@example-"})
    with pytest.raises(AnswersWrong):
        check_sign_in({"email": email, **KEYS})


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
        ({"email": "kim@example..com"}, {"email": "wrong"}),
        ({"email": ".kim@example.com"}, {"email": "wrong"}),
        ({"email": "kim.@example.com"}, {"email": "wrong"}),
        ({"email": "kim..l@example.com"}, {"email": "wrong"}),
        ({"email": "kim@-example.com"}, {"email": "wrong"}),
        ({"email": "kim@example-.com"}, {"email": "wrong"}),
        ({"email": "kim@.example.com"}, {"email": "wrong"}),
        ({"email": "kim@example.12"}, {"email": "wrong"}),
        ({"email": "kim@192.168.1.1"}, {"email": "wrong"}),
        ({"email": "kim@example.c0m"}, {"email": "wrong"}),
        ({"email": "kim@example.c"}, {"email": "wrong"}),
        ({"email": "kim@exa_mple.com"}, {"email": "wrong"}),
        ({"email": "kim´@example.com"}, {"email": "wrong"}),
        ({"email": "kim@bo@example.com"}, {"email": "wrong"}),
        ({"email": "Kim <kim@example.com>, Bo <bo@example.com>"}, {"email": "alone"}),
        ({"email": "kim@example.com, bo@example.com"}, {"email": "alone"}),
        ({"email": "Kim Larsson kim@example.com"}, {"email": "alone"}),
        ({"email": "kim larsson@example.com"}, {"email": "alone"}),
        ({"email": "kim@example.co m"}, {"email": "alone"}),
        ({"email": "@example.com"}, {"email": "wrong"}),
        ({"email": "<>"}, {"email": "empty"}),
        ({"email": "mailto:"}, {"email": "empty"}),
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
