"""Gives every test a clean environment of its own and keeps all of them on this machine."""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from ipaddress import ip_address
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings as hypothesis_settings
from textual import constants

from tests.support import style_sheets_once, unseen_frames
from tests.support.nothing_skipped import pytest_runtest_makereport  # noqa: F401 - where pytest looks for it

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SNAPSHOT_PYTHON = (3, 11)
NEVER_RESOLVED = (".invalid", ".test", ".example")
"""Names that no resolver knows (RFC 6761): a test may use them for a cloud that isn't there."""

_homes = count(1)

# Almost all that comes while tests are found stays; looking through it again and again takes a fifth of that time.
gc.set_threshold(200_000, 20, 100)

# As app.terminal.environment sets it; too late for the environment, since pytest's plugins import textual first.
setattr(constants, "TEXTUAL_ANIMATIONS", "none")  # noqa: B010 - Final, and this is the one place that knows better

style_sheets_once.install()
unseen_frames.install()

# The machine that runs the tests may be busy: how long an example takes says nothing about right or wrong.
hypothesis_settings.register_profile("northe-activate", deadline=None, max_examples=50)
hypothesis_settings.load_profile("northe-activate")


def pytest_configure(config: pytest.Config) -> None:
    """Snapshots are made on one Python version: others lay text out a little differently, and all would seem to differ."""
    if config.getoption("update_snapshots", default=False) and sys.version_info[:2] != SNAPSHOT_PYTHON:
        wanted = ".".join(map(str, SNAPSHOT_PYTHON))
        raise pytest.UsageError(f"snapshots are made on Python {wanted} only, so that they don't flip to and fro")


def pytest_collection_finish() -> None:
    """What all tests share lives to the end: not to be looked through again at every collection of garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_unconfigure() -> None:
    """One look at the garbage of all tests says what was never closed; pytest's own five would say it five times over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Textual runs on asyncio, so async tests do too."""
    return "asyncio"


@pytest.fixture(autouse=True)
def clean_environment(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing of the person who runs the tests: no settings, no colours, a state folder and a config file of its own.

    They are below the test's `tmp_path`. Most tests ask for none, so for them no folder is made: it's only named.
    """
    asks = "tmp_path" in request.fixturenames
    home: Path = (
        request.getfixturevalue("tmp_path") if asks else tmp_path_factory.getbasetemp() / f"home-{next(_homes)}"
    )
    for name in list(os.environ):
        if name == "TEXTUAL_SNAPSHOT_TEMPDIR":
            continue  # where the snapshot plugin keeps its report while the tests run
        if name.startswith(("NORTHE_ACTIVATE_", "TEXTUAL")) or name in (
            "NO_COLOR",
            "FORCE_COLOR",
            "COLORTERM",
            "TERM",
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("NORTHE_ACTIVATE_STATE_DIR", str(home / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "xdg-state"))


@pytest.fixture
def stockholm() -> Iterator[None]:
    """The clock on the wall is Stockholm's, whatever machine this is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Europe/Stockholm")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that connects or asks beyond this machine, even if the code under test swallows the refusal."""
    breaches: list[str] = []

    def guard(address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if isinstance(host, (str, bytes)) and not _is_here(host):
            breaches.append(f"{host!r}")
            raise ConnectionRefusedError(f"tests stay on this machine: {host!r}")

    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            guard(args[-1])  # connect(address), sendto(data, [flags,] address)
            return original(self, *args)

        return call

    original_getaddrinfo = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and name.endswith(NEVER_RESOLVED):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if name and not _is_here(name):
            breaches.append(f"{name!r} (by name)")
            raise socket.gaierror(socket.EAI_NONAME, f"tests stay on this machine: {name!r}")
        return original_getaddrinfo(host, *args, **kwargs)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    if breaches:
        pytest.fail(f"left this machine: {', '.join(breaches)}")


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return name.lower() == "localhost"
    return address.is_loopback or address.is_unspecified
