"""Answers are bounded by what's made of them, however few bytes they take on the line."""

from __future__ import annotations

import asyncio
import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from services.clouds.http import Answer, HttpRequest, Unreadable
from services.clouds.http.exchange import LARGEST, MOST_VALUES
from services.contracts import Cause, Reason, ServiceError
from tests.support.clouds.recorded_answers import RecordedAnswers
from tests.support.clouds.recorded_connection import GET, URL, recorded_connection

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]
WHOLE = b'{"name": "' + b"x" * 50_000 + b'"}'


class Pieces(httpx.AsyncByteStream):
    """A body as it comes from a line, which httpx hasn't touched yet."""

    def __init__(self, body: bytes, size: int = 1000) -> None:
        self._body = body
        self._size = size
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), self._size):
            await asyncio.sleep(0)
            self.given += self._size
            yield self._body[start : start + self._size]


async def asked(body: bytes, *codings: str, kind: str = "application/json", request: HttpRequest = GET) -> Answer:
    headers = [("content-type", kind), *(("content-encoding", one) for one in codings)]
    recorded = RecordedAnswers(default=lambda _: httpx.Response(200, headers=headers, stream=Pieces(body)))
    return await recorded_connection(recorded).ask(request)


async def refused(body: bytes, *codings: str, request: HttpRequest = GET) -> None:
    with pytest.raises(ServiceError) as raised:
        await asked(body, *codings, request=request)
    assert (raised.value.cause, raised.value.reason) == (Cause.VENDOR_DOWN, Reason.UNREADABLE)
    assert raised.value.__context__ is None


@pytest.mark.parametrize("codings", [(), ("identity",), ("",)], ids=str)
async def test_what_is_not_packed_is_taken(codings: tuple[str, ...]) -> None:
    assert (await asked(WHOLE, *codings)).body == WHOLE


@pytest.mark.parametrize(
    "codings", [("gzip",), (" GZIP ",), ("identity, gzip",), ("identity", "gzip"), ("X-Gzip",)], ids=str
)
async def test_what_is_asked_for_is_unpacked(codings: tuple[str, ...]) -> None:
    assert (await asked(gzip.compress(WHOLE), *codings)).body == WHOLE


@pytest.mark.parametrize("size", [1, 7, 1000, 1 << 20])
@pytest.mark.parametrize("after", [b"", bytes(300), b"\r\n", b"\x1f", b"<!-- -->"])
async def test_all_members_count_and_what_follows_them_does_not(size: int, after: bytes) -> None:
    members = gzip.compress(b'{"name":') + gzip.compress(b"") + gzip.compress(b'"Kim"}')
    headers = [("content-type", "application/json"), ("content-encoding", "gzip")]
    stream = Pieces(members + after, size)
    recorded = RecordedAnswers(default=lambda _: httpx.Response(200, headers=headers, stream=stream))
    assert (await recorded_connection(recorded).ask(GET)).json() == {"name": "Kim"}


ZIPPED = gzip.compress(WHOLE)
ODD: dict[str, tuple[tuple[str, ...], bytes]] = {
    "gzip in gzip": (("gzip, gzip",), gzip.compress(ZIPPED)),
    "the same in two lines": (("gzip", "gzip"), gzip.compress(ZIPPED)),
    "gzip in gzip in gzip": (("gzip, gzip, gzip",), gzip.compress(gzip.compress(ZIPPED))),
    "deflate": (("deflate",), zlib.compress(WHOLE)),
    "deflate in gzip": (("deflate, gzip",), gzip.compress(zlib.compress(WHOLE))),
    "br": (("br",), WHOLE),
    "zstd": (("zstd",), WHOLE),
    "unheard of": (("x-unknown",), WHOLE),
    "not packed at all": (("gzip",), WHOLE),
    "cut": (("gzip",), ZIPPED[:-1]),
    "cut in its second member": (("gzip",), ZIPPED + ZIPPED[:-1]),
    "a second member that is none": (("gzip",), ZIPPED + b"\x1f\x8b" + bytes(30)),
    "broken": (("gzip",), ZIPPED[:20] + b"\xff" * 20),
    "another sum": (("gzip",), ZIPPED[:-8] + bytes(8)),
}


@pytest.mark.parametrize(("codings", "packed"), ODD.values(), ids=ODD)
async def test_anything_else_is_no_answer(codings: tuple[str, ...], packed: bytes) -> None:
    await refused(packed, *codings)


@pytest.mark.parametrize("packed", [False, True])
async def test_an_answer_has_a_largest_size(packed: bool) -> None:
    def body(size: int) -> bytes:
        return gzip.compress(b" " * size) if packed else b" " * size

    codings = ("gzip",) if packed else ()
    assert len((await asked(body(LARGEST), *codings)).body) == LARGEST
    await refused(body(LARGEST + 1), *codings)
    if packed:
        await refused(gzip.compress(b" ") + body(LARGEST), *codings)
    roomy = HttpRequest("GET", URL, largest=LARGEST + 1)
    assert len((await asked(body(LARGEST + 1), *codings, request=roomy)).body) == LARGEST + 1


async def test_what_follows_the_end_of_a_packed_body_ends_too() -> None:
    stream = Pieces(gzip.compress(b"{}") + bytes(20 * LARGEST), 64 * 1024)
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    with pytest.raises(ServiceError):
        await recorded_connection(
            RecordedAnswers(default=lambda _: httpx.Response(200, headers=headers, stream=stream))
        ).ask(GET)
    assert stream.given <= LARGEST + 2 * 64 * 1024


async def test_an_empty_answer_is_packed_in_whatever_it_says() -> None:
    assert (await asked(b"", "gzip")).body == b""


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "latin-1", "klingon", '"', "utf-8; charset=utf-7"])
async def test_a_charset_changes_nothing(charset: str) -> None:
    answer = await asked('{"name": "Göteborg"}'.encode(), kind=f"application/json; charset={charset}")
    assert answer.json() == {"name": "Göteborg"}


@pytest.mark.parametrize("unit", ["{}", "[]", "1", '{"a":1}', '[[[["x"]]]]', '""'])
def test_so_many_values_are_not_made(unit: str) -> None:
    def answer(count: int) -> Answer:
        return Answer(200, "application/json", f"[{','.join([unit] * count)}]".encode())

    assert len(answer(1000).json()) == 1000
    with pytest.raises(Unreadable):
        answer(MOST_VALUES).json()


PROGRAM = """
import asyncio, resource, sys
from pydantic import BaseModel
from services.contracts import Cause, ServiceError
from services.clock import SystemClock
from services.clouds.http import Connection, Policy, HttpRequest, Unreadable, open_client
from services.clouds.northe import wire

async def main():
    async with open_client((sys.argv[1],), version="1") as client:
        line = Connection(client, silent=Cause.NORTHE_DOWN, clock=SystemClock(), policy=Policy())
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        try:
            (await line.ask(HttpRequest("GET", sys.argv[1]))).read(wire.AccountBody)
        except (ServiceError, Unreadable) as error:
            print(type(error).__name__, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(main())
"""


def _zeros(megabytes: int, times: int) -> bytes:
    body = bytes(megabytes * 1024 * 1024)
    for _ in range(times):
        body = gzip.compress(body)
    return body


OVERLARGE: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip x3": (lambda: _zeros(64, 3), "gzip, gzip, gzip"),
    "gzip x2": (lambda: _zeros(64, 2), "gzip, gzip"),
    "gzip": (lambda: _zeros(64, 1), "gzip"),
    "not packed": (lambda: b"[" * 64 * 1024 * 1024, "identity"),
    "empty sites": (lambda: b'{"charge_sites": [' + b"{}," * 300_000 + b"{}]}", "identity"),
    "empty sites, fewer": (lambda: b'{"charge_sites": [' + b"{}," * (MOST_VALUES // 2 - 100) + b"{}]}", "identity"),
    "values under another name": (lambda: b'{"else": [' + b"{}," * 300_000 + b"{}]}", "identity"),
    "lists in lists": (lambda: json.dumps([[[]] * 10] * 10_000).encode(), "identity"),
}


@pytest.mark.parametrize("what", OVERLARGE)
async def test_no_answer_takes_much_memory(what: str) -> None:
    """Measured in a process of its own."""
    make, coding = OVERLARGE[what]
    body = make()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {coding}\r\n"
        try:
            writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode())
            for start in range(0, len(body), 1 << 20):
                writer.write(body[start : start + (1 << 20)])
                await writer.drain()
        except OSError:
            return  # it has been let go
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        command = [sys.executable, "-c", PROGRAM, url]
        done = await asyncio.to_thread(subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=True)
    kind, grown = done.stdout.split()
    assert kind in ("ServiceError", "Unreadable")
    assert int(grown) < 32 * 1024, f"{grown} kB"
