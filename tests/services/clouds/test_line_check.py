"""What the environment says of the line, looked at before httpx is there, and by httpx itself."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import certifi
import pytest

from services.clouds.http import open_client
from services.clouds.line_check import LONGEST_LOOK, LineUnusable, line_trouble
from services.text.words import Words
from tests.support.clouds.certificates import certificate
from tests.support.clouds.recorded_answers import everything_about


def at_a_glance(environ: dict[str, str]) -> str | None:
    """What's said to be wrong."""
    message = line_trouble(environ)
    assert message is None or "s3cret" not in Words().say(message)
    return message.key if message else None


def by_httpx(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str | None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    unusable = None
    try:
        open_client(("https://api.zaptec.test",), version="1")
    except LineUnusable as error:
        unusable = error
    assert unusable is None or "s3cret" not in everything_about(unusable)
    return unusable.message.key if unusable else None


PROXY = "settings.proxy"
PROXIES: list[tuple[dict[str, str], str | None]] = [
    ({"HTTPS_PROXY": "http://proxy.test:3128"}, None),
    ({"HTTPS_PROXY": "HTTP://fitter:s3cret@proxy.test:3128/"}, None),
    ({"https_proxy": "proxy.test:3128"}, None),
    ({"https_proxy": "proxy.test"}, None),
    ({"ALL_PROXY": "https://[2001:db8::1]:3128"}, None),
    ({"HTTPS_PROXY": ""}, None),
    ({"HTTPS_PROXY": "nonsense://s3cret", "https_proxy": ""}, None),
    ({"HTTPS_PROXY": "nonsense://s3cret", "https_proxy": "http://proxy.test:3128"}, None),
    ({"HTTPS_PROXY": "nonsense://s3cret", "NO_PROXY": "localhost, *"}, None),
    ({"FTP_PROXY": "nonsense://s3cret"}, None),
    ({"HTTPS_PROXY": "nonsense://s3cret"}, PROXY),
    ({"https_proxy": "http://s3cret@proxy.test:port"}, PROXY),
    ({"HTTPS_PROXY": "http://fitter:s3cret#1@proxy.test:3128"}, PROXY),
    ({"HTTPS_PROXY": "http://proxy.test:3128 "}, None),
    ({"HTTPS_PROXY": " http://s3cret@proxy.test:3128"}, PROXY),
    ({"HTTPS_PROXY": "http://proxy.test\t:3128"}, PROXY),
    ({"ALL_PROXY": "socks5://fitter:s3cret@proxy.test:1080"}, PROXY),
    ({"ALL_PROXY": "socks4://s3cret"}, PROXY),
]


@pytest.mark.parametrize(("environ", "wrong"), PROXIES, ids=[str(environ) for environ, _ in PROXIES])
def test_a_proxy_is_judged_as_httpx_does(
    environ: dict[str, str], wrong: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert at_a_glance(environ) == wrong
    assert by_httpx(environ, monkeypatch) == wrong


@pytest.mark.parametrize("address", ["http://s3cret@proxy.test:99999", "http://[s3cret", "http://", "https://:3128"])
def test_what_httpx_takes_and_can_not_use_is_refused(address: str) -> None:
    assert at_a_glance({"HTTPS_PROXY": address}) == PROXY


CERTIFICATES = "settings.certificates"


def files(folder: Path) -> dict[str, tuple[Path, str | None]]:
    """A file of each kind, and what's wrong with it."""
    good = certificate(folder).read_text("ascii")
    begins = good.index("-----BEGIN CERTIFICATE-----")
    inside = "".join(good[begins:].splitlines()[1:-1])
    der = base64.b64decode(inside)

    def pem(content: bytes) -> str:
        return f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(content).decode()}-----END CERTIFICATE-----\n"

    texts = {
        "one with its key": (good, None),
        "one below its text": ("Certificate:\n    Data: x\n" * 50 + good[begins:], None),
        "with CRLF": (good[begins:].replace("\n", "\r\n"), None),
        "a trusted one": (good[begins:].replace("CERTIFICATE", "TRUSTED CERTIFICATE"), None),
        "empty": ("", CERTIFICATES),
        "a page": ("<html><body>404</body></html>\n", CERTIFICATES),
        "a key": (good[:begins], CERTIFICATES),
        "cut": (good[: begins + 200], CERTIFICATES),
        "cut inside": (pem(der[:-10]), CERTIFICATES),
        "more behind it": (pem(der + b"\0"), None),
        "no base64": ("-----BEGIN CERTIFICATE-----\n?\n-----END CERTIFICATE-----\n", CERTIFICATES),
        "no certificate": (pem(b"some other thing"), CERTIFICATES),
        "nothing inside": (pem(b""), CERTIFICATES),
    }
    made: dict[str, tuple[Path, str | None]] = {
        "certifi's": (Path(certifi.where()), None),
        "not there": (folder / "nowhere.pem", CERTIFICATES),
        "a folder": (folder, CERTIFICATES),
    }
    for number, (name, (text, wrong)) in enumerate(texts.items()):
        path = folder / f"{number}.pem"
        path.write_text(text, "ascii", newline="")
        made[name] = path, wrong
    return made


def test_certificates_are_judged_as_openssl_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, (path, wrong) in files(tmp_path).items():
        environ = {"SSL_CERT_FILE": str(path)}
        assert at_a_glance(environ) == wrong, name
        if name != "a trusted one":  # only made to look like one here
            assert by_httpx(environ, monkeypatch) == wrong, name


def test_what_a_glance_can_not_tell_is_left_to_httpx(tmp_path: Path) -> None:
    late = tmp_path / "late.pem"
    late.write_bytes(b"#" * LONGEST_LOOK + b"\n" + certificate(tmp_path).read_bytes())
    assert at_a_glance({"SSL_CERT_FILE": str(late)}) is None
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert at_a_glance({"SSL_CERT_FILE": str(pipe)}) is None
