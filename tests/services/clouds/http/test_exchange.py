from __future__ import annotations

import pytest
from pydantic import BaseModel, SecretStr

from services.clouds.http import Answer, Unreadable
from tests.support.clouds.recorded_answers import FAULTS, RecordedAnswers, everything_about
from tests.support.clouds.recorded_connection import POST, recorded_connection

pytestmark = pytest.mark.anyio


class Thing(BaseModel):
    name: str
    token: SecretStr | None = None


@pytest.mark.parametrize("fault", ["half", "html", "garbage", "other shape", "number", "204"])
async def test_an_answer_in_another_shape_is_unreadable_and_says_nothing_of_its_body(fault: str) -> None:
    answer = await recorded_connection(RecordedAnswers(default=FAULTS[fault])).ask(POST)
    with pytest.raises(Unreadable) as raised:
        answer.read(Thing)
    assert "Unexpected" not in everything_about(raised.value)
    assert "nginx" not in everything_about(raised.value)
    assert raised.value.__context__ is None


@pytest.mark.parametrize("kind", ["application/json", "application/problem+json", "Application/JSON; charset=utf-8"])
def test_json_is_known_by_its_content_type(kind: str) -> None:
    assert Answer(200, kind, b'{"name": "x"}').read(Thing).name == "x"


@pytest.mark.parametrize("kind", ["text/html", "", "text/plain", "application/jsonx", "image/x+json"])
def test_anything_else_is_not_json(kind: str) -> None:
    with pytest.raises(Unreadable):
        Answer(200, kind, b'{"name": "x"}').read(Thing)


@pytest.mark.parametrize("body", [b"[" * 100_000, b"[" * 100_000 + b"\xff", b"", b"{} {}", b"\xff\xfe"])
def test_odd_json_is_unreadable_and_nothing_worse(body: bytes) -> None:
    with pytest.raises(Unreadable):
        Answer(200, "application/json", body).json()


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'"Gar\\ud800age"', "Gar?age"),
        (b'"Gar\xffage"', "Gar\ufffdage"),
        (b'"Gar\nage"', "Gar\nage"),
        (b'"Gar\\ud83d\\ude00age"', "Gar\U0001f600age"),
    ],
)
def test_one_odd_character_makes_nothing_else_unreadable(body: bytes, name: str) -> None:
    whole = b'{"name": ' + body + b', "unneeded": [NaN, -Infinity]}'
    for told in (whole, b"\xef\xbb\xbf" + whole):
        assert Answer(200, "application/json", told).json()["name"] == name
        assert Answer(200, "application/json", told).read(Thing).name == name


@pytest.mark.parametrize("number", [b"1" * 5000, b"-" + b"9" * 100_000, b"1e999999", b"0." + b"3" * 5000, b"-0"])
def test_one_odd_number_makes_nothing_else_unreadable(number: bytes) -> None:
    whole = b'{"unneeded": [' + number + b'], "name": "Garage"}'
    assert Answer(200, "application/json", whole).json()["name"] == "Garage"
    assert Answer(200, "application/json", whole).read(Thing).name == "Garage"


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "TEXT/HTML; charset=x"])
@pytest.mark.parametrize("body", [b"<!doctype html><p>Sign in", b"\xef\xbb\xbf\r\n <!DOCTYPE HTML>", b"<HTML lang=sv>"])
def test_a_page_is_one_whatever_it_calls_itself(kind: str, body: bytes) -> None:
    assert Answer(200, kind, body).is_page


@pytest.mark.parametrize("body", [b"", b"{}", b'"<html>"', b"<Error><Code>AccessDenied</Code></Error>"])
def test_anything_else_is_no_page(body: bytes) -> None:
    assert not Answer(200, "application/json", body).is_page


def test_an_answer_does_not_show_its_body() -> None:
    assert "s3cret" not in repr(Answer(200, "application/json", b'{"token": "s3cret"}'))
