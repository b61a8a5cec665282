"""The real program at the far end of a real SSH connection: its terminal, its window's size, and the line that drops."""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import TYPE_CHECKING

from app.exit_codes import SIGNALLED
from tests.support.program.journey_keys import NEVER_SHOWN, answer_box_type, quit_program, sign_in
from tests.support.program.paramiko_host import SshLine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program.sandbox_server import SandboxServer

PROGRAM = [sys.executable, "-m", "app"]


def test_a_line_that_drops_costs_nothing_but_the_line(tmp_path: Path, cloud: SandboxServer) -> None:
    with SshLine(PROGRAM, folder=tmp_path, environ=cloud.environ) as line:
        line.wait("Begin")
        sign_in(line)
        answer_box_type(line, "Garage")
        line.resize(40, 10)
        line.wait("too small")
        line.resize(120, 40)
        line.wait("Postcode")
        assert len(line.text.splitlines()) == 40
        assert "F10 Next" in line.text.splitlines()[-1]
        line.resize(80, 24)
        line.keys("Storgatan 2")
        line.wait("Storgatan 2")
        assert cloud.signed_in()
        line.drop()
        assert line.exit_code() == SIGNALLED + signal.SIGHUP
        assert cloud.signed_in() == []
        assert not os.path.exists(f"/proc/{line.process.pid}/fd"), "no process is left"  # noqa: PTH110 - one word
        for secret in NEVER_SHOWN:
            assert secret.encode() not in line.raw

    with SshLine(PROGRAM, folder=tmp_path, environ=cloud.environ) as line:
        line.wait("Kim Larsson · Type is done")
        sign_in(line, "Storgatan 2")
        assert quit_program(line) == 0
    (draft,) = (json.loads(path.read_text()) for path in tmp_path.rglob("drafts/**/*.json"))
    assert draft["typed"]["charge_site"]["street"] == "Storgatan 2"
    assert cloud.signed_in() == []
