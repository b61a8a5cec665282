from __future__ import annotations

import errno
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.request import urlopen

import pytest

from app.cli import main
from app.exit_codes import Exit
from app.version import VERSION
from screens.look.depth import Depth

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.settings import Settings

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "app"]


@pytest.fixture
def wizard(monkeypatch: pytest.MonkeyPatch) -> list[Settings]:
    """Takes the wizard's place and the terminal's: collects the settings that it was opened with."""
    opened: list[Settings] = []

    def run(settings: Settings, depth: Depth, _clipboard: object) -> int:
        assert depth is Depth.SIXTEEN, "there's no terminal to ask, and TERM isn't set"
        assert os.environ["TEXTUAL_ANIMATIONS"] == "none", "the environment is prepared too late"
        opened.append(settings)
        return 0

    for name in ("TEXTUAL_ANIMATIONS", "TEXTUAL_DISABLE_KITTY_KEY", "ESCDELAY"):
        monkeypatch.setenv(name, "")  # so that what the program sets is undone
        monkeypatch.delenv(name)
    monkeypatch.setitem(sys.modules, "app.launch", types.SimpleNamespace(run=run))
    monkeypatch.setattr("app.terminal.terminal_check.demand_terminal", lambda _: None)
    return opened


def said(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1, "one sentence, one line"
    assert err.startswith("northe-activate: ")
    return err.strip()


def test_with_nothing_configured_it_says_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main([]) == Exit.WRONG_USE
    sentence = said(capsys)
    assert str(tmp_path / "config" / "northe-activate" / "config.toml") in sentence
    for hint in ("northe_url", "NORTHE_ACTIVATE_NORTHE_URL", "--sandbox"):
        assert hint in sentence


def test_the_wizard_opens_on_the_configured_cloud(wizard: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.example")
    assert main(["--theme", "light"]) == 0
    assert [(one.northe_url, one.theme, one.sandbox) for one in wizard] == [("https://northe.example", "light", False)]


def test_the_wizard_opens_on_the_sandbox(wizard: list[Settings], tmp_path: Path) -> None:
    assert main(["--sandbox"]) == 0
    assert [one.sandbox for one in wizard] == [True]
    assert (tmp_path / "state" / "sandbox").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("setting", "terminal", "keys"),
    [("", "", "auto"), ("", "vscode", "esc"), ("f", "vscode", "f"), ("esc", "", "esc")],
)
def test_the_keys_are_called_as_the_terminal_lets_them_through_or_as_was_set(
    wizard: list[Settings], monkeypatch: pytest.MonkeyPatch, setting: str, terminal: str, keys: str
) -> None:
    monkeypatch.delenv("VTE_VERSION", raising=False)
    monkeypatch.setenv("TERM_PROGRAM", terminal)
    monkeypatch.setenv("NORTHE_ACTIVATE_KEYS", setting)
    assert main(["--sandbox"]) == 0
    assert [one.keys for one in wizard] == [keys]


def test_an_unusable_state_folder_is_said(
    wizard: list[Settings], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "state").touch()
    assert main(["--sandbox"]) == Exit.UNUSABLE_FILES
    assert str(tmp_path / "state") in said(capsys)
    assert wizard == []


def test_a_broken_world_is_said(
    wizard: list[Settings], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.sandbox.world import WorldWrong
    from services.text.words import Message

    def run(_: Settings, depth: Depth, _clipboard: object) -> NoReturn:
        raise WorldWrong(Message("cli.see_help"))

    monkeypatch.setattr(sys.modules["app.launch"], "run", run)
    assert main(["--sandbox"]) == Exit.UNUSABLE_FILES
    assert said(capsys).endswith("--help lists what there is.")


def test_a_crash_stays_a_crash(wizard: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_: Settings, depth: Depth, _clipboard: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr(sys.modules["app.launch"], "run", run)
    for argv in (["--sandbox"], []):
        monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.example")
        with pytest.raises(ZeroDivisionError):
            main(argv)


def test_an_interrupt_ends_as_shells_expect(wizard: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_: Settings, depth: Depth, _clipboard: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["app.launch"], "run", run)
    assert main(["--sandbox"]) == 130


def test_the_command_line_is_argv(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["northe-activate", "--nonsense"])
    assert main() == Exit.WRONG_USE
    assert "--nonsense" in said(capsys)


def test_a_wrong_setting_is_said_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--theme", "pink"]) == Exit.WRONG_USE
    assert said(capsys) == "northe-activate: The option --theme must be one of dark, light."


def test_what_was_typed_is_shown_without_escape_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", "\x1b[2Jgone\n.toml"]) == Exit.WRONG_USE
    sentence = said(capsys)
    assert "\x1b" not in sentence
    assert "[2Jgone" in sentence


def test_the_language_asked_for_is_spoken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "qps", "--theme", "pink"]) == Exit.WRONG_USE
    assert "mü" in said(capsys)


@pytest.mark.parametrize("port", ["-1", "65536", "http", "", "٣", pytest.param("8" * 5000, id="long")])
def test_a_port_is_a_number(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert main(["sandbox", "--port", port]) == Exit.WRONG_USE
    assert "from 0 to 65535" in said(capsys)


def test_the_sandbox_asks_for_a_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox"]) == Exit.WRONG_USE
    assert "sandbox --port" in said(capsys)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "db.example", "127.0.0.1.example"])
def test_the_sandbox_stays_here_unless_told(capsys: pytest.CaptureFixture[str], host: str) -> None:
    assert main(["sandbox", "--port", "0", "--host", host]) == Exit.WRONG_USE
    assert "--allow-remote" in said(capsys)


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[dict[str, Any]]]:
    """Takes the server's place; it answers with what it's told to raise, or 0."""

    def install(outcome: Exception | None = None) -> list[dict[str, Any]]:
        calls: list[dict[str, Any]] = []

        def serve(**asked: Any) -> int:
            calls.append(asked)
            if outcome:
                raise outcome
            return 0

        monkeypatch.setattr("services.sandbox.serve.serve", serve)
        return calls

    return install


def test_where_to_serve_reaches_the_server(
    serving: Callable[..., list[dict[str, Any]]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    calls = serving()
    world = tmp_path / "world.toml"
    world.touch()
    options = ["--host", "0.0.0.0", "--allow-remote", "--world", str(world)]
    assert main(["sandbox", "--port", "8700", *options]) == 0
    assert main(["sandbox", "--port", "0"]) == 0
    asked = [(call["host"], call["port"], call["world"]) for call in calls]
    assert asked == [("0.0.0.0", 8700, world), ("127.0.0.1", 0, None)]
    calls[0]["ready"]("http://0.0.0.0:8700")
    assert capsys.readouterr().out == "ready http://0.0.0.0:8700\n"


@pytest.mark.parametrize(
    ("error", "code", "hint"),
    [
        (OSError(errno.EADDRINUSE, "in use"), Exit.PORT_UNUSABLE, "choose another"),
        (PermissionError(errno.EACCES, "no"), Exit.PORT_UNUSABLE, "above 1023"),
        (OSError(errno.EADDRNOTAVAIL, "no"), Exit.WRONG_USE, "no address 127.0.0.1"),
        (socket.gaierror(socket.EAI_NONAME, "no"), Exit.WRONG_USE, "no address 127.0.0.1"),
    ],
)
def test_a_port_that_can_not_be_had_is_said(
    serving: Callable[..., list[dict[str, Any]]],
    capsys: pytest.CaptureFixture[str],
    error: OSError,
    code: Exit,
    hint: str,
) -> None:
    serving(error)
    assert main(["sandbox", "--port", "80"]) == code
    assert hint in said(capsys)


def test_another_error_of_the_server_is_a_crash(serving: Callable[..., list[dict[str, Any]]]) -> None:
    serving(OSError(errno.EIO, "broken"))
    with pytest.raises(OSError, match="broken"):
        main(["sandbox", "--port", "80"])


def test_a_port_in_use_is_said_by_the_real_server() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run([*PROGRAM, "sandbox", "--port", port], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (Exit.PORT_UNUSABLE, "")
    assert done.stderr == f"northe-activate: Port {port} is in use: choose another, or 0 for any free one.\n"


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, Exit.DONE)])
def test_the_sandbox_serves_when_it_says_so_and_ends_when_told(ending: signal.Signals, code: int) -> None:
    with subprocess.Popen([*PROGRAM, "sandbox", "--port", "0"], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            line = server.stdout.readline()
            found = re.fullmatch(r"ready (http://127\.0\.0\.1:\d+)\n", line)
            assert found, line
            with urlopen(f"{found[1]}/northe/v1/catalogue") as answer:
                assert answer.status == 200
            server.send_signal(ending)
            assert server.wait(10) == code
        finally:
            server.kill()


def test_a_broken_world_file_is_said_by_the_real_server(tmp_path: Path) -> None:
    world = tmp_path / "world.toml"
    world.write_text("this is no world")
    command = [*PROGRAM, "sandbox", "--port", "0", "--world", str(world)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (Exit.UNUSABLE_FILES, "")
    assert done.stderr.startswith("northe-activate: ")
    assert str(world) in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_a_terminal_it_says_how_to_get_one() -> None:
    done = subprocess.run(
        [*PROGRAM, "--sandbox"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (Exit.NO_TERMINAL, "")
    assert "ssh -t" in done.stderr


def test_a_terminal_that_can_not_paint_is_refused() -> None:
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "dumb"}
    code = subprocess.run(
        [*PROGRAM, "--sandbox"], stdin=theirs, stdout=theirs, stderr=theirs, env=environ, check=False
    ).returncode
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert code == Exit.NO_TERMINAL
    assert "TERM=dumb" in shown
    assert "\x1b" not in shown


def test_a_folder_removed_under_the_shell_does_no_harm(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd {gone} && rmdir {gone} && exec {sys.executable} -P -m app --theme pink"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "northe-activate: The option --theme must be one of dark, light.\n")


def test_python_m_app_is_the_same_program() -> None:
    done = subprocess.run([*PROGRAM, "--version"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == f"northe-activate {VERSION}\n"


def test_exit_codes_stand_in_help_and_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text("utf-8")
    for code in Exit:
        assert re.search(rf"^  {int(code)} +\w", shown, re.MULTILINE)
        assert f"| {int(code)} |" in readme
