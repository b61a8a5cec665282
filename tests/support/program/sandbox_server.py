"""Both clouds behind one address on loopback: the sandbox as a server, into which a test can look from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

from tests.support.program.journey_keys import WORLD
from tests.support.program.terminal import clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True)
class SandboxServer:
    """Both clouds behind one address."""

    address: str
    _server: subprocess.Popen[str]

    @property
    def environ(self) -> dict[str, str]:
        """What points the program at it."""
        return {
            "NORTHE_ACTIVATE_NORTHE_URL": f"{self.address}/northe",
            "NORTHE_ACTIVATE_ZAPTEC_URL": f"{self.address}/zaptec",
            "NORTHE_ACTIVATE_PORTAL_URL": f"{self.address}/portal/access/request",
        }

    def begin_anew(self) -> None:
        """Everybody is signed out, and everything is as the world file says; only its clock goes on."""
        with urlopen(Request(f"{self.address}/sandbox/reset", method="POST")):
            pass

    def is_gone(self) -> None:
        """Nobody answers any more."""
        self._server.terminate()
        self._server.wait()

    def signed_in(self) -> list[str]:
        """The e-mails of everybody whose account is open."""
        return [one["email"] for one in self._get("/sandbox/sessions")]

    def later(self, seconds: float) -> None:
        """So much time passes there."""
        order = Request(f"{self.address}/sandbox/clock", json.dumps({"advance": seconds}).encode())
        order.add_header("content-type", "application/json")
        with urlopen(order):
            pass

    def boxes(self) -> list[Any]:
        """The serial numbers of all charge boxes that are online at Northe."""
        return [one["serial"] for one in self._get("/sandbox/world")["charge_boxes"] if one["stage"] == "online"]

    def _get(self, path: str) -> Any:
        with urlopen(self.address + path) as answer:
            return json.load(answer)


@contextmanager
def sandbox_server(folder: Path) -> Iterator[SandboxServer]:
    """The sandbox as a server, until it's no longer needed."""
    with subprocess.Popen(
        [sys.executable, "-m", "app", "sandbox", "--port", "0", "--world", str(WORLD)],
        cwd=folder,
        env=clean_environment(folder),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith("ready http://127.0.0.1:"), line
            yield SandboxServer(line.removeprefix("ready ").strip(), server)
        finally:
            server.terminate()
