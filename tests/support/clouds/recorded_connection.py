"""A line to recorded answers, and servers on loopback, for tests of how clouds are asked."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.clouds.http import Answer, Connection, HttpRequest, open_client
from services.contracts import Cause
from services.fake import FakeClock
from tests.support.clouds.recorded_answers import RecordedAnswers

URL = "https://cloud.test/thing"
GET = HttpRequest("GET", URL)
POST = HttpRequest("POST", URL)
KEYED = HttpRequest("POST", URL, repeatable=True)


def recorded_connection(recorded: RecordedAnswers, clock: FakeClock | None = None, **policy: object) -> Connection:
    return Connection(
        recorded.client(),
        silent=Cause.VENDOR_DOWN,
        clock=clock or FakeClock(),
        policy=recorded.policy(**policy),
    )


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
    chosen = RecordedAnswers().policy(tries=1, **policy)
    async with open_client((address,), version="1") as client:
        return await Connection(client, silent=Cause.NORTHE_DOWN, clock=FakeClock(), policy=chosen).ask(
            HttpRequest("GET", address)
        )
