from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def open_emails(asked: Any) -> list[str]:
    return [one["email"] for one in (await asked.http.get("/sandbox/sessions")).json()]


async def test_the_right_three_open_a_session_and_signing_out_ends_it(asked: Any) -> None:
    kim = await asked.customer()
    assert (await kim.get("/v1/account")).json()["customer"]["name"] == "Kim Larsson"
    assert await open_emails(asked) == ["kim@example.com"]
    assert (await kim.delete("/v1/session")).status_code == 204
    assert await open_emails(asked) == []
    after = await kim.get("/v1/account")
    assert (after.status_code, after.json()["code"]) == (401, "session_expired")
    assert (await kim.delete("/v1/session")).status_code == 401


async def test_the_email_may_have_spaces_and_capitals(asked: Any) -> None:
    body = {"email": " Kim@Example.com ", "fleet_member_id": "1001", "partner_key": "KEY1"}
    answer = await asked.http.post("/northe/v1/sessions", json=body, headers=asked.key())
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("email", "member", "partner"),
    [
        ("kim@example.com", "1002", "KEY1"),
        ("kim@example.com", "1001", "KEY2"),
        ("nobody@example.com", "1001", "KEY1"),
        ("asa@example.com", "1001", "KEY1"),
    ],
)
async def test_whatever_is_wrong_the_answer_is_the_same(asked: Any, email: str, member: str, partner: str) -> None:
    answer = await asked.sign_in(email, member, partner)
    other = await asked.sign_in("somebody.else@example.com", "x", "y")
    assert answer.status_code == 401
    assert answer.json() == other.json()
    assert answer.json()["code"] == "sign_in_rejected"
    assert await open_emails(asked) == []


@pytest.mark.parametrize("email", ["kim@example.com", "nobody@example.com"])
async def test_after_five_wrong_tries_even_the_right_key_has_to_wait(asked: Any, email: str) -> None:
    for _ in range(5):
        assert (await asked.sign_in(email, "wrong")).status_code == 401
    waiting = await asked.sign_in(email, "1001")
    assert (waiting.status_code, waiting.json()["code"]) == (429, "throttled")
    assert waiting.headers["Retry-After"] == "60"
    assert (await asked.sign_in("asa@example.com")).status_code == 201, "others aren't held up"
    await asked.wait(59)
    assert (await asked.sign_in(email, "1001")).status_code == 429
    await asked.wait(1.1)
    assert (await asked.sign_in(email, "1001")).status_code == (201 if email == "kim@example.com" else 401)


async def test_a_sixth_wrong_try_has_to_wait_again(asked: Any) -> None:
    for _ in range(5):
        await asked.sign_in("kim@example.com", "wrong")
    await asked.wait(61)
    assert (await asked.sign_in("kim@example.com", "wrong")).status_code == 401
    assert (await asked.sign_in("kim@example.com")).status_code == 429


async def test_a_success_forgets_the_wrong_tries(asked: Any) -> None:
    for _ in range(4):
        await asked.sign_in("kim@example.com", "wrong")
    assert (await asked.sign_in("kim@example.com")).status_code == 201
    assert (await asked.sign_in("kim@example.com", "wrong")).status_code == 401
    assert (await asked.sign_in("kim@example.com")).status_code == 201


async def test_the_same_key_again_is_the_same_session(asked: Any) -> None:
    body = {"email": "kim@example.com", "fleet_member_id": "1001", "partner_key": "KEY1"}
    first = await asked.http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "once"})
    again = await asked.http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "once"})
    assert first.json() == again.json()
    assert await open_emails(asked) == ["kim@example.com"]


@pytest.mark.parametrize("key", [None, "", "with space", "ä", "x" * 201])
async def test_a_key_is_asked_for(asked: Any, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key.encode()}
    body = {"email": "kim@example.com", "fleet_member_id": "1001", "partner_key": "KEY1"}
    answer = await asked.http.post("/northe/v1/sessions", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


async def test_a_session_ends_by_itself(asked: Any) -> None:
    short = await asked.customer("short@example.com")
    kim = await asked.customer()
    await asked.wait(59)
    assert (await short.get("/v1/account")).status_code == 200
    await asked.wait(1.1)
    assert (await short.get("/v1/account")).json()["code"] == "session_expired"
    assert (await kim.get("/v1/account")).status_code == 200
    assert await open_emails(asked) == ["kim@example.com"]


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x", "Basic x", "Bearer \x7f"])
async def test_without_an_open_session_nothing_is_told(asked: Any, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    answer = await asked.http.get("/northe/v1/account", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_expired")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_the_body_is_never_repeated_in_a_refusal(asked: Any) -> None:
    body = {"email": "kim@example.com", "fleet_member_id": {"s3cret": 1}, "partner_key": "s3cret"}
    answer = await asked.http.post("/northe/v1/sessions", json=body, headers=asked.key())
    assert (answer.status_code, answer.json()["field"]) == (422, "fleet_member_id")
    assert "s3cret" not in answer.text
    broken = await asked.http.post("/northe/v1/sessions", content=b'{"email": "s3cret', headers=asked.key())
    assert broken.status_code == 400
    assert "s3cret" not in broken.text
    huge = await asked.http.post("/northe/v1/sessions", content=b"x" * 70_000, headers=asked.key())
    assert huge.status_code == 413
