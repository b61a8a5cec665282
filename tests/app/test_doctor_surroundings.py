"""`northe-activate doctor` where its surroundings are odd: streams closed or without a locale, a spoilt line."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.doctor_host import zone_finding
from app.exit_codes import SIGNALLED, Exit
from services.doctor import ItemState
from tests.support.program.terminal import ROOT, Terminal

if TYPE_CHECKING:
    from pathlib import Path

ZAP = ("--zaptec-user", "zap@example.com")


@pytest.mark.parametrize(
    ("stdin", "says"),
    [
        (None, "There was no password"),
        (io.TextIOWrapper(io.BytesIO(b"s3cret\xff\n"), "utf-8"), "isn't text"),
        (io.TextIOWrapper(io.BytesIO(b"s3cret\xff\n"), "utf-8", "surrogateescape"), "isn't text"),
    ],
    ids=["closed", "no text", "no text, as Python takes it where there's no locale"],
)
def test_an_input_that_cannot_be_read(
    stdin: io.TextIOWrapper | None, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["doctor", "ZAP900001", "--sandbox", *ZAP]) == Exit.WRONG_USE
    printed = capsys.readouterr().err
    assert says in printed
    assert "s3cret" not in printed


@pytest.mark.parametrize("as_json", [False, True], ids=["people", "programs"])
def test_names_that_the_locale_cannot_write(as_json: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host without a locale still gets all of it: with question marks, or as JSON's own escapes."""
    monkeypatch.setenv("LC_ALL", "C")
    out = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", io.StringIO("zap\n"))
    assert main(["doctor", "ZAP900018", "--sandbox", *ZAP, *(["--json"] if as_json else [])]) == Exit.DONE
    out.seek(0)
    printed = out.read()
    assert (
        "Gästvägen 18" in json.dumps(json.loads(printed), ensure_ascii=False) if as_json else "G?stv?gen 18" in printed
    )


def test_without_anywhere_to_print_the_exit_code_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("zap\n"))
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["doctor", "ZAP900006", "--sandbox", *ZAP]) == Exit.UNWELL


@pytest.mark.parametrize("command", [["doctor", "--json"], []], ids=["doctor", "wizard"])
def test_certificates_that_are_not_there(
    command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The doctor's first finding, since nothing can be asked; the wizard says it before it takes the screen."""
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.invalid")
    code = main(command)
    out, err = capsys.readouterr()
    if command:
        assert code == Exit.UNWELL
        assert "SSL_CERT_FILE" in json.loads(out)["checks"][0]["text"]
    else:
        assert (code, out) == (Exit.WRONG_USE, "")
        assert "SSL_CERT_FILE" in err
        assert err.count("\n") == 1


SLOW_NAMES = """
import os, socket, sys, time
from services.doctor import clouds, network

async def through_a_proxy(place):
    return None

def asked(host, *more, **options):
    os.write(2, b"asked\\n")  # in one piece, whichever thread asks
    time.sleep(60)

socket.getaddrinfo = asked
clouds._asked = through_a_proxy  # else its patience of 25 seconds counts, too
network.WITHIN = float(sys.argv.pop())
from app.cli import main
from app.doctor_host import zone_finding
sys.exit(main(["doctor", "--json"]))
"""
"""Name servers that don't answer; nobody can break off such a question, only leave it behind."""


@pytest.mark.wire
@pytest.mark.parametrize("broken_off", [False, True], ids=["to the end", "Ctrl+C"])
def test_name_servers_that_dont_answer_hold_up_no_prompt(broken_off: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NORTHE_ACTIVATE_NORTHE_URL", "https://northe.invalid")
    patience = "40" if broken_off else "0.2"
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_NAMES, patience],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
    ) as doctor:  # fmt: skip
        assert doctor.stderr is not None
        assert doctor.stderr.readline() == "asked\n"
        if broken_off:
            doctor.send_signal(signal.SIGINT)
        out, _ = doctor.communicate(timeout=20)
    if broken_off:
        assert doctor.returncode == SIGNALLED + signal.SIGINT
    else:
        assert doctor.returncode == Exit.DONE
        assert "No name server answers" in json.loads(out)["checks"][4]["text"]


@pytest.mark.parametrize(
    ("zone", "known"),
    [
        ("Europe/Stokholm", False), ("Europe", False), ("CEST", False), ("../../../etc/passwd", False), ("x\0", False),
        ("CET-1CEST", True), ("<+03>-3", True), (":UTC", True), ("", True), ("JST-9:00", True),
    ],
)  # fmt: skip
def test_a_time_zone_that_this_host_does_not_know(zone: str, known: bool) -> None:
    """A folder and a name without an offset count as none: the C library takes UTC for all of them."""
    found = zone_finding({"TZ": zone})
    assert found.state is (ItemState.OK if known else ItemState.WARNING)
    assert (found.remedy is None) is known


@pytest.mark.parametrize(("column", "state"), [(2, "ok"), (3, "check"), (None, "ok")], ids=["one", "two", "silent"])
@pytest.mark.wire
def test_a_terminal_that_draws_some_signs_two_cells_wide(tmp_path: Path, column: int | None, state: str) -> None:
    """By where its cursor is after one of them; a terminal that doesn't tell is taken for a usual one."""
    command = [sys.executable, "-m", "app", "doctor", "--sandbox"]
    with Terminal(command, folder=tmp_path, size=(100, 40)) as terminal:
        terminal.wait(lambda: b"\x1b[6n" in terminal.raw)
        assert terminal.raw.endswith("●\x1b[6n".encode()), "nothing else stands before it"
        if column is not None:
            terminal.send(f"\x1b[3;{column}R")
        assert terminal.exit_code() == Exit.DONE
        assert f" {state}  " in next(line for line in terminal.text.splitlines() if "Terminal" in line)
        assert ("cjk_width" in terminal.text) is (state == "check")
        assert "●" not in terminal.text.partition("Terminal")[0]
        assert "R" not in terminal.text.partition("northe-activate")[0], "the answer isn't echoed"
        assert terminal._modes() == terminal.modes_before


@pytest.mark.wire
def test_what_was_typed_ahead_stays_for_the_shell(tmp_path: Path) -> None:
    command = ["sh", "-c", f"read go; {sys.executable} -m app doctor --sandbox; read then; echo then $then"]
    with Terminal(command, folder=tmp_path, size=(100, 40)) as terminal:
        terminal.send("go\nls\n")
        assert terminal.exit_code() == 0
        assert "then ls" in terminal.text
        assert b"\x1b[6n" not in terminal.raw


@pytest.mark.wire
def test_a_signal_while_the_terminal_is_asked_leaves_it_as_it_was(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "doctor", "--sandbox"]
    with Terminal(command, folder=tmp_path, size=(100, 40)) as terminal:
        terminal.wait(lambda: b"\x1b[6n" in terminal.raw)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_code() == -signal.SIGTERM
        assert terminal._modes() == terminal.modes_before
