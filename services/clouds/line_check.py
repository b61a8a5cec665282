"""Whether the certificates and the proxy that the environment names can be used, as far as a glance can tell.

A glance, since it's taken before the first paint, and httpx takes longer to import than all that's needed for it. What
it can't tell, httpx does when the clients are opened (`services.clouds.http.open_client`), by `LineUnusable`.
"""

from __future__ import annotations

import binascii
import re
import stat
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

PROXIES = ("http_proxy", "https_proxy", "all_proxy")
EXCEPTIONS = "no_proxy"

LONGEST_LOOK = 1024 * 1024
"""Bytes of a certificate file. What doesn't begin in them is left to httpx."""

_CERTIFICATE = re.compile(rb"^-----BEGIN CERTIFICATE-----\s(.*?)^-----END CERTIFICATE-----", re.DOTALL | re.MULTILINE)
_OTHER_KIND = re.compile(rb"^-----BEGIN (X509 |TRUSTED )(CERTIFICATE|CRL)-----", re.MULTILINE)

SEQUENCE, LONG, OCTETS = 0x30, 0x80, 0x7F
"""DER (X.690): a certificate is a sequence that begins with another; how long it is stands behind its first byte."""


class LineUnusable(Exception):
    """The environment names certificates or a proxy with which no cloud can be asked. `message` says which."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def line_trouble(environ: Mapping[str, str]) -> Message | None:
    """What's wrong with it, if anything. Nothing of a proxy's address is told: it may have a password in it."""
    certificates = environ.get("SSL_CERT_FILE")
    if certificates and not _holds_certificates(Path(certificates)):
        return Message("settings.certificates")
    if not all(_can_be_a_proxy(address) for address in _proxies(environ)):
        return Message("settings.proxy")
    return None


def _proxies(environ: Mapping[str, str]) -> list[str]:
    """The addresses that count: a name in small letters before one in capitals, even if it's empty; none with `*`."""
    found = {name.lower(): value for name, value in environ.items()}
    found |= {name: environ[name] for name in (*PROXIES, EXCEPTIONS) if name in environ}
    if "*" in (host.strip() for host in found.get(EXCEPTIONS, "").split(",")):
        return []
    return [found[name] for name in PROXIES if found.get(name)]


def _can_be_a_proxy(address: str) -> bool:
    address = address.rstrip(" ")
    if not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        _ = parts.port
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") or (parts.scheme in ("socks5", "socks5h") and find_spec("socksio"))
    return bool(known and parts.hostname)


def _holds_certificates(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return not path.is_dir()  # a pipe can be read once only, and not by us
        with path.open("rb") as file:
            text = file.read(LONGEST_LOOK)
    except OSError:
        return False
    found = _CERTIFICATE.search(text)
    if found is not None:
        return _is_whole(found[1])
    return len(text) == LONGEST_LOOK or _OTHER_KIND.search(text) is not None


def _is_whole(base64: bytes) -> bool:
    try:
        der = binascii.a2b_base64(base64)
    except binascii.Error:
        return False
    head, begins = der[:2], 2
    if len(head) < begins or head[0] != SEQUENCE:
        return False
    length = head[1]
    if length & LONG:
        begins += length & OCTETS
        length = int.from_bytes(der[2:begins], "big")
    return len(der) >= begins + length and der[begins : begins + 1] == bytes([SEQUENCE])
