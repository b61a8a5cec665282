from __future__ import annotations

import asyncio
import os
import socket
import ssl
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from services.clouds.http import Connection, HttpRequest, Policy
from services.clouds.http.exchange import LARGEST
from services.contracts import Cause, Reason, ServiceError
from services.fake import NOW, FakeClock
from tests.support.clouds.broken_handshakes import server_context
from tests.support.clouds.certificates import certificate
from tests.support.clouds.recorded_answers import FAULTS, RecordedAnswers, everything_about, json_answer
from tests.support.clouds.recorded_connection import GET, POST, URL, ask_over_a_socket, recorded_connection, serving

pytestmark = pytest.mark.anyio


def caused(message: str, reason: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError(message)
    error.__cause__ = reason
    return error


def after(before: BaseException, error: BaseException) -> BaseException:
    error.__context__ = before
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (caused("x", socket.gaierror(socket.EAI_NONAME, "unknown")), Reason.NAME_NOT_FOUND),
        (caused("x", ConnectionRefusedError(111, "refused")), Reason.REFUSED),
        (caused("x", ExceptionGroup("all", [OSError(101, "no way"), ConnectionRefusedError()])), Reason.REFUSED),
        (caused("x", OSError(101, "Network is unreachable")), Reason.UNREACHABLE),
        (caused("x", OSError(110, "timed out")), Reason.TIMED_OUT),
        (caused("x", ssl.SSLCertVerificationError("self-signed")), Reason.TLS),
        (caused("x", ssl.SSLEOFError("EOF")), Reason.RESET),
        (caused("x", after(ssl.SSLWantReadError("did not complete"), ConnectionResetError())), Reason.RESET),
        (caused("x", after(ssl.SSLWantReadError("x"), ssl.SSLCertVerificationError("expired"))), Reason.TLS),
        (caused("x", ConnectionResetError()), Reason.RESET),
        (httpx.ConnectTimeout("x"), Reason.TIMED_OUT),
        (httpx.ReadTimeout("x"), Reason.TIMED_OUT),
        (httpx.PoolTimeout("x"), Reason.TIMED_OUT),
        (httpx.ReadError("x"), Reason.RESET),
        (httpx.WriteError("x"), Reason.RESET),
        (httpx.RemoteProtocolError("x"), Reason.RESET),
    ],
)
async def test_why_no_answer_came_is_told_apart(error: Exception, reason: Reason) -> None:
    with pytest.raises(ServiceError) as raised:
        await recorded_connection(RecordedAnswers(default=error)).ask(GET)
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, reason)


async def test_whether_the_last_question_got_there_is_known() -> None:
    recorded = RecordedAnswers(default=json_answer(200, {}))
    a_line = recorded_connection(recorded)
    seen = [a_line.reached]
    await a_line.ask(GET)
    seen.append(a_line.reached)

    async def between_two_tries(_: float) -> None:
        seen.append(a_line.reached)

    recorded.default = httpx.ConnectTimeout("x")
    a_line.policy = replace(a_line.policy, tries=2, sleep=between_two_tries)
    with pytest.raises(ServiceError):
        await a_line.ask(GET)
    seen.append(a_line.reached)
    recorded.default = json_answer(503, {})
    await a_line.ask(GET)
    assert [*seen, a_line.reached] == [None, True, *[False] * 2, *[True] * 2], "503 is an answer, if not a good one"


async def test_a_certificate_that_does_not_hold_is_not_tried_again() -> None:
    recorded = RecordedAnswers(default=caused("x", ssl.SSLCertVerificationError("self-signed")))
    with pytest.raises(ServiceError):
        await recorded_connection(recorded).ask(GET)
    assert len(recorded.asked) == 1


async def test_a_cloud_that_never_answers_ends_at_the_deadline_even_in_process() -> None:
    async def hang(scope: object, receive: object, send: object) -> None:
        await asyncio.Event().wait()

    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=hang))
    asking = Connection(client, silent=Cause.VENDOR_DOWN, clock=FakeClock(), policy=Policy(deadline=0.02))
    with pytest.raises(ServiceError) as raised:
        await asking.ask(POST)
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, "timed_out")
    await client.aclose()


async def test_cancelling_a_call_cancels_it_and_nothing_else() -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    async def hang(scope: object, receive: object, send: object) -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=hang))
    asking = Connection(client, silent=Cause.VENDOR_DOWN, clock=FakeClock())
    task = asyncio.create_task(asking.ask(GET))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
    await client.aclose()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (None, "reset"),
        (b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{}", "reset"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "reset"),
    ],
)
async def test_a_real_socket_that_hangs_up(reply: bytes | None, reason: str) -> None:
    async with serving(reply) as port:
        with pytest.raises(ServiceError) as raised:
            await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, reason)


async def test_a_real_socket_that_speaks_no_tls() -> None:
    async with serving(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        with pytest.raises(ServiceError) as raised:
            await ask_over_a_socket(f"https://127.0.0.1:{port}/")
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, "reset")


async def test_a_connection_that_stood_and_turns_into_noise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL's own error then comes through httpx."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))

    def serve(listener: socket.socket) -> None:
        with server_context(path).wrap_socket(listener.accept()[0], server_side=True) as accepted:
            accepted.recv(1)
            os.write(accepted.fileno(), b"noise on the line\n" * 10)
            accepted.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with pytest.raises(ServiceError) as raised:
            await ask_over_a_socket(f"https://localhost:{listener.getsockname()[1]}/")
        thread.join()
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, "reset")


async def test_a_real_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServiceError) as raised:
        await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, "refused")


async def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(ServiceError) as raised:
        await ask_over_a_socket("https://northe.invalid/")
    assert (raised.value.cause, raised.value.reason) == (Cause.NETWORK_DOWN, "name_not_found")


async def test_an_endless_answer_is_let_go() -> None:
    class Endless(httpx.AsyncByteStream):
        given = 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                self.given += 1024 * 1024
                yield b"[" * (1024 * 1024)

    stream = Endless()
    recorded = RecordedAnswers(
        default=lambda _: httpx.Response(200, stream=stream, headers={"content-type": "application/json"})
    )
    with pytest.raises(ServiceError) as raised:
        await recorded_connection(recorded).ask(POST)
    assert (raised.value.cause, raised.value.reason) == (Cause.VENDOR_DOWN, Reason.UNREADABLE)
    assert stream.given <= LARGEST + 2 * 1024 * 1024


@pytest.mark.parametrize("fault", [*FAULTS, "bug"])
async def test_no_secret_shows_in_any_error(fault: str) -> None:
    """Not in its text, and not in the variables of any frame that a crash report could show."""

    def body() -> bytes:
        return b'{"partner_key": "s3cret-key"}'

    request = HttpRequest("POST", URL, token=SecretStr("s3cret-token"), body=body)
    bug = RuntimeError("s3cret-key in a library's own words")
    asking = recorded_connection(RecordedAnswers(default=FAULTS.get(fault, bug)))
    try:
        answer = await asking.ask(request)
        raise asking.trouble(answer) or asking.unreadable()
    except ServiceError as error:
        told = everything_about(error)
    assert "s3cret" not in told


async def test_a_token_that_no_header_can_carry_does_not_show() -> None:
    with pytest.raises(ServiceError) as raised:
        await recorded_connection(RecordedAnswers(default=json_answer(200))).ask(
            HttpRequest("GET", URL, token=SecretStr("s3cret-ключ"))
        )
    assert raised.value.note == "could not be asked: UnicodeEncodeError"
    assert "s3cret" not in everything_about(raised.value)


async def test_the_clouds_date_tells_how_wrong_the_clock_here_is() -> None:
    asking = recorded_connection(
        RecordedAnswers(default=json_answer(200, {}, date="Mon, 14 Sep 2026 09:20:00 GMT")), FakeClock(NOW)
    )
    assert asking.skew is None
    answer = await asking.ask(GET)
    assert asking.skew == timedelta(minutes=10)
    assert answer.sent_at == datetime(2026, 9, 14, 9, 20, tzinfo=UTC)


async def test_a_clock_that_differs_by_a_second_is_right() -> None:
    asking = recorded_connection(
        RecordedAnswers(default=json_answer(200, {}, date="Mon, 14 Sep 2026 09:30:02 GMT")), FakeClock(NOW)
    )
    await asking.ask(GET)
    assert asking.skew == timedelta(0)


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 Sep 2026"])
async def test_an_odd_date_tells_nothing(date: str) -> None:
    asking = recorded_connection(RecordedAnswers(default=json_answer(200, {}, date=date)))
    await asking.ask(GET)
    assert asking.skew is None
