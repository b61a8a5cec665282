"""A TLS server on loopback whose handshakes break, each in its way, and hold after that."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

NOT_ACCEPTABLE, INTERNAL_ERROR, UNKNOWN_NAME, CLOSE = 40, 80, 112, 0
PROTOCOL_VERSION, INSUFFICIENT_SECURITY = 70, 71
"""TLS alerts (RFC 8446 §6)."""

Break = Callable[[asyncio.StreamWriter], None]


def alert(description: int) -> Break:
    return saying(bytes([0x15, 3, 3, 0, 2, 2 if description else 1, description]))


def saying(what: bytes) -> Break:
    return lambda writer: writer.write(what)


def fin(writer: asyncio.StreamWriter) -> None:
    writer.write_eof()


def rst(writer: asyncio.StreamWriter) -> None:
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


BREAKS: dict[str, Break] = {
    "FIN": fin,
    "RST": rst,
    "handshake failure": alert(NOT_ACCEPTABLE),
    "internal error": alert(INTERNAL_ERROR),
    "unknown name": alert(UNKNOWN_NAME),
    "goodbye": alert(CLOSE),
    "plain HTTP": saying(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n"),
    "SSH": saying(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "nulls": saying(bytes(200)),
    "half a hello": saying(b"\x16\x03\x03\x00\x7a\x02\x00"),
    "half a record": saying(b"\x16\x03"),
    "another's hello": saying(b"\x16\x03\x03\x00\x04\x02\x00\x00\x00"),
}


@dataclass
class BrokenHandshakes:
    """What a server was asked: `connections`, broken ones too, and the first line of each request."""

    port: int = 0
    connections: int = 0
    requests: list[str] = field(default_factory=list)


def server_context(path: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@asynccontextmanager
async def broken_handshakes(
    path: Path,
    how: Break | None = None,
    *,
    times: int = 0,
    answer: bytes = b"{}",
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[BrokenHandshakes]:
    """Breaks the first handshakes, then answers each request with this JSON. `path`: its certificate and key."""
    context = context or server_context(path)
    seen = BrokenHandshakes()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.connections += 1
        try:
            if how is not None and seen.connections <= times:
                await reader.readexactly(5)
                how(writer)
            else:
                await writer.start_tls(context)
                head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
                seen.requests.append(head.splitlines()[0])
                length = b"content-length: %d" % len(answer)
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n" + length)
                writer.write(b"\r\n\r\n" + answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            return  # whoever asked has hung up
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        seen.port = server.sockets[0].getsockname()[1]
        yield seen
