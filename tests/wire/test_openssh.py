"""The recipes of docs/ssh.md on a real OpenSSH server: the wizard and nothing else, and lines that drop or go silent."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from app.exit_codes import Exit
from tests.support.program.journey_keys import answer_box_type, sign_in
from tests.support.program.openssh_server import INSTALLED, OpenSshServer, openssh_server
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program.sandbox_server import SandboxServer

pytestmark = pytest.mark.skipif(not INSTALLED, reason="needs an OpenSSH server")


@pytest.fixture
def server(tmp_path: Path, cloud: SandboxServer) -> Iterator[OpenSshServer]:
    with openssh_server(tmp_path, cloud.environ) as server:
        yield server


def drafts(folder: Path) -> list[str]:
    return [
        json.loads(path.read_text())["typed"].get("charge_site", {}).get("street", "")
        for path in folder.rglob("drafts/**/*.json")
    ]


def test_a_line_that_is_cut_and_one_that_goes_silent(
    server: OpenSshServer, tmp_path: Path, cloud: SandboxServer
) -> None:
    with Terminal(server.command, folder=tmp_path, environ=server.environ) as laptop:
        laptop.wait("○ Connect")  # the laptop's UTF-8 has arrived
        sign_in(laptop)
        answer_box_type(laptop, "Garage")
        laptop.keys("Storgatan 2")
        laptop.wait(lambda: drafts(tmp_path) == ["Storgatan 2"])
        assert cloud.signed_in()
        laptop.signal(signal.SIGKILL)
        laptop.wait_outside(lambda: cloud.signed_in() == [])

    with Terminal(server.command, folder=tmp_path, environ=server.environ) as laptop:
        laptop.wait("Kim Larsson · Type is done")
        sign_in(laptop, "Storgatan 2")
        assert cloud.signed_in()
        laptop.signal(signal.SIGSTOP)  # the phone is in a lift: nothing comes, and nobody hangs up
        laptop.wait_outside(lambda: cloud.signed_in() == [])
        laptop.wait_outside(lambda: drafts(tmp_path) == ["Storgatan 2"])


def test_the_key_opens_nothing_but_the_wizard(server: OpenSshServer, tmp_path: Path) -> None:
    def asked(*options: str) -> subprocess.CompletedProcess[str]:
        command = [server.command[0], *options, *server.command[1:], "echo", "a shell"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=20, check=False)

    without_terminal = asked("-T")
    assert without_terminal.returncode == Exit.NO_TERMINAL
    assert "a shell" not in without_terminal.stdout
    assert "terminal" in without_terminal.stderr
    forwarding = asked("-T", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9")
    assert forwarding.returncode not in {0, Exit.NO_TERMINAL}, forwarding.stderr
