"""Whose certificates are trusted, and which TLS is no longer: the same for the clouds' clients and for the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

NOTHING_IN_COMMON = frozenset({
    "DH_KEY_TOO_SMALL", "NO_PROTOCOLS_AVAILABLE", "NO_SHARED_CIPHER", "TLSV1_ALERT_INSUFFICIENT_SECURITY",
    "TLSV1_ALERT_PROTOCOL_VERSION", "UNSAFE_LEGACY_RENEGOTIATION_DISABLED", "UNSUPPORTED_PROTOCOL",
})  # fmt: skip
"""OpenSSL's reasons for a handshake that ends since what the other side offers isn't safe. It's the same next time."""


def trusted(*, company: bool = True) -> ssl.SSLContext:
    """A context that verifies. `company`: the certificates that SSL_CERT_FILE or SSL_CERT_DIR names count.

    Raises `OSError`, as OpenSSL does, where those can't be read.
    """
    import httpx

    context = httpx.create_ssl_context(trust_env=company)
    # Where SSLKEYLOGFILE says to, Python would write down the keys of every session.
    context.keylog_filename = None  # type: ignore[assignment]  # as the documentation has it; typeshed knows str only
    return context
