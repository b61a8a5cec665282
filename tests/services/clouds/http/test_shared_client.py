from __future__ import annotations

import httpx
import pytest

from services.clouds.http import Connection, LineUnusable, demand_safe, open_client
from services.contracts import Cause
from services.fake import FakeClock
from services.text.words import Words
from tests.support.clouds.recorded_answers import RecordedAnswers, everything_about
from tests.support.clouds.recorded_connection import GET, URL, ask_over_a_socket, serving

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "address",
    [
        "https://api.zaptec.com",
        "http://127.0.0.1:8000/northe",
        "http://localhost:1",
        "http://[::1]:80",
        "http://127.9.9.9",
    ],
)
def test_safe_addresses(address: str) -> None:
    demand_safe(address)


@pytest.mark.parametrize(
    "address",
    ["http://api.zaptec.com", "http://10.0.0.1", "http://localhost.example.com", "ftp://x", "https://", "x", ""],
)
def test_plain_http_goes_nowhere_but_to_this_machine(address: str) -> None:
    with pytest.raises(ValueError, match="needs https"):
        open_client((address,), version="1")


async def test_the_client_says_who_it_is_keeps_no_cookie_and_follows_nobody() -> None:
    recorded = RecordedAnswers().on(
        "GET /thing",
        httpx.Response(302, headers={"location": "https://else.test/", "set-cookie": "customer=1; Path=/"}),
    )
    async with open_client((URL,), version="1.2.3", transport=httpx.MockTransport(recorded.answer)) as client:
        asking = Connection(client, silent=Cause.VENDOR_DOWN, clock=FakeClock(), policy=recorded.policy())
        await asking.ask(GET)
        await asking.ask(GET)
    assert len(recorded.asked) == 2
    assert recorded.asked[1].headers["user-agent"] == "northe-activate/1.2.3"
    assert "cookie" not in recorded.asked[1].headers


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SSL_CERT_FILE", "/nowhere.pem", "SSL_CERT_FILE"),
        ("SSL_CERT_FILE", __file__, "SSL_CERT_FILE"),
        ("HTTPS_PROXY", "socks5://secret@127.0.0.1:1", "HTTPS_PROXY"),
        ("ALL_PROXY", "gopher://secret@127.0.0.1:1", "ALL_PROXY"),
        ("https_proxy", "http://secret@proxy.invalid:port", "HTTPS_PROXY"),
    ],
)
def test_a_line_that_the_environment_spoils(name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence, without the proxy's password. What stays on this machine needs neither."""
    monkeypatch.setenv(name, value)
    with pytest.raises(LineUnusable) as raised:
        open_client(("https://api.zaptec.test",), version="1")
    assert said in Words().say(raised.value.message)
    assert "secret" not in everything_about(raised.value)
    open_client(("http://127.0.0.1:1",), version="1")


async def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    ok = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"
    async with serving(ok) as port:
        answer = await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert answer.status == 200
