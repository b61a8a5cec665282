"""The way to a host, without asking it anything: does its name lead somewhere, and does TLS stand?"""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from services.clouds.trust import NOTHING_IN_COMMON, trusted
from services.doctor.finding import Finding, ItemState
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable

WITHIN = 8.0
"""Seconds for each of the two."""
SOON = timedelta(days=14)
"""A certificate that ends earlier is worth a word."""

NOT_YET_VALID, EXPIRED = 9, 10
"""OpenSSL's X509_V_ERR codes: certificate not yet valid, has expired."""
OTHER_HOST = frozenset({62, 64})
"""Hostname mismatch, IP address mismatch."""
UNKNOWN_ISSUER = frozenset({18, 19, 20, 21})
"""Self-signed, self-signed in chain, no local issuer certificate, can't verify the first certificate."""

NO_TLS = frozenset({"HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL", "WRONG_VERSION_NUMBER"})
"""OpenSSL's reasons for an answer that's no TLS at all: plain HTTP, SSH."""
HUNG_UP = "UNEXPECTED_EOF_WHILE_READING"
STALLED = "STALLED"
"""Ours, for a handshake that doesn't go on."""
ALERTS = ("SSLV3_ALERT_", "TLSV1_", "TLSV13_")
"""How OpenSSL's reasons begin where the other side said that it ends the handshake."""


@dataclass(frozen=True, slots=True)
class Host:
    """Where a cloud is: name and port of its address, and whether it's asked over TLS."""

    name: str
    port: int
    tls: bool

    @classmethod
    def of(cls, address: str) -> Host:
        """Of an http or https address."""
        parts = urlsplit(address)
        tls = parts.scheme == "https"
        return cls(parts.hostname or "", parts.port or (443 if tls else 80), tls)


async def name_finding(cloud: str, host: Host) -> Finding:
    """Does its name lead to an address?"""
    check, about = f"{cloud}_name", {"host": host.name}
    try:
        async with asyncio.timeout(WITHIN):
            found = await asyncio.get_running_loop().getaddrinfo(host.name, host.port, type=socket.SOCK_STREAM)
    except TimeoutError:
        text = Message("doctor.name.timed_out", about)
    except (OSError, UnicodeError):  # a label that's longer than 63 is no name at all
        text = Message("doctor.name.not_found", about)
    else:
        addresses = ", ".join(dict.fromkeys(str(one[4][0]) for one in found))
        return Finding(check, ItemState.OK, Message("doctor.name.ok", {**about, "addresses": addresses}))
    return Finding(check, ItemState.WRONG, text, remedy=Message("doctor.name.remedy", about))


async def tls_finding(
    cloud: str, host: Host, now: datetime, context: Callable[[], ssl.SSLContext] = trusted
) -> Finding:
    """Can it be reached, and is it who it says it is? `now`: UTC, by the clock here."""
    connected = False
    try:
        async with asyncio.timeout(WITHIN):
            _, writer = await asyncio.open_connection(host.name, host.port)
            connected = True
            try:
                await writer.start_tls(context(), server_hostname=host.name)
                version = writer.get_extra_info("ssl_object").version()
                certificate = writer.get_extra_info("peercert")
            finally:
                writer.transport.abort()  # to close it politely takes an answer, which not every server gives
    except TimeoutError:
        return _shaken_off(cloud, host, STALLED) if connected else _unreached(cloud, host, "timed_out")
    except ssl.SSLCertVerificationError as error:
        return _distrusted(cloud, host, error, now)
    except ssl.SSLError as error:
        return _shaken_off(
            cloud, host, error.reason or HUNG_UP
        )  # it said goodbye, or a reason that OpenSSL has no name for
    except ConnectionRefusedError:
        return _unreached(cloud, host, "refused")
    except OSError:
        return _shaken_off(cloud, host, HUNG_UP) if connected else _unreached(cloud, host, "unreachable")
    return _trusted_until(cloud, host, version, certificate["notAfter"], now)


def _trusted_until(cloud: str, host: Host, version: str, ends: str, now: datetime) -> Finding:
    left = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) - now
    about = {"host": host.name, "version": version, "count": left.days}
    if left < timedelta(days=1):
        return Finding(f"{cloud}_tls", ItemState.WARNING, Message("doctor.tls.ends_today", about))
    if left < SOON:
        return Finding(f"{cloud}_tls", ItemState.WARNING, Message("doctor.tls.ends_soon", about))
    return Finding(f"{cloud}_tls", ItemState.OK, Message("doctor.tls.ok", about))


def _distrusted(cloud: str, host: Host, error: ssl.SSLCertVerificationError, now: datetime) -> Finding:
    about = {"host": host.name, "now": f"{now:%Y-%m-%d %H:%M}"}
    code = error.verify_code
    if code in {NOT_YET_VALID, EXPIRED}:
        why, remedy = ("not_yet" if code == NOT_YET_VALID else "ended"), Message("doctor.tls.time_remedy", about)
    elif code in OTHER_HOST:
        why, remedy = "other_host", Message("doctor.tls.other_host_remedy", about)
    elif code in UNKNOWN_ISSUER:
        why, remedy = "unknown_issuer", Message("doctor.tls.unknown_issuer_remedy")
    else:
        why, about, remedy = "failed", {**about, "why": error.verify_message}, Message("doctor.tls.their_remedy", about)
    return Finding(f"{cloud}_tls", ItemState.WRONG, Message(f"doctor.tls.{why}", about), remedy=remedy)


def _shaken_off(cloud: str, host: Host, reason: str) -> Finding:
    """It was reached, but there's no handshake. `reason`: OpenSSL's."""
    about = {"host": host.name, "port": host.port, "why": reason.replace("_", " ").lower()}
    why, remedy = "failed", "their_remedy"
    if reason in NOTHING_IN_COMMON:
        why = "too_old"
    elif reason in NO_TLS:
        why, remedy = "no_tls", "other_host_remedy"
    elif reason == STALLED:
        why, remedy = "stalled", "hung_up_remedy"
    elif reason == HUNG_UP or reason.startswith(ALERTS):
        why, remedy = "hung_up", "hung_up_remedy"
    text, remedy_text = Message(f"doctor.tls.{why}", about), Message(f"doctor.tls.{remedy}", about)
    return Finding(f"{cloud}_tls", ItemState.WRONG, text, remedy=remedy_text)


def _unreached(cloud: str, host: Host, why: str) -> Finding:
    about = {"host": host.name, "port": host.port}
    return Finding(f"{cloud}_tls", ItemState.WRONG, Message(f"doctor.tls.{why}", about), remedy=_to_firewall(host))


def _to_firewall(host: Host) -> Message:
    return Message("doctor.tls.remedy", {"host": host.name, "port": host.port})
