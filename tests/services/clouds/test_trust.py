"""The keys of a secure connection are written down nowhere, whatever the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.clouds.http import Connection, HttpRequest, open_client
from services.contracts import Cause
from services.doctor.network import Host, tls_finding
from services.fake import FakeClock
from tests.support.clouds.broken_handshakes import broken_handshakes
from tests.support.clouds.certificates import NOW, certificate

pytestmark = pytest.mark.anyio


async def test_no_key_of_a_connection_is_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = tmp_path / "keys"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    async with broken_handshakes(path) as server:
        url = f"https://localhost:{server.port}/"
        async with open_client((url,), version="1") as client:
            line = Connection(client, silent=Cause.NORTHE_DOWN, clock=FakeClock())
            assert (await line.ask(HttpRequest("GET", url))).status == 200
        await tls_finding("northe", Host("localhost", server.port, tls=True), NOW)
    assert server.connections == 2
    assert not keys.exists() or "CLIENT_" not in keys.read_text("ascii")
