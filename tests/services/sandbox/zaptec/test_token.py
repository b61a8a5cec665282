from __future__ import annotations

from typing import Any

import pytest

from tests.support.clouds.sandbox_requests import sandbox_requests

pytestmark = pytest.mark.anyio
RIGHT = {"grant_type": "password", "username": "zap@example.com", "password": "zap"}


@pytest.mark.parametrize("path", ["/zaptec/oauth/token", "/zaptec/oauth/token2"])
async def test_the_password_grant(asked: Any, path: str) -> None:
    answer = await asked.http.post(path, data=RIGHT)
    body = answer.json()
    assert set(body) == {"access_token", "token_type", "expires_in"}
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 86_399)
    assert body["access_token"].count(".") == 2


async def test_a_refresh_token_comes_on_demand_and_doesnt_work(asked: Any) -> None:
    answer = await asked.http.post("/zaptec/oauth/token", data={**RIGHT, "scope": "openid offline_access"})
    refresh = answer.json()["refresh_token"]
    again = await asked.http.post("/zaptec/oauth/token", data={"grant_type": "refresh_token", "refresh_token": refresh})
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert again.json()["error_description"] == "The specified refresh token is invalid."


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"password": "wrong"}, "invalid_grant"),
        ({"username": "nobody@example.com"}, "invalid_grant"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
        ({"password": ""}, "invalid_request"),
        ({"username": "changed@example.com"}, "unsupported_grant_type"),
    ],
)
async def test_refusals(asked: Any, change: dict[str, str], error: str) -> None:
    answer = await asked.http.post("/zaptec/oauth/token", data={**RIGHT, **change})
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert answer.json()["error_description"]


async def test_json_and_noise_arent_forms(asked: Any) -> None:
    for content in (b'{"grant_type": "password"}', b"\xff\xfe", b""):
        answer = await asked.http.post("/zaptec/oauth/token", content=content)
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


async def test_a_cloud_that_is_overrun_answers_with_a_page(asked: Any) -> None:
    answer = await asked.http.post("/zaptec/oauth/token", data={**RIGHT, "username": "down@example.com"})
    assert answer.status_code == 503
    assert "nginx" in answer.text
    assert "Retry-After" not in answer.headers


async def test_a_token_ends_after_a_day(asked: Any) -> None:
    zaptec = await asked.zaptec()
    assert (await zaptec.get("/api/chargers")).status_code == 200
    await asked.wait(86_400)
    ended = await zaptec.get("/api/chargers")
    assert (ended.status_code, ended.content) == (401, b"")


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic eA=="])
async def test_without_a_token_only_the_constants_are_told(asked: Any, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for path in ("/api/chargers", "/api/installation", "/api/chargehistory", "/api/sessions/archived"):
        assert (await asked.http.get(f"/zaptec{path}", headers=headers)).status_code == 401
    constants = (await asked.http.get("/zaptec/api/constants")).json()
    assert constants["Observations"]["IsOnline"] == -2
    assert constants["ErrorCodes"]["UnknownObject"] == 512
    assert len(constants["Countries"]) == 32


async def test_clients_that_look_the_address_up_find_it(asked: Any) -> None:
    found = (await asked.http.get("/zaptec/.well-known/openid-configuration")).json()
    assert found["token_endpoint"] == "http://sandbox/zaptec/oauth/token"


async def test_an_account_that_asks_too_often_has_to_wait(asked: Any) -> None:
    zaptec = await asked.zaptec("limited@example.com")
    statuses = [(await zaptec.get("/api/installation?PageSize=1")).status_code for _ in range(20)]
    assert statuses == [200] * 16 + [429] * 4, "one, and a burst of 15"
    refused = await zaptec.get("/api/installation")
    assert (refused.headers["Retry-After"], refused.content) == ("1", b"")
    await asked.wait(1)
    statuses = [(await zaptec.get("/api/installation?PageSize=1")).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    free = await asked.zaptec()
    assert {(await free.get("/api/installation")).status_code for _ in range(30)} == {200}


async def test_a_world_may_have_zaptecs_limits_on(world_file: Any) -> None:
    world = world_file(
        'limits = { on = true }\nzaptec_accounts = [{ user = "z@example.com", password = "p", default_roles = ["owner"] }]'
    )
    asked = sandbox_requests(world)
    form = {"grant_type": "password", "username": "z@example.com", "password": "p"}
    first = await asked.http.post("/zaptec/oauth/token", data=form)
    second = await asked.http.post("/zaptec/oauth/token", data=form)
    assert (first.status_code, second.status_code, second.headers["Retry-After"]) == (200, 429, "1")
    await asked.wait(1)
    assert (await asked.http.post("/zaptec/oauth/token", data=form)).status_code == 200
