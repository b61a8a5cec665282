"""Takes an answer's body off the line and unpacks it, never into more bytes than its request allows."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

ACCEPTED = "gzip"
"""What is asked for. Other ways of packing, and gzip in gzip, aren't undone: a few bytes of them may make gigabytes."""

NAMES = frozenset({ACCEPTED, "x-gzip"})
"""The same thing, says RFC 9110 §8.4.1.3."""

_GZIP = 16 + zlib.MAX_WBITS
MAGIC = b"\x1f\x8b"
"""How each member of a gzip file begins: there may be several (RFC 1952 §2.2)."""


class BodyRefused(Exception):
    """The body is larger than allowed, or packed in a way that nobody asked for, or broken."""


async def body_of(response: httpx.Response, largest: int) -> bytes:
    """The whole body, unpacked, of at most `largest` bytes. Raises `BodyRefused`, and httpx's own errors."""
    packed_in = [name.strip().lower() for name in response.headers.get_list("content-encoding", split_commas=True)]
    packed_in = [name for name in packed_in if name not in ("", "identity")]
    if not packed_in:
        return await _plain(response, largest)
    if len(packed_in) > 1 or not NAMES.issuperset(packed_in):
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
    unzipping, taken = _Unzipping(largest), 0
    async for piece in response.aiter_raw():
        taken += len(piece)
        unzipping.take(piece)
        if taken > largest:
            raise BodyRefused
    if taken and not unzipping.at_an_end:
        raise BodyRefused
    return bytes(unzipping.body)


class _Unzipping:
    """Member by member, as they come. What follows the last and begins no other is nothing."""

    def __init__(self, largest: int) -> None:
        self.body = bytearray()
        self._largest = largest
        self._member = zlib.decompressobj(_GZIP)
        self._rest = b""
        self._over = False

    @property
    def at_an_end(self) -> bool:
        """Whether no member is cut."""
        return self._member.eof

    def take(self, piece: bytes) -> None:
        """The next bytes of the answer. Raises `BodyRefused`."""
        rest = self._rest + piece
        while rest and not self._over:
            if self._member.eof:
                if len(rest) < len(MAGIC):
                    break
                self._over = not rest.startswith(MAGIC)
                self._member = self._member if self._over else zlib.decompressobj(_GZIP)
                continue
            try:
                self.body += self._member.decompress(rest, self._largest + 1 - len(self.body))
            except zlib.error:
                raise BodyRefused from None
            if len(self.body) > self._largest:
                raise BodyRefused
            rest = self._member.unused_data
        self._rest = b"" if self._over else rest
