"""What the environment says of the line costs next to nothing at start, and is told in one sentence where it's wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path
from typing import NoReturn

import certifi
import pytest

from app import launch
from app.cli import main
from app.exit_codes import Exit
from app.settings import Settings
from services.clouds.line_check import LineUnusable
from services.text.words import Message

ROOT = Path(__file__).parents[2]
NOT_YET = (
    "httpx",
    "httpcore",
    "certifi",
    "ssl",
    "urllib.request",
    "http.client",
    "services.clouds.http",
    "pydantic",
    "textual",
)

START = f"""
import json, sys, types
import app.cli, app.terminal.terminal_check
app.terminal.terminal_check.demand_terminal = lambda _: None
seen = lambda *_: print(json.dumps([name for name in {NOT_YET!r} if name in sys.modules])) or 0
sys.modules["app.launch"] = types.SimpleNamespace(run=seen)
sys.exit(app.cli.main([]))
"""


@pytest.fixture
def on_a_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.test")
    monkeypatch.setattr("app.terminal.terminal_check.demand_terminal", lambda _: None)
    for name in ("TEXTUAL_ANIMATIONS", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_COLOR_SYSTEM", "ESCDELAY"):
        monkeypatch.setenv(name, "")  # so that what the program sets is undone
        monkeypatch.delenv(name)


def test_a_proxy_and_certificates_are_looked_at_with_nothing_heavy() -> None:
    environ = {
        **os.environ,
        "NORTHE_ACTIVATE_NORTHE_URL": "https://northe.test",
        "HTTPS_PROXY": "http://proxy.test:3128",
        "SSL_CERT_FILE": certifi.where(),
    }
    done = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=ROOT, env=environ
    )
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    "wrong", [("SSL_CERT_FILE", "/nowhere.pem"), ("https_proxy", "socks5://fitter:s3cret@proxy.test")]
)
@pytest.mark.parametrize("northe", ["https://northe.test", "http://127.0.0.1:8700/northe"])
def test_what_is_wrong_is_said_before_the_screen_is_taken(
    northe: str,
    wrong: tuple[str, str],
    on_a_cloud: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Also where only one of the clouds is out there."""
    monkeypatch.setitem(sys.modules, "app.launch", types.SimpleNamespace(run=lambda *_: pytest.fail("it started")))
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", northe)
    monkeypatch.setenv(*wrong)
    assert main([]) == Exit.WRONG_USE
    said = capsys.readouterr().err
    assert wrong[0].upper() in said
    assert said.count("\n") == 1
    assert "s3cret" not in said


def test_where_no_cloud_is_out_there_it_does_not_matter(on_a_cloud: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "app.launch", types.SimpleNamespace(run=lambda *_: 0))
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    for cloud in ("NORTHE_URL", "ZAPTEC_URL", "ZAPTEC_TOKEN_URL"):
        monkeypatch.setenv(f"NORTHE_ACTIVATE_{cloud}", "http://127.0.0.1:8700/cloud")
    assert main([]) == Exit.DONE


def test_what_only_httpx_sees_is_one_sentence_and_no_crash(
    on_a_cloud: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The app ends with it, as with any error while the services are made."""

    class App:
        services = None
        crashed_by = LineUnusable(Message("settings.certificates"))
        kept = True
        return_code = 1

        def exit(self, return_code: int) -> NoReturn:
            raise AssertionError

        async def run_async(self, *, mouse: bool) -> None:
            pass

        async def leave_account(self) -> bool:
            return True

    monkeypatch.setattr(launch, "_wizard", lambda *_: App())
    assert main([]) == Exit.WRONG_USE
    said = capsys.readouterr().err
    assert said.startswith("northe-activate: The file that SSL_CERT_FILE names")
    assert said.count("\n") == 1
    assert not list(tmp_path.rglob("crashes/*"))


def test_the_services_do_end_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the app is ended by is what the clients' opening raises."""
    from services.build import build_services

    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    settings = Settings(state_dir=Path("/nowhere"), northe_url="https://northe.test")
    with pytest.raises(LineUnusable):
        build_services(settings.for_services())


def test_keys_of_secure_connections_are_not_to_be_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", "/nowhere/keys")
    main(["--theme", "pink"])
    assert "SSLKEYLOGFILE" not in os.environ
