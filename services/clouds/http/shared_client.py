"""Opens the HTTP client that both clouds share, with what must never differ: verified TLS, no cookies, no redirects."""

from __future__ import annotations

from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.parse import urlsplit

import httpx

from services.clouds.http.body_reader import ACCEPTED
from services.clouds.http.policy import Policy
from services.clouds.line_check import LineUnusable
from services.clouds.trust import trusted
from services.rules.hosts import is_loopback
from services.text.words import Message


def open_client(
    addresses: tuple[str, ...],
    *,
    version: str,
    policy: Policy | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> httpx.AsyncClient:
    """A client for these addresses. With a `transport` (in-process, tests) no network is touched.

    Raises `ValueError` for an address that would send secrets in clear: plain http goes to loopback only. And
    `LineUnusable`.
    """
    policy = policy or Policy()
    if transport is None:
        for address in addresses:
            demand_safe(address)
    plain = any(urlsplit(address).scheme == "http" for address in addresses)
    try:
        return httpx.AsyncClient(
            transport=transport,
            verify=trusted(company=not plain) if transport is None else True,
            timeout=httpx.Timeout(policy.read, connect=policy.connect),
            headers={
                "User-Agent": f"northe-activate/{version}",
                "Accept": "application/json",
                "Accept-Encoding": ACCEPTED,
            },
            # A cookie would carry one customer's traces into the next one's session.
            cookies=CookieJar(policy=DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            # The company's proxy and certificates count, but loopback never goes through a proxy.
            trust_env=not plain,
        )
    except OSError:  # OpenSSL's errors, too
        wrong = "settings.certificates"
    except (ValueError, ImportError, httpx.InvalidURL):  # another scheme, SOCKS, no address at all
        wrong = "settings.proxy"
    raise LineUnusable(Message(wrong))  # outside of the except blocks: the proxy's address may hold a password


def demand_safe(address: str) -> None:
    """Raises `ValueError` unless the address is https, or plain http on this machine."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname and is_loopback(parts.hostname):
        return
    raise ValueError(f"needs https, or http to this machine only: {parts.scheme}://{parts.hostname}")
