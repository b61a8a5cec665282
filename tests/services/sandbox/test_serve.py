"""The sandbox over a real socket, with real connections to cut off."""

from __future__ import annotations

import contextlib
import errno
import json
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from services.rules import catalogue
from services.sandbox import serve as module
from services.sandbox.serve import serve
from services.sandbox.world import WorldWrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = """
from services.sandbox.serve import serve
raise SystemExit(serve(host="127.0.0.1", port=0, world=None, ready=lambda url: print(url, flush=True)))
"""


@pytest.fixture(scope="module")
def process() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own and its address."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        yield server, url
        server.send_signal(signal.SIGINT)
        assert server.wait(10) == 0
        assert server.stderr is not None
        assert server.stderr.read() == "", "neither logs nor warnings"


@pytest.fixture
def http(process: tuple[subprocess.Popen[str], str]) -> Iterator[httpx.Client]:
    """A client of it, without faults left over from another test."""
    with httpx.Client(base_url=process[1], timeout=0.5, trust_env=False) as client:
        client.delete("/sandbox/faults")
        yield client
        client.delete("/sandbox/faults")


def test_it_answers_as_soon_as_it_says_so_at_the_address_that_phones_get(http: httpx.Client) -> None:
    link = http.post("/northe/v1/link-sessions", headers={"Idempotency-Key": "a"}).json()
    page = httpx.get(link["payload"], trust_env=False)
    assert page.status_code == 200
    assert "Kim Larsson" in page.text


def test_it_dates_its_answers_by_its_own_clock(http: httpx.Client) -> None:
    answer = http.get("/northe/v1/catalogue")
    assert len(answer.headers.get_list("date")) == 1
    assert "server" not in answer.headers


def test_a_dropped_line_gives_not_one_byte(http: httpx.Client) -> None:
    http.post("/sandbox/faults", json={"kind": "drop", "cloud": "northe"})
    host, port = http.base_url.host, http.base_url.port
    assert port is not None
    with socket.create_connection((host, port), timeout=2) as raw:
        raw.sendall(f"GET /northe/v1/catalogue HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        with contextlib.suppress(ConnectionResetError):
            assert raw.recv(100) == b""
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        http.get("/northe/v1/catalogue")


def test_half_an_answer_is_half_an_answer(http: httpx.Client) -> None:
    whole = http.get("/northe/v1/catalogue").content
    http.post("/sandbox/faults", json={"kind": "half", "cloud": "northe"})
    host, port = http.base_url.host, http.base_url.port
    assert port is not None
    with socket.create_connection((host, port), timeout=2) as raw:
        raw.sendall(f"GET /northe/v1/catalogue HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        got = b""
        try:
            while piece := raw.recv(65_536):
                got += piece
        except ConnectionResetError:
            pass
    head, _, body = got.partition(b"\r\n\r\n")
    assert f"content-length: {len(whole)}".encode() in head.lower()
    assert body == whole[: len(whole) // 2]
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        http.get("/northe/v1/catalogue")


def test_a_silence_lasts_and_holds_nobody_else_up(http: httpx.Client) -> None:
    http.post("/sandbox/faults", json={"kind": "hang", "path": "/northe/v1/account"})
    with pytest.raises(httpx.ReadTimeout):
        http.get("/northe/v1/account", timeout=0.1)
    assert http.get("/northe/v1/catalogue").status_code == 200


def test_errors_come_as_problems_everywhere(http: httpx.Client) -> None:
    for path in ("/", "/northe/v1/nothing", "/northe/v1/account/more"):
        answer = http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert http.put("/northe/v1/account").status_code == 405


def test_a_port_in_use_is_an_oserror() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError) as raised:
            serve(host="127.0.0.1", port=taken.getsockname()[1], world=None, ready=lambda _url: None)
    assert raised.value.errno == errno.EADDRINUSE


def test_a_broken_world_is_told_before_a_port_is_taken(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text("fleets = 7")
    said: list[str] = []
    with pytest.raises(WorldWrong):
        serve(host="127.0.0.1", port=0, world=world, ready=said.append)
    assert said == []


def test_so_is_a_brands_file_that_cant_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme.toml").write_text("id = 7")
    said: list[str] = []
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.brands.cache_clear()
    with pytest.raises(catalogue.CatalogueWrong):
        serve(host="127.0.0.1", port=0, world=None, ready=said.append)
    assert said == []


def test_nothing_that_was_sent_is_printed(process: tuple[subprocess.Popen[str], str], http: httpx.Client) -> None:
    """What the server prints is checked when it ends: nothing at all. Here are the secrets that mustn't be there."""
    body = {"email": "kim@example.com", "fleet_member_id": "s3cret-member", "partner_key": "s3cret-key"}
    assert http.post("/northe/v1/sessions", json=body, headers={"Idempotency-Key": "x"}).status_code == 401
    assert http.post("/northe/v1/sessions", content=json.dumps(body)[:20]).status_code == 400
    assert process[0].poll() is None


@pytest.mark.parametrize(
    ("host", "family", "address"),
    [
        ("127.0.0.1", socket.AF_INET, "http://127.0.0.1:80"),
        ("::1", socket.AF_INET6, "http://[::1]:80"),
        ("box.local", socket.AF_INET, "http://box.local:80"),
    ],
)
def test_the_address_that_is_told(host: str, family: socket.AddressFamily, address: str) -> None:
    assert module._address(host, family, 80) == address


def test_listening_everywhere_it_tells_this_machines_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: asked.append(address))
    monkeypatch.setattr(socket.socket, "getsockname", lambda _self: ("192.168.7.7", 4711))
    assert module._address("0.0.0.0", socket.AF_INET, 80) == "http://192.168.7.7:80"
    assert asked == [("192.0.2.1", 9)]
