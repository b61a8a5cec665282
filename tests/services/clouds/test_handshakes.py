"""Both clients against a real TLS server: a handshake that breaks is a line that broke, and is tried again, whatever was
to be asked; only a certificate that doesn't hold is told as one.
"""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import warnings
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from services.activation.explanations import describe
from services.clouds.http import open_client
from services.clouds.northe.client import NortheClient
from services.clouds.zaptec.client import ZaptecClient
from services.clouds.zaptec.limits import Limits
from services.contracts import Cause, ServiceError
from services.fake import CONSENT, FakeClock
from services.text.words import Words
from tests.support.clouds.broken_handshakes import (
    BREAKS,
    INSUFFICIENT_SECURITY,
    PROTOCOL_VERSION,
    BrokenHandshakes,
    alert,
    broken_handshakes,
    server_context,
)
from tests.support.clouds.certificates import DAY, NOW, certificate
from tests.support.clouds.northe_bodies import SESSION
from tests.support.clouds.recorded_answers import RecordedAnswers, everything_about

pytestmark = pytest.mark.anyio

SECRET = "s3cret-of-a-person"
WORDS = Words()
TOKEN = json.dumps({**SESSION, "access_token": "x", "token_type": "Bearer"}).encode()


async def northe_sign_in(port: int) -> None:
    address, policy = f"https://localhost:{port}", RecordedAnswers().policy()
    northe = NortheClient(open_client((address,), version="1", policy=policy), address, FakeClock(), policy=policy)
    try:
        await northe.sign_in("kim@example.com", SecretStr(SECRET), SecretStr(SECRET))
    finally:
        await northe.close()


async def _zaptec(port: int, do: Callable[[ZaptecClient], Awaitable[Any]]) -> None:
    address, policy = f"https://localhost:{port}", RecordedAnswers().policy()
    zaptec = ZaptecClient(
        open_client((address,), version="1", policy=policy),
        address,
        FakeClock(),
        token_url=f"{address}/oauth/token",
        consent=CONSENT,
        policy=policy,
        limits=Limits(),
    )
    try:
        await do(zaptec)
    finally:
        await zaptec.close()


async def zaptec_sign_in(port: int) -> None:
    await _zaptec(port, lambda zaptec: zaptec.sign_in("installer@example.com", SecretStr(SECRET)))


async def zaptec_ping(port: int) -> None:
    await _zaptec(port, lambda zaptec: zaptec.ping())


CALLS = {one.__name__: one for one in (northe_sign_in, zaptec_sign_in, zaptec_ping)}
Call = Callable[[int], Awaitable[None]]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("how", BREAKS)
async def test_a_handshake_that_breaks_once_is_tried_again(call: Call, how: str, trusted: Path) -> None:
    async with broken_handshakes(trusted, BREAKS[how], times=1, answer=TOKEN) as server:
        await call(server.port)
    assert (server.connections, len(server.requests)) == (2, 1)


async def refusal(call: Call, server: BrokenHandshakes) -> tuple[str, str]:
    """The reason, and what's said of it."""
    with pytest.raises(ServiceError) as raised:
        await call(server.port)
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert SECRET not in everything_about(raised.value)
    return str(raised.value.reason), " ".join(WORDS.say(one) for one in describe(raised.value))


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("how", BREAKS)
async def test_one_that_always_breaks_is_a_line_that_broke(call: Call, how: str, trusted: Path) -> None:
    async with broken_handshakes(trusted, BREAKS[how], times=99) as server:
        detail, told = await refusal(call, server)
    assert (detail, server.connections, server.requests) == ("reset", 4, [])
    assert "broke off" in told
    assert "certificate" not in told


WRONG: dict[str, dict[str, Any]] = {
    "another's": {"host": "elsewhere.test"},
    "ended": {"begins": NOW - 9 * DAY, "ends": NOW - DAY},
    "not yet valid": {"begins": NOW + DAY, "ends": NOW + 9 * DAY},
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("wrong", WRONG)
async def test_a_certificate_that_does_not_hold_is_told_at_once(
    call: Call, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = certificate(tmp_path, **WRONG[wrong])
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    async with broken_handshakes(path) as server:
        detail, told = await refusal(call, server)
    assert (detail, server.connections, server.requests) == ("tls", 1, [])
    assert "its certificate does not hold" in told
    assert "Do not go on" in told


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_one_of_an_unknown_issuer_does_not_hold(call: Call, tmp_path: Path) -> None:
    async with broken_handshakes(certificate(tmp_path)) as server:
        assert (await refusal(call, server))[0] == "tls"
    assert server.connections == 1


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("what", [PROTOCOL_VERSION, INSUFFICIENT_SECURITY])
async def test_nothing_safe_in_common_is_not_tried_again(call: Call, what: int, trusted: Path) -> None:
    async with broken_handshakes(trusted, alert(what), times=99) as server:
        assert (await refusal(call, server))[0] == "tls"
    assert server.connections == 1


@pytest.mark.parametrize(
    ("version", "ciphers", "detail", "connections"),
    [
        (ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0", "tls", 1),
        (ssl.TLSVersion.TLSv1_2, "AES128-SHA:@SECLEVEL=0", "reset", 4),  # it only says that it failed
    ],
)
async def test_a_real_server_of_old_tls_only(
    version: ssl.TLSVersion, ciphers: str, detail: str, connections: int, trusted: Path
) -> None:
    """In a thread of its own with plain sockets: asyncio's server hangs up without an alert."""
    context = server_context(trusted)
    context.set_ciphers(ciphers)
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        context.minimum_version = context.maximum_version = version
    came = 0

    def serve(listener: socket.socket) -> None:
        nonlocal came
        with suppress(OSError):  # closed: it's over
            while True:
                accepted, _ = listener.accept()
                came += 1
                with accepted, suppress(ssl.SSLError):
                    context.wrap_socket(accepted, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        try:
            assert (await refusal(northe_sign_in, BrokenHandshakes(listener.getsockname()[1])))[0] == detail
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
    assert came == connections


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_one_that_never_ends_took_too_long_and_is_tried_again(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = RecordedAnswers().policy(connect=0.05)
    monkeypatch.setattr(RecordedAnswers, "policy", lambda _: quick)
    connections = 0

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        await reader.read()  # until whoever asks gives up
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        silent = BrokenHandshakes(server.sockets[0].getsockname()[1])
        assert (await refusal(call, silent))[0] == "timed_out"
    assert connections == 4
