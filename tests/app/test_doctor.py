"""`northe-activate doctor`: what it prints, for people and for programs, what it asks for, and its exit code."""

from __future__ import annotations

import io
import json
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from app.cli import main
from app.exit_codes import Exit
from services.doctor import ItemState
from services.text.words import LOCALES, Words
from tests.support.program.sandbox_server import sandbox_server
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ZAP = ("--zaptec-user", "zap@example.com")
PASSWORD = "zap"
EVERYTHING = (
    "config", "state_folder", "terminal", "time_zone", "northe_answers", "zaptec_answers", "clock", "zaptec_sign_in",
)  # fmt: skip


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def says(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    says("")
    return says


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str], stdin: Callable[[str], None]) -> Callable[..., tuple[int, str]]:
    """Its exit code and everything that it printed."""

    def run(*argv: str, types: str = "") -> tuple[int, str]:
        stdin(types)
        code = main(["doctor", *argv])
        out, err = capsys.readouterr()
        return code, out + err

    return run


def checks(printed: str) -> dict[str, dict[str, Any]]:
    told = json.loads(printed)
    assert set(told) == {"version", "ok", "checks"}
    assert told["ok"] is all(one["state"] != "wrong" for one in told["checks"])
    return {one["check"]: one for one in told["checks"]}


def test_a_sandbox_is_always_well(doctor: Callable[..., tuple[int, str]]) -> None:
    """What wasn't looked at isn't called right: here there's no terminal, and nobody signs in to Zaptec."""
    code, printed = doctor("--sandbox")
    assert code == Exit.DONE
    assert printed.endswith("\nNothing is wrong, but 2 things are unknown.\n")
    for label in ("Configuration", "State folder", "Northe: answer", "Zaptec: answer", "Clock"):
        assert re.search(rf"^[✓+] ok +{label}\s+\S", printed, re.MULTILINE), printed
    assert max(map(len, printed.splitlines())) <= 80
    assert not re.search(r" $", printed, re.MULTILINE)


def test_a_program_reads_the_same(doctor: Callable[..., tuple[int, str]]) -> None:
    code, printed = doctor("--sandbox", "--json")
    found = checks(printed)
    assert code == Exit.DONE
    assert tuple(found) == EVERYTHING
    assert found["zaptec_sign_in"]["state"] == "unknown"
    assert found["zaptec_answers"] == {
        "check": "zaptec_answers", "state": "ok", "text": "It answers", "evidence": [], "remedy": None, "link": None
    }  # fmt: skip


def test_nothing_configured_is_wrong_and_says_where(doctor: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    code, printed = doctor("--json", "--config", str(config(tmp_path, 'zaptec_url = "https://zaptec.invalid"')))
    found = checks(printed)
    assert code == Exit.UNWELL
    assert found["config"]["state"] == "wrong"
    assert str(tmp_path / "c.toml") in found["config"]["remedy"]
    assert "northe_answers" not in found, "there is none to ask"
    assert found["zaptec_name"]["state"] == "wrong"
    assert found["zaptec_tls"]["state"] == found["zaptec_answers"]["state"] == "waiting"
    assert found["clock"]["state"] == "unknown"


def config(folder: Path, text: str) -> Path:
    path = folder / "c.toml"
    path.write_text(text)
    return path


def test_clouds_that_are_not_there(doctor: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    text = 'northe_url = "https://northe.invalid"\nzaptec_url = "https://zaptec.invalid"'
    code, printed = doctor("--config", str(config(tmp_path, text)))
    assert code == Exit.UNWELL
    assert "northe.invalid was not found (DNS)" in printed
    assert "zaptec.invalid was not found (DNS)" in printed
    assert printed.count("Waits for what is wrong above") == 2
    assert printed.endswith("\n2 things are wrong.\n"), "a cloud without a name is one thing, not three"
    code, printed = doctor("ZAP900001", *ZAP, "--json", "--config", str(config(tmp_path, text)), types=f"{PASSWORD}\n")
    assert [(name, one["state"]) for name, one in checks(printed).items()] == [
        ("zaptec_name", "wrong"), ("zaptec_tls", "waiting"), ("zaptec_answers", "waiting"), ("clock", "unknown"),
        ("zaptec_sign_in", "waiting"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["northe_url = 1", "no_such = 1", "= ="])
@pytest.mark.parametrize("serial", [(), ("ZAP900001", *ZAP)], ids=["the host", "a box"])
def test_a_broken_config_is_the_first_finding(
    content: str, serial: tuple[str, ...], doctor: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    """It's what the doctor is there for. Nothing else is asked: by which addresses?"""
    code, printed = doctor(*serial, "--json", "--config", str(config(tmp_path, content)))
    found = checks(printed)
    assert code == Exit.UNWELL
    assert list(found) == ["config", "terminal"]
    assert found["config"]["state"] == "wrong"
    assert str(tmp_path / "c.toml") in found["config"]["text"]
    assert "again" in found["config"]["remedy"]
    code, printed = doctor("--config", str(config(tmp_path, content)))
    assert code == Exit.UNWELL
    assert printed.endswith("\n1 thing is wrong.\n")


def test_a_state_folder_that_others_read(
    doctor: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    (folder / "sandbox").mkdir(mode=0o755)
    (folder / "sandbox").chmod(0o755)
    monkeypatch.setenv("NORTHE_ACTIVATE_STATE_DIR", str(folder))
    code, printed = doctor("--sandbox", "--json")
    assert code == Exit.UNWELL
    assert "chmod 700" in checks(printed)["state_folder"]["text"]


def test_a_terminal_that_cannot_paint(doctor: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    code, printed = doctor("--sandbox", "--json")
    assert code == Exit.UNWELL
    terminal = checks(printed)["terminal"]
    assert terminal["state"] == "wrong"
    assert "TERM=xterm-256color" in terminal["remedy"]


def test_one_box(doctor: Callable[..., tuple[int, str]]) -> None:
    code, printed = doctor("zap900006", "--sandbox", *ZAP, types=f"{PASSWORD}\n")
    assert code == Exit.UNWELL
    assert "Read as capital letters: ZAP900006." in printed
    assert re.search(r"^[✗x] wrong +Online +Offline: last heard 5 hours ago$", printed, re.MULTILINE)
    assert re.search(r"^ {27}[▸>] Check its power\.", printed, re.MULTILINE)
    assert re.search(r"^ {29}If both are fine, switch", printed, re.MULTILINE), "one thing to do a line"
    assert printed.endswith("\n1 thing is wrong.\n")
    assert "Configuration" not in printed


def test_what_is_not_known_is_named_once(doctor: Callable[..., tuple[int, str]]) -> None:
    code, printed = doctor("ZAP900001", "--sandbox", "--zaptec-user", "guest@example.com", types=f"{PASSWORD}\n")
    assert code == Exit.DONE
    assert re.search(r"^\? unknown Other operator +unknown, Zaptec does not tell your account$", printed, re.MULTILINE)


def test_one_box_for_a_program(doctor: Callable[..., tuple[int, str]]) -> None:
    code, printed = doctor("ZAP900001", "--json", "--sandbox", *ZAP, types=f"{PASSWORD}\r\n")
    found = checks(printed)
    assert code == Exit.DONE
    assert tuple(found) == (
        "zaptec_answers", "clock", "zaptec_sign_in",
        "box_serial", "box_known", "box_permission", "box_held", "box_online", "box_firmware",
    )  # fmt: skip
    assert {one["state"] for one in found.values()} == {"ok"}


def test_the_link_is_in_one_piece(doctor: Callable[..., tuple[int, str]]) -> None:
    _, printed = doctor("ZAP900002", "--sandbox", *ZAP, types=f"{PASSWORD}\n")
    assert re.search(r"^ +https://portal\.zaptec\.com/access/request/Y8TU$", printed, re.MULTILINE)


def test_a_password_that_is_not_taken(doctor: Callable[..., tuple[int, str]]) -> None:
    code, printed = doctor("ZAP900001", "--json", "--sandbox", *ZAP, types="s3cret-wrong\n")
    found = checks(printed)
    assert code == Exit.UNWELL
    assert found["zaptec_sign_in"]["state"] == "wrong"
    assert not any(check.startswith("box_") for check in found)
    assert "s3cret" not in printed


@pytest.mark.parametrize(
    ("argv", "types", "says"),
    [
        (("ZAP900001",), f"{PASSWORD}\n", "add --zaptec-user"),
        (("ZAP900001", *ZAP), "", "There was no password"),
        (("ZAP900001", *ZAP), "\n", "There was no password"),
        (("ZAP900001", "--zaptec-user", " "), f"{PASSWORD}\n", "There was no password"),
        (("APH900001", *ZAP), f"{PASSWORD}\n", "Zaptec Sense"),
        (("ZAP9000", *ZAP), f"{PASSWORD}\n", "9 characters"),
        (("ZÅP900001\x1b[2J", *ZAP), f"{PASSWORD}\n", "can't be in a serial number"),
    ],
)
def test_what_is_missing_or_wrong_gets_one_sentence(
    argv: tuple[str, ...], types: str, says: str, doctor: Callable[..., tuple[int, str]]
) -> None:
    code, printed = doctor("--sandbox", *argv, types=types)
    assert code == Exit.WRONG_USE
    assert says in printed
    assert printed.count("\n") == 1
    assert "\x1b" not in printed


def test_a_broken_world_is_told_in_one_sentence(doctor: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    world = tmp_path / "w.toml"
    world.write_text("no_such = 1")
    code, printed = doctor("--sandbox", "--world", str(world))
    assert code == Exit.UNUSABLE_FILES
    assert printed.count("\n") == 1


def test_every_state_has_a_word() -> None:
    words = Words()
    assert {words.t(f"doctor.state.{state.value}") for state in ItemState} == {
        "ok",
        "wrong",
        "check",
        "unknown",
        "waits",
    }


def test_words_fit_their_columns_in_a_language_that_is_longer() -> None:
    table = tomllib.loads((LOCALES / "en" / "doctor.toml").read_text("utf-8"))
    assert max(len(word) for word in table["state"].values()) <= 7
    assert max(len(word) for word in table["label"].values()) <= 15


@pytest.mark.wire
def test_clouds_on_the_network(
    doctor: Callable[..., tuple[int, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sandbox_server(tmp_path) as cloud:
        for name, value in cloud.environ.items():
            monkeypatch.setenv(name, value)
        code, printed = doctor("--json")
        assert code == Exit.DONE
        assert checks(printed)["northe_name"]["text"] == "127.0.0.1 is 127.0.0.1"
        assert [one["state"] for one in checks(printed).values()].count("ok") == 8, printed
        cloud.is_gone()
        code, printed = doctor("--json")
        assert code == Exit.UNWELL
        assert checks(printed)["northe_answers"]["state"] == checks(printed)["zaptec_answers"]["state"] == "wrong"


@pytest.mark.wire
def test_at_a_terminal_it_asks_and_shows_no_password(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "doctor", "ZAP900006", "--sandbox"]
    with Terminal(command, folder=tmp_path, size=(80, 40)) as terminal:
        terminal.wait("Zaptec e-mail:")
        terminal.keys("zap@example.com{enter}")
        terminal.wait("Zaptec password")
        terminal.keys("zap{enter}")
        assert terminal.exit_code() == Exit.UNWELL
        assert re.search("Offline: last heard 5 hours ago", terminal.text)
        assert "(is not shown): zap" not in terminal.text
        assert b"\x1b[1;31m" in terminal.raw, "red, where there are colours"
        assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.wire
def test_without_colours_and_without_unicode(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "doctor", "--sandbox"]
    environ = {"NO_COLOR": "1", "LANG": "C"}
    with Terminal(command, folder=tmp_path, size=(79, 24), environ=environ) as terminal:
        assert terminal.exit_code() == Exit.DONE
        assert re.search(r"^v ok +Configuration", terminal.text, re.MULTILINE)
        assert re.search(
            r"^! check +Terminal +xterm-256color, 79 x 24: it is made for 80 x 24", terminal.text, re.MULTILINE
        )
        assert "No Unicode here" in terminal.text
        assert not re.search(rb"\x1b\[[0-9;]*3[0-9]", terminal.raw)
        assert bytes(terminal.raw).isascii()
