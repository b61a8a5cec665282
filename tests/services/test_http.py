from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import BaseModel, SecretStr

from services.causes import NETWORK_DETAILS, UNREADABLE
from services.contracts import Cause, ServiceError
from services.fake import NOW, FakeClock
from services.http import Answer, Limiter, Line, Policy, Question, Trouble, Unreadable, demand_safe, open_client
from services.http.exchange import retry_after_seconds
from services.http.line import LARGEST_ANSWER
from tests.services.recorded import FAULTS, Recorded, everything_about, page, says

pytestmark = pytest.mark.anyio
URL = "https://cloud.test/thing"
GET = Question("GET", URL)
POST = Question("POST", URL)
KEYED = Question("POST", URL, repeatable=True)


def line(recorded: Recorded, clock: FakeClock | None = None, **policy: object) -> Line:
    return Line(
        recorded.client(),
        silent=Cause.VENDOR_DOWN,
        clock=clock or FakeClock(),
        policy=recorded.policy(**policy),
    )


# ------------------------------------------------------------------------------------------- asking again


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("question", [GET, POST])
async def test_a_busy_cloud_is_asked_again_whatever_was_asked(status: int, question: Question) -> None:
    recorded = Recorded(default=None).on(f"{question.method} /thing", says(status), says(status), says(200, {}))
    answer = await line(recorded).ask(question)
    assert (answer.status, len(recorded.asked)) == (200, 3)
    assert recorded.waits == pytest.approx([0.3, 0.63])


async def test_it_gives_up_after_four_tries() -> None:
    recorded = Recorded(default=page(503))
    answer = await line(recorded).ask(POST)
    assert (answer.status, len(recorded.asked)) == (503, 4)


@pytest.mark.parametrize(("question", "asked"), [(GET, 4), (POST, 1), (KEYED, 1)])
async def test_500_is_asked_again_only_on_get(question: Question, asked: int) -> None:
    recorded = Recorded(default=says(500))
    assert (await line(recorded).ask(question)).status == 500
    assert len(recorded.asked) == asked


@pytest.mark.parametrize("status", [200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 501])
async def test_what_settles_it_is_asked_once(status: int) -> None:
    recorded = Recorded(default=says(status))
    assert (await line(recorded).ask(GET)).status == status
    assert len(recorded.asked) == 1


async def test_an_answer_called_final_is_asked_once_though_its_status_says_busy() -> None:
    recorded = Recorded(default=says(503, {"code": "pairing_locked"}))
    question = Question("GET", URL, final=lambda answer: answer.json()["code"] == "pairing_locked")
    assert (await line(recorded).ask(question)).status == 503
    assert len(recorded.asked) == 1


@pytest.mark.parametrize(
    ("fault", "question", "asked"),
    [
        ("refused", POST, 4),  # nothing was sent yet
        ("slow to connect", POST, 4),
        ("slow", POST, 1),  # it may have arrived
        ("reset", POST, 1),
        ("hung up", POST, 1),
        ("slow", KEYED, 4),
        ("reset", KEYED, 4),
        ("hung up", GET, 4),
        ("slow", GET, 4),
    ],
)
async def test_a_broken_connection_is_tried_again_unless_it_could_do_something_twice(
    fault: str, question: Question, asked: int
) -> None:
    recorded = Recorded(default=FAULTS[fault])
    with pytest.raises(ServiceError) as raised:
        await line(recorded).ask(question)
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert len(recorded.asked) == asked


# --------------------------------------------------------------------------------------------- Retry-After


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1", 1.0),
        (" 12 ", 12.0),
        ("0", 0.0),
        ("Mon, 14 Sep 2026 09:30:07 GMT", 7.0),
        ("Mon, 14 Sep 2026 09:29:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", 1.5),
        ("9" * 400, None),
        ("1.", None),
        ("٣", None),
        (None, None),
        ("Mon, 14 Sep 99999 09:29:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


async def test_retry_after_is_waited_for() -> None:
    recorded = Recorded().on("GET /thing", says(429, retry_after="2"), says(200, {}))
    await line(recorded).ask(GET)
    assert recorded.waits == pytest.approx([2.15])  # a little more, never less


async def test_retry_after_as_a_date_counts_from_the_clouds_own_clock() -> None:
    busy = says(503, date="Mon, 14 Sep 2026 20:00:00 GMT", retry_after="Mon, 14 Sep 2026 20:00:03 GMT")
    recorded = Recorded().on("GET /thing", busy, says(200, {}))
    await line(recorded).ask(GET)
    assert recorded.waits == pytest.approx([3.15])


async def test_a_long_retry_after_is_told_and_not_sat_through() -> None:
    recorded = Recorded(default=says(429, retry_after="11"))
    asking = line(recorded)
    answer = await asking.ask(GET)
    assert (len(recorded.asked), recorded.waits) == (1, [])
    error = asking.trouble(answer)
    assert error is not None
    assert (error.cause, error.retry_after) == (Cause.THROTTLED, 11.0)


async def test_no_wait_begins_that_would_outlast_the_deadline() -> None:
    recorded = Recorded(default=says(429, retry_after="9"))
    now = iter([0.0, 1.0, 12.0, 24.0])
    answer = await line(recorded, monotonic=lambda: next(now)).ask(GET)
    assert (answer.status, len(recorded.waits), len(recorded.asked)) == (429, 2, 3)


# ------------------------------------------------------------------------------------------------ no answer


def caused(message: str, reason: BaseException) -> httpx.ConnectError:
    error = httpx.ConnectError(message)
    error.__cause__ = reason
    return error


@pytest.mark.parametrize(
    ("reason", "trouble"),
    [
        (caused("x", socket.gaierror(socket.EAI_NONAME, "unknown")), Trouble.NAME_NOT_FOUND),
        (caused("x", ConnectionRefusedError(111, "refused")), Trouble.REFUSED),
        (caused("x", ExceptionGroup("all", [OSError(101, "no way"), ConnectionRefusedError()])), Trouble.REFUSED),
        (caused("x", OSError(101, "Network is unreachable")), Trouble.UNREACHABLE),
        (caused("x", OSError(110, "timed out")), Trouble.TIMED_OUT),
        (caused("x", ssl.SSLCertVerificationError("self-signed")), Trouble.TLS),
        (caused("x", ConnectionResetError()), Trouble.RESET),
        (httpx.ConnectTimeout("x"), Trouble.TIMED_OUT),
        (httpx.ReadTimeout("x"), Trouble.TIMED_OUT),
        (httpx.PoolTimeout("x"), Trouble.TIMED_OUT),
        (httpx.ReadError("x"), Trouble.RESET),
        (httpx.WriteError("x"), Trouble.RESET),
        (httpx.RemoteProtocolError("x"), Trouble.RESET),
    ],
)
async def test_why_no_answer_came_is_told_apart(reason: Exception, trouble: Trouble) -> None:
    with pytest.raises(ServiceError) as raised:
        await line(Recorded(default=reason)).ask(GET)
    assert (raised.value.cause, raised.value.detail) == (Cause.NETWORK_DOWN, trouble.value)


def test_each_trouble_has_words() -> None:
    assert {trouble.value for trouble in Trouble} == NETWORK_DETAILS


async def test_a_certificate_that_does_not_hold_is_not_tried_again() -> None:
    recorded = Recorded(default=caused("x", ssl.SSLCertVerificationError("self-signed")))
    with pytest.raises(ServiceError):
        await line(recorded).ask(GET)
    assert len(recorded.asked) == 1


async def test_a_cloud_that_never_answers_ends_at_the_deadline_even_in_process() -> None:
    async def hang(scope: object, receive: object, send: object) -> None:
        await asyncio.Event().wait()

    client = httpx.AsyncClient(transport=httpx.ASGITransport(app=hang))
    asking = Line(client, silent=Cause.VENDOR_DOWN, clock=FakeClock(), policy=Policy(deadline=0.02))
    with pytest.raises(ServiceError) as raised:
        await asking.ask(POST)
    assert (raised.value.cause, raised.value.detail) == (Cause.NETWORK_DOWN, "timed_out")
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
    asking = Line(client, silent=Cause.VENDOR_DOWN, clock=FakeClock())
    task = asyncio.create_task(asking.ask(GET))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()
    await client.aclose()


@asynccontextmanager
async def serving(reply: bytes | None) -> AsyncIterator[int]:
    """A server on loopback that says this to whatever it hears and hangs up; None: hangs up at once."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if reply is not None:
            await reader.read(1)
            writer.write(reply)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def ask_over_a_socket(address: str, **policy: object) -> Answer:
    chosen = Recorded().policy(tries=1, **policy)
    async with open_client((address,), version="1") as client:
        return await Line(client, silent=Cause.NORTHE_DOWN, clock=FakeClock(), policy=chosen).ask(
            Question("GET", address)
        )


@pytest.mark.parametrize(
    ("reply", "detail"),
    [
        (None, "reset"),
        (b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{}", "reset"),
        (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "reset"),
    ],
)
async def test_a_real_socket_that_hangs_up(reply: bytes | None, detail: str) -> None:
    async with serving(reply) as port:
        with pytest.raises(ServiceError) as raised:
            await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert (raised.value.cause, raised.value.detail) == (Cause.NETWORK_DOWN, detail)


async def test_a_real_socket_that_speaks_no_tls() -> None:
    async with serving(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        with pytest.raises(ServiceError) as raised:
            await ask_over_a_socket(f"https://127.0.0.1:{port}/")
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert raised.value.detail == "tls"


async def test_a_real_port_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ServiceError) as raised:
        await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert (raised.value.cause, raised.value.detail) == (Cause.NETWORK_DOWN, "refused")


async def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(ServiceError) as raised:
        await ask_over_a_socket("https://northe.invalid/")
    assert (raised.value.cause, raised.value.detail) == (Cause.NETWORK_DOWN, "name_not_found")


async def test_an_endless_answer_is_let_go() -> None:
    class Endless(httpx.AsyncByteStream):
        given = 0

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                self.given += 1024 * 1024
                yield b"[" * (1024 * 1024)

    stream = Endless()
    recorded = Recorded(
        default=lambda _: httpx.Response(200, stream=stream, headers={"content-type": "application/json"})
    )
    with pytest.raises(ServiceError) as raised:
        await line(recorded).ask(POST)
    assert (raised.value.cause, raised.value.detail) == (Cause.VENDOR_DOWN, UNREADABLE)
    assert stream.given <= LARGEST_ANSWER + 2 * 1024 * 1024


# ------------------------------------------------------------------------------------------- reading answers


class Thing(BaseModel):
    name: str
    token: SecretStr | None = None


@pytest.mark.parametrize("fault", ["half", "html", "garbage", "other shape", "number", "204"])
async def test_an_answer_in_another_shape_is_unreadable_and_says_nothing_of_its_body(fault: str) -> None:
    answer = await line(Recorded(default=FAULTS[fault])).ask(POST)
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


@pytest.mark.parametrize("body", [b"[" * 100_000, b"NaN", b'"\\ud800"', b"", b"{} {}"])
def test_odd_json_is_unreadable_and_nothing_worse(body: bytes) -> None:
    with pytest.raises(Unreadable):
        Answer(200, "application/json", body).json()


def test_an_answer_does_not_show_its_body() -> None:
    assert "s3cret" not in repr(Answer(200, "application/json", b'{"token": "s3cret"}'))


# ---------------------------------------------------------------------------------------------------- secrets


@pytest.mark.parametrize("fault", [*FAULTS, "bug"])
async def test_no_secret_shows_in_any_error(fault: str) -> None:
    """Not in its text, and not in the variables of any frame that a crash report could show."""

    def body() -> bytes:
        return b'{"partner_key": "s3cret-key"}'

    question = Question("POST", URL, token=SecretStr("s3cret-token"), body=body)
    bug = RuntimeError("s3cret-key in a library's own words")
    asking = line(Recorded(default=FAULTS.get(fault, bug)))
    try:
        answer = await asking.ask(question)
        raise asking.trouble(answer) or asking.unreadable()
    except ServiceError as error:
        told = everything_about(error)
    assert "s3cret" not in told


async def test_a_token_that_no_header_can_carry_does_not_show() -> None:
    with pytest.raises(ServiceError) as raised:
        await line(Recorded(default=says(200))).ask(Question("GET", URL, token=SecretStr("s3cret-ключ")))
    assert raised.value.detail == "could not be asked: UnicodeEncodeError"
    assert "s3cret" not in everything_about(raised.value)


# ------------------------------------------------------------------------------------------ clock, client, limits


async def test_the_clouds_date_tells_how_wrong_the_clock_here_is() -> None:
    asking = line(Recorded(default=says(200, {}, date="Mon, 14 Sep 2026 09:20:00 GMT")), FakeClock(NOW))
    assert asking.skew is None
    answer = await asking.ask(GET)
    assert asking.skew == timedelta(minutes=10)
    assert answer.sent_at == datetime(2026, 9, 14, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 Sep 2026"])
async def test_an_odd_date_tells_nothing(date: str) -> None:
    asking = line(Recorded(default=says(200, {}, date=date)))
    await asking.ask(GET)
    assert asking.skew is None


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
    recorded = Recorded().on(
        "GET /thing",
        httpx.Response(302, headers={"location": "https://else.test/", "set-cookie": "customer=1; Path=/"}),
    )
    async with open_client((URL,), version="1.2.3", transport=httpx.MockTransport(recorded.answer)) as client:
        asking = Line(client, silent=Cause.VENDOR_DOWN, clock=FakeClock(), policy=recorded.policy())
        await asking.ask(GET)
        await asking.ask(GET)
    assert len(recorded.asked) == 2
    assert recorded.asked[1].headers["user-agent"] == "northe-activate/1.2.3"
    assert "cookie" not in recorded.asked[1].headers


async def test_loopback_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    ok = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}"
    async with serving(ok) as port:
        answer = await ask_over_a_socket(f"http://127.0.0.1:{port}/")
    assert answer.status == 200


async def test_a_limiter_lets_a_burst_through_and_spaces_the_rest() -> None:
    waits: list[float] = []
    now = 100.0

    async def wait(seconds: float) -> None:
        waits.append(round(seconds, 6))

    limiter = Limiter(10.0, 3, monotonic=lambda: now)
    for _ in range(6):
        await limiter.take(wait)
    assert waits == [0.1, 0.2, 0.3]
    now = 200.0
    waits.clear()
    for _ in range(3):
        await limiter.take(wait)
    assert waits == []


async def test_every_try_waits_for_its_turn() -> None:
    turns = 0

    class Counting(Limiter):
        async def take(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
            nonlocal turns
            turns += 1

    await line(Recorded(default=page(503))).ask(GET, Counting(1.0))
    assert turns == 4
