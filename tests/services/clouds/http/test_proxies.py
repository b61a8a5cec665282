"""Through a company's proxy: what it says, and doesn't, is told as the proxy's and not as the cloud's."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.activation.explanations import describe
from services.clouds.http import Answer, Connection, HttpRequest, open_client
from services.contracts import Cause, ServiceError
from services.fake import FakeClock
from services.text.words import Words
from tests.support.clouds.broken_handshakes import server_context
from tests.support.clouds.certificates import certificate
from tests.support.clouds.recorded_answers import RecordedAnswers, everything_about

pytestmark = pytest.mark.anyio

URL = "https://cloud.test/thing"
OPEN = b"HTTP/1.1 200 Connection established\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"
WORDS = Words()

Then = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Asked:
    connections: int = 0
    first: str = ""


@asynccontextmanager
async def proxy(reply: bytes, monkeypatch: pytest.MonkeyPatch, then: Then | None = None) -> AsyncIterator[Asked]:
    """A proxy that says this to CONNECT, goes on with `then`, and hangs up. The environment leads there."""
    seen = Asked()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        try:
            seen.first = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").splitlines()[0]
            writer.write(reply)
            await writer.drain()
            if then is not None:
                await then(reader, writer)
        except OSError:
            return  # whoever asked has hung up
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"http://fitter:s3cret@127.0.0.1:{port}")
        yield seen


async def ask(method: str = "POST") -> Answer:
    policy = RecordedAnswers().policy()
    async with open_client((URL,), version="1", policy=policy) as client:
        line = Connection(client, silent=Cause.NORTHE_DOWN, clock=FakeClock(), policy=policy)
        return await line.ask(HttpRequest(method, URL))


async def refusal(method: str = "POST") -> tuple[str, str]:
    with pytest.raises(ServiceError) as raised:
        await ask(method)
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert "s3cret" not in everything_about(raised.value)
    return str(raised.value.reason), " ".join(WORDS.say(one) for one in describe(raised.value))


def says(status: int, words: str, more: str = "") -> bytes:
    return f"HTTP/1.1 {status} {words}\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n".encode()


@pytest.mark.parametrize(
    ("reply", "detail", "asked", "said"),
    [
        (says(407, "Proxy Authentication Required"), "proxy_password", 1, "wants a name and a password"),
        (says(407, ""), "proxy_password", 1, "HTTPS_PROXY"),
        (says(302, "Found", "location: http://login.test/\r\n"), "proxy_refuses", 1, "has to let this program through"),
        (says(403, "Forbidden"), "proxy_refuses", 1, "does not let this program through"),
        (says(405, "No CONNECT here"), "proxy_refuses", 1, "does not let this program through"),
        (says(502, "Bad Gateway"), "proxy_down", 4, "does not reach the cloud itself"),
        (says(504, "Gateway Timeout"), "proxy_down", 4, "it is the proxy"),
        (b"", "proxy_down", 4, "The proxy on the way to the cloud does not answer"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "proxy_down", 4, "The proxy on the way to the cloud does not answer"),
        (OPEN, "reset", 4, "broke off"),
        (OPEN + b"HTTP/1.1 400 Bad Request\r\n\r\n", "reset", 4, "broke off"),
    ],
)
async def test_what_a_proxy_says(
    reply: bytes, detail: str, asked: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever was to be asked, nothing of it was sent: so it's asked again where that may help."""
    async with proxy(reply, monkeypatch) as seen:
        found, told = await refusal()
    assert (found, seen.connections, seen.first) == (detail, asked, "CONNECT cloud.test:443 HTTP/1.1")
    assert said in told


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
    assert (await refusal())[0] == "proxy_down"


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = certificate(tmp_path, host="cloud.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


async def test_through_the_proxy_to_the_cloud(trusted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await writer.start_tls(server_context(trusted))
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await writer.drain()

    async with proxy(OPEN, monkeypatch, answer):
        assert (await ask()).status == 200


@pytest.mark.parametrize(("method", "asked"), [("POST", 1), ("GET", 4)])
async def test_what_was_sent_through_it_may_have_arrived(
    method: str, asked: int, trusted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await writer.start_tls(server_context(trusted))
        await reader.readuntil(b"\r\n\r\n")

    async with proxy(OPEN, monkeypatch, hang_up) as seen:
        assert (await refusal(method))[0] == "reset"
    assert seen.connections == asked


async def test_a_proxy_that_opens_connections(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate that nobody here trusts: that's for whoever looks after the computer."""
    path = certificate(tmp_path, host="cloud.test")

    async def pretend(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await writer.start_tls(server_context(path))

    async with proxy(OPEN, monkeypatch, pretend) as seen:
        assert (await refusal())[0] == "tls"
    assert seen.connections == 1
