"""Takes an answer's body off the line and unpacks it, never into more bytes than its question allows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

ACCEPTED = "gzip"
"""What is asked for. Other ways of packing, and gzip in gzip, aren't undone: a few bytes of them may make gigabytes."""

_GZIP = 16 + zlib.MAX_WBITS


class BodyRefused(Exception):
    """The body is larger than allowed, or packed in a way that nobody asked for, or broken."""


async def body_of(response: httpx.Response, largest: int) -> bytes:
    """The whole body, unpacked, of at most `largest` bytes. Raises `BodyRefused`, and httpx's own errors."""
    packed_in = [name.strip().lower() for name in response.headers.get_list("content-encoding", split_commas=True)]
    packed_in = [name for name in packed_in if name not in ("", "identity")]
    if not packed_in:
        return await _plain(response, largest)
    if packed_in != [ACCEPTED]:
        raise BodyRefused
    return await _unzipped(response, largest)


async def _plain(response: httpx.Response, largest: int) -> bytes:
    body = bytearray()
    async for piece in response.aiter_bytes():  # with nothing to undo, these are the bytes of the line
        body += piece
        if len(body) > largest:
            raise BodyRefused
    return bytes(body)


async def _unzipped(response: httpx.Response, largest: int) -> bytes:
    body, taken = bytearray(), 0
    unpacking = zlib.decompressobj(_GZIP)
    async for piece in response.aiter_raw():
        taken += len(piece)
        try:
            body += unpacking.decompress(piece, largest + 1 - len(body))
        except zlib.error:
            raise BodyRefused from None
        if len(body) > largest or taken > largest:
            raise BodyRefused
    if taken and not unpacking.eof:
        raise BodyRefused
    return bytes(body)
