from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.support.clouds.sandbox_requests import sandbox_requests

pytestmark = pytest.mark.anyio
ACCOUNT = "/northe/v1/account"


async def order(asked: Any, **fault: Any) -> int:
    answer = await asked.http.post("/sandbox/faults", json=fault)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["id"]
    return number


async def test_a_status_with_the_body_that_this_cloud_would_send(asked: Any) -> None:
    await order(asked, kind="status", status=502)
    northe, zaptec = await asked.http.get(ACCOUNT), await asked.http.get("/zaptec/api/chargers")
    assert (northe.status_code, northe.json()["code"]) == (502, "northe_down")
    assert northe.headers["Content-Type"] == "application/problem+json"
    assert (zaptec.status_code, zaptec.content) == (502, b"")
    await order(asked, kind="status", status=500, cloud="zaptec", code="533", path="/api/other")
    await asked.http.delete("/sandbox/faults/1")
    coded = await asked.http.get("/zaptec/api/other")
    assert (coded.status_code, coded.json()["Code"]) == (500, 533)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("northe_down", 503, "northe_down"),
        ("vendor_down", 503, "vendor_down"),
        ("throttled", 429, "throttled"),
        ("session_expired", 401, "session_expired"),
    ],
)
async def test_causes_to_order(asked: Any, kind: str, status: int, code: str) -> None:
    await order(asked, kind=kind, cloud="northe", path="/v1/account")
    answer = await asked.http.get(ACCOUNT)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert ("Retry-After" in answer.headers) == (status == 429)
    assert (await asked.http.get("/northe/v1/catalogue")).status_code == 200, "other paths are left alone"


async def test_zaptec_changes_its_login(asked: Any) -> None:
    await order(asked, kind="login_changed")
    form = {"grant_type": "password", "username": "zap@example.com", "password": "zap"}
    answer = await asked.http.post("/zaptec/oauth/token", data=form)
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")
    assert (await asked.http.get("/zaptec/api/constants")).status_code == 200


async def test_a_body_of_ones_own(asked: Any) -> None:
    await order(asked, kind="status", status=418, body={"short": "stout"}, path="/northe/v1/account", retry_after=7)
    answer = await asked.http.get(ACCOUNT)
    assert (answer.status_code, answer.json(), answer.headers["Retry-After"]) == (418, {"short": "stout"}, "7")
    await order(asked, kind="status", status=200, body="plain", cloud="zaptec")
    assert (await asked.http.get("/zaptec/api/constants")).text == "plain"


async def test_html_garbage_and_nothing(asked: Any) -> None:
    for kind in ("html", "garbage", "empty"):
        await order(asked, kind=kind, path=f"/v1/{kind}")
    html = await asked.http.get("/northe/v1/html")
    assert (html.status_code, html.headers["Content-Type"]) == (502, "text/html; charset=utf-8")
    assert "502 Bad Gateway" in html.text
    garbage = await asked.http.get("/northe/v1/garbage")
    assert (garbage.status_code, garbage.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError):
        garbage.json()
    empty = await asked.http.get("/northe/v1/empty")
    assert (empty.status_code, empty.content) == (200, b"")


async def test_a_delay_and_then_the_answer(asked: Any) -> None:
    await order(asked, kind="delay", seconds=0.05)
    await order(asked, kind="delay", seconds=0.05)
    loop = asyncio.get_running_loop()
    before = loop.time()
    assert (await asked.http.get("/northe/v1/catalogue")).status_code == 200
    assert loop.time() - before >= 0.1


async def test_a_cut_line_and_a_silence_in_process(asked: Any) -> None:
    await order(asked, kind="drop", path="/v1/account")
    with pytest.raises(httpx.ReadError):
        await asked.http.get(ACCOUNT)
    await order(asked, kind="hang", path="/v1/catalogue")
    with pytest.raises(httpx.ReadTimeout):
        await asked.http.get("/northe/v1/catalogue")


@pytest.mark.parametrize("kind", ["lost", "half"])
async def test_a_lost_answer_is_found_again_with_the_same_key(asked: Any, kind: str) -> None:
    await order(asked, kind=kind, path="/v1/sessions", count=1)
    body = {"email": "kim@example.com", "fleet_member_id": "1001", "partner_key": "KEY1"}
    with pytest.raises(httpx.TransportError):
        await asked.http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "k"})
    assert len((await asked.http.get("/sandbox/sessions")).json()) == 1, "it was done all the same"
    again = await asked.http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "k"})
    assert again.status_code == 201
    assert len((await asked.http.get("/sandbox/sessions")).json()) == 1


async def test_a_dropped_call_isnt_done(asked: Any) -> None:
    await order(asked, kind="drop", path="/v1/sessions")
    body = {"email": "kim@example.com", "fleet_member_id": "1001", "partner_key": "KEY1"}
    with pytest.raises(httpx.ReadError):
        await asked.http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "k"})
    assert (await asked.http.get("/sandbox/sessions")).json() == []


async def test_every_third_and_twice_in_all(asked: Any) -> None:
    await order(asked, kind="status", status=503, every=3, count=2, path="/northe/v1/catalogue")
    statuses = [(await asked.http.get("/northe/v1/catalogue")).status_code for _ in range(9)]
    assert statuses == [200, 200, 503, 200, 200, 503, 200, 200, 200]
    (listed,) = (await asked.http.get("/sandbox/faults")).json()
    assert (listed["struck"], listed["kind"]) == (2, "status")


@pytest.mark.parametrize(
    ("fault", "struck"),
    [
        ({"path": "/northe/v1/account"}, {"GET /northe/v1/account"}),
        ({"path": "/v1/account"}, {"GET /northe/v1/account"}),
        ({"cloud": "zaptec"}, {"GET /zaptec/api/constants"}),
        ({"method": "POST"}, {"POST /northe/v1/link-sessions"}),
        ({"path": "*"}, {"GET /northe/v1/account", "POST /northe/v1/link-sessions", "GET /zaptec/api/constants"}),
        ({"path": "/sandbox/*"}, set()),
    ],
)
async def test_which_calls_are_meant(asked: Any, fault: dict[str, Any], struck: set[str]) -> None:
    await order(asked, kind="status", status=599, **fault)
    calls = [
        *(("GET", ACCOUNT), ("POST", "/northe/v1/link-sessions"), ("GET", "/zaptec/api/constants")),
        *(("GET", "/sandbox/world"),),
    ]
    hit = {f"{method} {path}" for method, path in calls if (await asked.http.request(method, path)).status_code == 599}
    assert hit == struck


async def test_faults_are_taken_away_one_by_one_or_all(asked: Any) -> None:
    first, second = [await order(asked, kind="status", status=503) for _ in range(2)]
    assert (await asked.http.delete(f"/sandbox/faults/{first}")).status_code == 204
    assert (await asked.http.delete(f"/sandbox/faults/{first}")).status_code == 404
    assert [one["id"] for one in (await asked.http.get("/sandbox/faults")).json()] == [second]
    assert (await asked.http.delete("/sandbox/faults")).json() == {"removed": 1}
    assert (await asked.http.get("/northe/v1/catalogue")).status_code == 200


async def test_a_fault_that_isnt_one(asked: Any) -> None:
    answer = await asked.http.post("/sandbox/faults", json={"kind": "explode"})
    assert (answer.status_code, answer.json()["field"]) == (422, "kind")
    assert (await asked.http.post("/sandbox/faults", json={"kind": "drop", "pth": "x"})).status_code == 422
    assert (await asked.http.get("/sandbox/faults")).json() == []


async def test_a_world_may_begin_with_faults(world_file: Any) -> None:
    asked = sandbox_requests(world_file('[[faults]]\nkind = "northe_down"\ncount = 1\n'))
    assert [(await asked.http.get("/northe/v1/catalogue")).status_code for _ in range(2)] == [503, 200]


async def test_a_customer_whose_line_drops(asked: Any) -> None:
    with pytest.raises(httpx.ReadError):
        await asked.sign_in("drop@example.com")
    assert (await asked.http.get("/sandbox/sessions")).json() == []
