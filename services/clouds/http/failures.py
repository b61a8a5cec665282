"""Why no answer came: by httpx's errors, by what stands behind them, and by how far the request had got."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING, Any

import httpx

from services.clouds.http.exchange import Broken
from services.clouds.trust import NOTHING_IN_COMMON
from services.contracts.causes import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PROXY_WANTS_PASSWORD, SERVER_ERROR = 407, 500


class RequestProgress:
    """How far a request has got. `with_proxy`: only a proxy has been spoken to, so the cloud has got nothing of it.

    It's httpx's `trace` extension; a transport in this process tells nothing, and is taken for the cloud.
    """

    def __init__(self, url: str) -> None:
        self.with_proxy = False
        self._host = httpx.URL(url).raw_host.decode("ascii")

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Is told of each step by httpcore."""
        if event == "connection.connect_tcp.started":
            self.with_proxy = info["host"] != self._host
        elif event == "http11.send_request_headers.started":
            self.with_proxy = info["request"].method == b"CONNECT"
        elif event == "proxy.start_tls.started":
            self.with_proxy = False


def broken(error: httpx.HTTPError | OSError, progress: RequestProgress) -> Broken:
    """What an error means. OpenSSL's own ones come through httpx where they end a connection that stood."""
    if isinstance(error, httpx.ProxyError):
        return Broken(_what_the_proxy_said(error), sent=False)
    trouble = _why(error)
    if trouble is None:
        return Broken(None, note=f"could not be asked: {type(error).__name__}")
    if progress.with_proxy and trouble is not Reason.TLS:
        return Broken(Reason.PROXY_DOWN, sent=False)
    unsent = progress.with_proxy or isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return Broken(trouble, sent=not unsent)


def _why(error: httpx.HTTPError | OSError) -> Reason | None:
    if isinstance(error, httpx.TimeoutException):
        return Reason.TIMED_OUT
    if isinstance(error, httpx.ConnectError):
        return _why_no_connection(error)
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError | OSError):
        return Reason.RESET
    return None


def _what_the_proxy_said(error: httpx.ProxyError) -> Reason:
    """The text of httpx's error is the status of the proxy's answer and what it's called."""
    said = str(error)[:3]
    status = int(said) if said.isdecimal() else 0
    if status == PROXY_WANTS_PASSWORD:
        return Reason.PROXY_PASSWORD
    return Reason.PROXY_DOWN if status >= SERVER_ERROR else Reason.PROXY_REFUSES


def _why_no_connection(error: Exception) -> Reason:
    """Looks behind httpx's error for what the system said; several addresses may have failed, each in its own way.

    A handshake that breaks, in whatever way, leaves an error of OpenSSL's, if only that there was nothing to read yet.
    Only one that says so speaks of a certificate.
    """
    found = Reason.UNREACHABLE
    for reason in _reasons(error):
        if isinstance(reason, socket.gaierror):
            return Reason.NAME_NOT_FOUND
        if isinstance(reason, ssl.SSLCertVerificationError) or _nothing_in_common(reason):
            return Reason.TLS
        if isinstance(reason, ConnectionRefusedError):
            found = Reason.REFUSED
        elif isinstance(reason, ConnectionResetError | BrokenPipeError | ssl.SSLError):
            found = Reason.RESET
        elif isinstance(reason, OSError) and reason.errno == errno.ETIMEDOUT:
            found = Reason.TIMED_OUT
    return found


def _nothing_in_common(reason: BaseException) -> bool:
    return isinstance(reason, ssl.SSLError) and getattr(reason, "reason", None) in NOTHING_IN_COMMON


def _reasons(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        reason = waiting.pop()
        if id(reason) in seen:
            continue
        seen.add(id(reason))
        yield reason
        waiting.extend(behind for behind in (reason.__cause__, reason.__context__) if behind is not None)
        if isinstance(reason, BaseExceptionGroup):
            waiting.extend(reason.exceptions)
