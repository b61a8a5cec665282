"""Names and TLS, against servers on this machine that are wrong in each way."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services.doctor import network
from services.doctor.network import Host, name_finding, tls_finding
from services.text.words import Words
from tests.support.clouds.broken_handshakes import (
    BREAKS,
    INSUFFICIENT_SECURITY,
    PROTOCOL_VERSION,
    alert,
    broken_handshakes,
)
from tests.support.clouds.certificates import DAY, NOW, certificate, tls_server, trusting

if TYPE_CHECKING:
    from pathlib import Path

    from services.doctor import Finding

pytestmark = pytest.mark.anyio

WORDS = Words()


def told(finding: Finding) -> str:
    remedy = f" > {WORDS.say(finding.remedy)}" if finding.remedy else ""
    return f"{finding.check} {finding.state}: {WORDS.say(finding.text)}{remedy}"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.zaptec.com", Host("api.zaptec.com", 443, tls=True)),
        ("https://northe.example:8443/v1", Host("northe.example", 8443, tls=True)),
        ("http://127.0.0.1:8700/northe", Host("127.0.0.1", 8700, tls=False)),
        ("http://[::1]/", Host("::1", 80, tls=False)),
    ],
)
def test_an_address_names_a_host(address: str, host: Host) -> None:
    assert Host.of(address) == host


async def test_a_name_that_leads_somewhere() -> None:
    finding = await name_finding("northe", Host("127.0.0.1", 443, tls=True))
    assert told(finding) == "northe_name ok: 127.0.0.1 is 127.0.0.1"


@pytest.mark.parametrize("name", ["northe.invalid", "x" * 64 + ".invalid", ""])
async def test_a_name_that_nobody_knows(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def unknown(asked: str, *_: Any, **__: Any) -> None:
        asked.encode("idna")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    finding = await name_finding("zaptec", Host(name, 443, tls=True))
    assert told(finding).startswith(f"zaptec_name wrong: {name} was not found (DNS) > Compare {name} with")


async def test_a_name_server_that_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(network, "WITHIN", 0.05)
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", silent)
    finding = await name_finding("zaptec", Host("api.zaptec.test", 443, tls=True))
    assert told(finding).startswith("zaptec_name wrong: No name server answers about api.zaptec.test")


async def examined(path: Path | None, trusts: Path | None, host: str = "localhost", **server: Any) -> str:
    async with tls_server(path, **server) as port:
        finding = await tls_finding("northe", Host(host, port, tls=True), NOW, trusting(trusts))
        return told(finding).replace(str(port), "PORT")


async def test_a_certificate_that_is_right(tmp_path: Path) -> None:
    path = certificate(tmp_path)
    assert await examined(path, path) == "northe_tls ok: TLSv1.3, certificate valid for 90 more days"


async def test_one_that_ends_soon(tmp_path: Path) -> None:
    path = certificate(tmp_path, ends=NOW + 5.5 * DAY)
    wanted = "northe_tls warning: TLSv1.3, but the certificate of localhost ends in 5 days"
    assert await examined(path, path) == wanted


async def test_a_server_that_never_says_goodbye(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What's wanted is known by then; many keep a connection open and answer no end of it."""
    monkeypatch.setattr(network, "WITHIN", 3.0)
    path, over = certificate(tmp_path), threading.Event()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)

    def serve(listener: socket.socket) -> None:
        with context.wrap_socket(listener.accept()[0], server_side=True):
            over.wait(30)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, args=(listener,))
        server.start()
        try:
            port = listener.getsockname()[1]
            finding = await tls_finding("northe", Host("localhost", port, tls=True), NOW, trusting(path))
        finally:
            over.set()
            server.join()
    assert told(finding) == "northe_tls ok: TLSv1.3, certificate valid for 90 more days"


@pytest.mark.parametrize(
    ("validity", "said"),
    [
        ({"begins": NOW - 9 * DAY, "ends": NOW - DAY}, "has ended, or the clock here is ahead"),
        ({"begins": NOW + DAY, "ends": NOW + 9 * DAY}, "is not valid yet, or the clock here is behind"),
    ],
)
async def test_a_wrong_time_blames_the_clock_too(tmp_path: Path, validity: dict[str, Any], said: str) -> None:
    path = certificate(tmp_path, **validity)
    finding = await examined(path, path)
    assert f"northe_tls wrong: The certificate of localhost {said}" in finding
    assert f"It is {NOW:%Y-%m-%d %H:%M} UTC by the clock here." in finding


async def test_somebody_else_under_this_name(tmp_path: Path) -> None:
    path = certificate(tmp_path, host="elsewhere.test")
    finding = await examined(path, path)
    assert finding.startswith("northe_tls wrong: Somebody else than localhost answers under its name > ")


async def test_a_company_that_opens_connections(tmp_path: Path) -> None:
    finding = await examined(certificate(tmp_path), None)
    assert finding.startswith("northe_tls wrong: The certificate of localhost comes from nobody that is known here")
    assert "SSL_CERT_FILE" in finding


@pytest.mark.parametrize(
    "says", [b"HTTP/1.0 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH_9.6\r\n", b"220 mail.test ESMTP\r\n"]
)
async def test_no_tls_at_all(says: bytes) -> None:
    finding = await examined(None, None, says=says)
    assert finding.startswith(
        "northe_tls wrong: What answers as localhost at port PORT speaks no TLS at all > Compare "
    )
    assert "firewall" not in finding


async def test_an_address_that_the_certificate_is_not_for(tmp_path: Path) -> None:
    path = certificate(tmp_path)
    finding = await examined(path, path, host="127.0.0.1")
    assert finding.startswith(
        "northe_tls wrong: Somebody else than 127.0.0.1 answers under its name > Compare 127.0.0.1"
    )


async def test_one_that_ends_within_a_day(tmp_path: Path) -> None:
    path = certificate(tmp_path, ends=NOW + 0.5 * DAY)
    wanted = "northe_tls warning: TLSv1.3, but the certificate of localhost ends within a day"
    assert await examined(path, path) == wanted


async def test_a_certificate_that_is_wrong_in_another_way_is_no_matter_of_a_firewall(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A made-up chain that's too weak, say: OpenSSL knows some eighty reasons."""
    path = certificate(tmp_path)
    error = ssl.SSLCertVerificationError("no")
    error.verify_code, error.verify_message = 67, "CA certificate key too weak"

    async def distrust(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(asyncio.StreamWriter, "start_tls", distrust)
    finding = await examined(path, path)
    assert finding.startswith("northe_tls wrong: No secure connection to localhost: CA certificate key too weak > Tell")
    assert "firewall" not in finding


HANGS_UP = {
    **{name: BREAKS[name] for name in ("FIN", "RST", "handshake failure", "internal error", "goodbye", "half a hello")},
    **{f"alert {number}": alert(number) for number in (42, 48, 90, 112, 115, 116, 120)},
}


@pytest.mark.parametrize("how", HANGS_UP)
async def test_one_who_hangs_up_during_the_handshake(how: str, tmp_path: Path) -> None:
    path = certificate(tmp_path)
    async with broken_handshakes(path, HANGS_UP[how], times=1) as server:
        finding = await tls_finding("zaptec", Host("localhost", server.port, tls=True), NOW, trusting(path))
    said = told(finding).replace(str(server.port), "PORT")
    assert said.startswith(
        "zaptec_tls wrong: localhost takes the connection at port PORT, but hangs up during the secure handshake > "
    )
    assert "no way" not in said


@pytest.mark.parametrize("what", [PROTOCOL_VERSION, INSUFFICIENT_SECURITY])
async def test_one_whose_tls_is_too_old(what: int, tmp_path: Path) -> None:
    path = certificate(tmp_path)
    async with broken_handshakes(path, alert(what), times=1) as server:
        finding = await tls_finding("zaptec", Host("localhost", server.port, tls=True), NOW, trusting(path))
    assert told(finding).startswith("zaptec_tls wrong: localhost speaks no TLS that is still safe > Tell whoever runs")


async def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    finding = await tls_finding("northe", Host("127.0.0.1", port, tls=True), NOW, trusting(None))
    assert told(finding).startswith(f"northe_tls wrong: 127.0.0.1 refuses connections at port {port} > ")


async def test_somebody_who_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "WITHIN", 0.2)
    finding = await examined(None, None)
    assert finding.startswith(
        "northe_tls wrong: localhost takes the connection at port PORT, but does not go on with the "
    )
    assert "firewall" not in finding


async def test_somebody_who_does_not_take_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    async def silent(*_: Any, **__: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(network, "WITHIN", 0.05)
    monkeypatch.setattr(asyncio, "open_connection", silent)
    finding = await tls_finding("northe", Host("northe.test", 443, tls=True), NOW, trusting(None))
    assert told(finding).startswith("northe_tls wrong: northe.test does not answer at port 443 > ")
    assert told(finding).endswith("A firewall has to let it out to northe.test, port 443.")


async def test_no_way_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unreachable(*_: Any, **__: Any) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(asyncio, "open_connection", unreachable)
    finding = await tls_finding("northe", Host("northe.test", 443, tls=True), NOW, trusting(None))
    assert told(finding).startswith("northe_tls wrong: There is no way to northe.test at port 443 > ")


def test_what_is_soon_is_a_fortnight() -> None:
    assert timedelta(days=14) == network.SOON
