"""No web page may change a world that somebody serves; curl, other clients and a phone's browser may."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.sandbox.app import create_app
from services.sandbox.in_process import InProcess

pytestmark = pytest.mark.anyio
SERVED = "http://192.168.1.20:8700"
HERE = "192.168.1.20:8700"
FORM = {"grant_type": "password", "username": "zap@example.com", "password": "zap"}


@pytest.fixture
def http() -> httpx.AsyncClient:
    """A sandbox that's served to the whole network."""
    transport = InProcess(create_app(base_url=SERVED), raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url=SERVED)


CHANGES = [
    ("POST", "/sandbox/reset"),
    ("POST", "/sandbox/clock"),
    ("POST", "/sandbox/faults"),
    ("DELETE", "/sandbox/faults"),
    ("POST", "/sandbox/grant"),
    ("POST", "/portal/access/request/Y8TU"),
    ("POST", "/app/link/ABCDEFGHJKMN"),
    ("POST", "/northe/v1/sessions"),
    ("POST", "/zaptec/oauth/token"),
]
FOREIGN = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://192.168.1.20:8701"},
    {"Origin": "http://192.168.1.20"},
    {"Origin": "http://192.168.1.20:8700.evil.example"},
    {"Origin": "http://[nonsense"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "http://evil.example:8700", "Host": "evil.example:8700"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(("method", "path"), CHANGES)
async def test_a_foreign_page_changes_nothing(
    http: httpx.AsyncClient, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = await http.request(method, path, headers={"Content-Type": "text/plain", **headers}, content=b"{}")
    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8700", "192.168.1.20.evil.example", "", "a b.c", "[::"])
async def test_a_name_that_is_made_to_point_here_changes_nothing(http: httpx.AsyncClient, host: str) -> None:
    await http.post("/sandbox/clock", json={"advance": 5})
    for path in ("/sandbox/reset", "/sandbox/clock"):
        assert (await http.post(path, headers={"Host": host}, json={"advance": 5})).status_code == 403
    assert (await http.get("/sandbox/clock")).json()["ahead_seconds"] == 5


@pytest.mark.parametrize(
    "host",
    [
        *("localhost:8700", "127.0.0.1:8700", "[::1]:8700", "192.168.1.20:8700", "10.0.0.7", "laptop:8700"),
        *("laptop.local:8700", "LAPTOP.local", "sandbox", "host.docker.internal:8700", "localhost.:8700"),
    ],
)
async def test_what_is_asked_from_near_by_works_with_and_without_a_browser(http: httpx.AsyncClient, host: str) -> None:
    for origin in ({}, {"Origin": f"http://{host}"}, {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}):
        headers = {"Host": host, **origin}
        assert (await http.post("/sandbox/reset", headers=headers)).status_code == 204
        assert (await http.post("/zaptec/oauth/token", headers=headers, data=FORM)).status_code == 200


async def test_the_name_that_it_is_served_under_works() -> None:
    app = create_app(base_url="http://box.example.com:8700")
    async with httpx.AsyncClient(transport=InProcess(app), base_url="http://box.example.com:8700") as http:
        assert (await http.post("/sandbox/reset")).status_code == 204


async def test_another_client_signs_in_under_any_name(http: httpx.AsyncClient) -> None:
    headers = {"Host": "zaptec.test.example.com"}
    assert (await http.post("/zaptec/oauth/token", headers=headers, data=FORM)).status_code == 200
    assert (await http.get("/sandbox/world", headers={"Origin": "http://evil.example"})).status_code == 200


@pytest.mark.parametrize("path", ["/portal/access/request/Y8TU", "/app/link/ABCDEFGHJKMN"])
async def test_a_page_of_its_own_lets_the_browser_say_where_it_comes_from(http: httpx.AsyncClient, path: str) -> None:
    """With `no-referrer`, browsers send `Origin: null` with a form, so it couldn't be told from a foreign page."""
    page = await http.get(path)
    assert page.headers["Referrer-Policy"] == "same-origin"
    sent = await http.post(path, headers={"Origin": SERVED}, data={"answer": "refuse"})
    assert sent.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/app/link/ABC/", "/app/link", "/zaptec/api/chargers/", "/sandbox/world/"])
@pytest.mark.parametrize("host", [HERE, "evil.example", "evil.example:80"])
async def test_no_link_is_built_from_the_name_that_was_asked_for(http: httpx.AsyncClient, path: str, host: str) -> None:
    answer = await http.get(path, headers={"Host": host})
    assert answer.status_code == 307
    assert answer.headers["Location"].startswith("/")
    assert not answer.headers["Location"].startswith("//")


async def test_the_qr_code_says_what_it_is_served_under(http: httpx.AsyncClient) -> None:
    headers = {"Host": "evil.example", "Idempotency-Key": "a"}
    link = (await http.post("/northe/v1/link-sessions", headers=headers)).json()
    assert link["payload"].startswith(f"{SERVED}/")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(origin=st.text(st.characters(max_codepoint=255, blacklist_categories=["Cc"])))
async def test_any_other_origin_is_a_foreign_one(http: httpx.AsyncClient, origin: Any) -> None:
    headers = [(b"Origin", origin.strip().encode("latin-1"))]
    answer = await http.post("/sandbox/clock", headers=headers, json={"advance": 1})
    assert answer.status_code == 403
