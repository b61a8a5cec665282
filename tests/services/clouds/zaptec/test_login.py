from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from pydantic import SecretStr

from services.contracts import Cause, MakerCloud, Reason, ServiceError
from tests.support.clouds.recorded_answers import FAULTS, everything_about, html_answer, json_answer
from tests.support.clouds.zaptec_bodies import (
    LIST,
    LOGIN,
    PASSWORD,
    TOKEN,
    USER,
    client,
    recorded,
    signed_in,
    token,
)

pytestmark = pytest.mark.anyio


def test_it_is_what_the_contract_asks_for() -> None:
    zaptec: MakerCloud = client(recorded())
    assert zaptec.signed_in_as is None


async def test_the_password_grant_is_form_encoded_and_has_no_client() -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud)
    request = cloud.last(LOGIN)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["password"],
        "username": [USER],
        "password": [PASSWORD],
    }
    assert "authorization" not in request.headers
    assert zaptec.signed_in_as == USER


async def test_the_scope_and_the_address_of_the_login_are_settings() -> None:
    cloud = recorded().on("POST /oauth2/new", token())
    await signed_in(cloud, scope="offline_access", token_url="https://auth.zaptec.test/oauth2/new")
    request = cloud.last("POST /oauth2/new")
    assert parse_qs(request.content.decode())["scope"] == ["offline_access"]
    assert request.url.host == "auth.zaptec.test"


@pytest.mark.parametrize("body", [{"token_type": "bearer"}, {"token_type": None}, {"expires_in": None}, {"scope": "x"}])
async def test_what_varies_in_a_grant(body: dict[str, Any]) -> None:
    cloud = recorded().on(LOGIN, token(**body))
    zaptec = await signed_in(cloud)
    await zaptec.chargers()
    assert cloud.last(LIST).headers["authorization"] == f"Bearer {TOKEN}"


async def test_a_pasted_name_goes_without_what_cant_be_seen_and_the_password_stays_what_it_is() -> None:
    cloud = recorded().on(LOGIN, token())
    await client(cloud).sign_in("\u200bkim@\u00adexample.com\u00a0\ufeff", SecretStr("Sommar 26²\u200b"))
    form = parse_qs(cloud.last(LOGIN).content.decode())
    assert (form["username"], form["password"]) == (["kim@example.com"], ["Sommar 26²\u200b"])


NO: list[tuple[str, httpx.Response, Cause]] = [
    ("wrong pair", json_answer(400, {"error": "invalid_grant", "error_description": "kim no"}), Cause.SIGN_IN_REJECTED),
    ("wrong pair, 401", json_answer(401, {"error": "invalid_grant"}), Cause.SIGN_IN_REJECTED),
    ("empty 401", json_answer(401), Cause.SIGN_IN_REJECTED),
    ("no password grant", json_answer(400, {"error": "unsupported_grant_type"}), Cause.LOGIN_CHANGED),
    ("wants a client", json_answer(400, {"error": "invalid_client"}), Cause.LOGIN_CHANGED),
    ("wants a scope", json_answer(400, {"error": "invalid_scope"}), Cause.LOGIN_CHANGED),
    ("wants a client, 403", json_answer(403, {"error": "unauthorized_client"}), Cause.LOGIN_CHANGED),
    ("elsewhere", httpx.Response(302, headers={"location": "http://wifi.test/"}), Cause.NETWORK_DOWN),
    ("elsewhere, 308", httpx.Response(308, headers={"location": "https://auth.test/"}), Cause.NETWORK_DOWN),
    ("a proxy", html_answer(407), Cause.NETWORK_DOWN),
    ("a network's own sign-in", html_answer(511), Cause.NETWORK_DOWN),
    ("wants a client, 401", json_answer(401, {"error": "invalid_client", "status_code": 401}), Cause.LOGIN_CHANGED),
    ("wants a second factor, 401", json_answer(401, {"error": "mfa_required"}), Cause.LOGIN_CHANGED),
    ("no password grant, 500", json_answer(500, {"error": "unsupported_grant_type"}), Cause.LOGIN_CHANGED),
    ("wrong pair, 500", json_answer(500, {"error": "invalid_grant"}), Cause.SIGN_IN_REJECTED),
    ("wrong pair, 403", json_answer(403, {"error": "invalid_grant"}), Cause.SIGN_IN_REJECTED),
    ("a server's own 401", json_answer(401, {"error": "Unauthorized", "status": 401}), Cause.SIGN_IN_REJECTED),
    ("a 401 with an object", json_answer(401, {"error": {"code": 401}}), Cause.SIGN_IN_REJECTED),
    ("a page, 401", html_answer(401), Cause.SIGN_IN_REJECTED),
    ("its own trouble, 400", json_answer(400, {"error": "server_error"}), Cause.VENDOR_DOWN),
    ("a server's own 500", json_answer(500, {"error": "Internal Server Error"}), Cause.VENDOR_DOWN),
    ("throttled and refused", json_answer(429, {"error": "invalid_grant"}, retry_after="1"), Cause.THROTTLED),
    ("throttled and changed", json_answer(429, {"error": "invalid_client"}, retry_after="1"), Cause.THROTTLED),
    ("wrong pair, 200", json_answer(200, {"error": "invalid_grant"}), Cause.SIGN_IN_REJECTED),
    ("wants a client, 200", json_answer(200, {"error": "invalid_client"}), Cause.LOGIN_CHANGED),
    ("wrong pair, 503", json_answer(503, {"error": "invalid_grant"}), Cause.SIGN_IN_REJECTED),
    ("no password grant, 502", json_answer(502, {"error": "unsupported_grant_type"}), Cause.LOGIN_CHANGED),
    *(
        (f"wrong pair as {text!r}", json_answer(400, {"error": text}), Cause.SIGN_IN_REJECTED)
        for text in ("INVALID_GRANT", "Invalid Grant", "invalidGrant", "invalid-grant", " invalid_grant\n")
    ),
    *(
        (f"wants a client as {text!r}", json_answer(401, {"error": text}), Cause.LOGIN_CHANGED)
        for text in ("INVALID_CLIENT", "Invalid client", "invalidClient", "invalid-client")
    ),
    (
        "wrong pair in an object",
        json_answer(400, {"error": {"code": "invalid_grant", "message": "x"}}),
        Cause.SIGN_IN_REJECTED,
    ),
    ("wants a client, in an object", json_answer(401, {"error": {"error": "invalid_client"}}), Cause.LOGIN_CHANGED),
    ("wrong pair as text", httpx.Response(400, text='{"error": "invalid_grant"}'), Cause.SIGN_IN_REJECTED),
    ("wants a client, as text", httpx.Response(401, text='{"error": "invalid_client"}'), Cause.LOGIN_CHANGED),
    ("wants a client, of no kind", httpx.Response(401, content=b'{"error": "invalid_client"}'), Cause.LOGIN_CHANGED),
    ("its own trouble, 401", json_answer(401, {"error": "temporarily_unavailable"}), Cause.VENDOR_DOWN),
    ("a server's own 400", json_answer(400, {"error": "Bad Request"}), Cause.VENDOR_DOWN),
    ("a firewall's own 403", json_answer(403, {"error": "Forbidden"}), Cause.VENDOR_DOWN),
    ("a token of two lines", json_answer(200, {"access_token": "x\ny"}), Cause.LOGIN_CHANGED),
    ("a token that is no token", json_answer(200, {"access_token": "ö"}), Cause.LOGIN_CHANGED),
    ("gone", html_answer(404), Cause.LOGIN_CHANGED),
    ("gone for good", json_answer(410), Cause.LOGIN_CHANGED),
    ("other method", json_answer(405), Cause.LOGIN_CHANGED),
    ("second factor", json_answer(200, {"mfa_required": True, "challenge": "x"}), Cause.LOGIN_CHANGED),
    ("other kind of token", json_answer(200, {"access_token": "x", "token_type": "DPoP"}), Cause.LOGIN_CHANGED),
    ("empty token", json_answer(200, {"access_token": ""}), Cause.LOGIN_CHANGED),
    ("a page", html_answer(200), Cause.NETWORK_DOWN),
    ("a page, 400", html_answer(400), Cause.VENDOR_DOWN),
    ("a list", json_answer(200, ["x"]), Cause.VENDOR_DOWN),
    ("nginx", html_answer(503), Cause.VENDOR_DOWN),
    ("nginx, 502", html_answer(502), Cause.VENDOR_DOWN),
    ("broken", json_answer(500, {"Code": 505}), Cause.VENDOR_DOWN),
    ("throttled", json_answer(429, retry_after="1"), Cause.THROTTLED),
    ("temporarily", json_answer(503, {"error": "temporarily_unavailable"}), Cause.VENDOR_DOWN),
]


@pytest.mark.parametrize(("reply", "cause"), [(reply, cause) for _, reply, cause in NO], ids=[name for name, *_ in NO])
async def test_each_way_to_say_no(reply: httpx.Response, cause: Cause) -> None:
    cloud = recorded().on(LOGIN, reply)
    zaptec = client(cloud)
    with pytest.raises(ServiceError) as raised:
        await zaptec.sign_in(USER, SecretStr(PASSWORD))
    assert raised.value.cause is cause
    assert zaptec.signed_in_as is None
    settled = cause in (Cause.SIGN_IN_REJECTED, Cause.LOGIN_CHANGED)
    assert cloud.count(LOGIN) == (4 if reply.status_code in (429, 502, 503) and not settled else 1)
    told = everything_about(raised.value)
    assert "SECRET" not in told
    assert "kim no" not in told


@pytest.mark.parametrize("fault", ["refused", "slow to connect", "slow", "reset", "hung up"])
async def test_a_broken_line_is_no_refusal(fault: str) -> None:
    cloud = recorded().on(LOGIN, FAULTS[fault])
    with pytest.raises(ServiceError) as raised:
        await client(cloud).sign_in(USER, SecretStr(PASSWORD))
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert "SECRET" not in everything_about(raised.value)
    assert cloud.count(LOGIN) == (4 if fault in ("refused", "slow to connect") else 1)


@pytest.mark.parametrize("fault", ["half", "garbage", "number", "204"])
async def test_a_login_that_makes_no_sense(fault: str) -> None:
    with pytest.raises(ServiceError) as raised:
        await client(recorded().on(LOGIN, FAULTS[fault])).sign_in(USER, SecretStr(PASSWORD))
    assert (raised.value.cause, raised.value.reason) == (Cause.VENDOR_DOWN, Reason.UNREADABLE)
