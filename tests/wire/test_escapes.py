"""Every way in that our documents name opens the wizard and nothing else, whatever is tried at the door and behind it."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from app.exit_codes import Exit
from tests.support.program.journey_keys import quit_program
from tests.support.program.openssh_server import (
    AGENT,
    INSTALLED,
    SCP,
    SFTP,
    OpenSshServer,
    free_port,
    openssh_server,
    wait_for,
)
from tests.support.program.terminal import ROOT, Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.program.sandbox_server import SandboxServer

needs_openssh = pytest.mark.skipif(not INSTALLED, reason="needs an OpenSSH server and its client's tools")

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_our_documents_name_no_way_in_that_is_not_tried_here() -> None:
    """A forced command that isn't the program itself, such as a multiplexer, has keys of its own, and they open a shell."""
    forced, remote = set(), set()
    for path in DOCUMENTS:
        text = path.read_text("utf-8")
        forced |= set(re.findall(r'(?:ForceCommand\s+|\bcommand=")(/[^"\n`]*)', text))
        remote |= set(re.findall(r"^ +(ssh .*|mosh .*|tmux .*|screen .*)$", text, re.MULTILINE))
    assert forced == {"/usr/local/bin/northe-activate"}
    assert remote == {"ssh -t host northe-activate"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ssh")


@pytest.fixture(scope="module")
def server(place: Path, standing_cloud: SandboxServer) -> Iterator[OpenSshServer]:
    with openssh_server(place, standing_cloud.environ) as server:
        yield server


@pytest.fixture
def proof(tmp_path: Path) -> Iterator[Path]:
    """A file that only somebody with more than the wizard can make."""
    yield tmp_path / "proof"
    assert not (tmp_path / "proof").exists(), "there's a way out"


def without_terminal(
    server: OpenSshServer, *what: str, environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """The program says that it needs a terminal, unless something else was opened."""
    server.got.unlink(missing_ok=True)
    return subprocess.run(
        [server.command[0], "-F", str(server.config), "-T", *what],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"} | (environ or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )


@needs_openssh
@pytest.mark.parametrize(
    "asked",
    [
        ["touch {proof}"],
        ["sh", "-c", "touch {proof}"],
        ["northe-activate; touch {proof}"],
        ["$(touch {proof})"],
        ["northe-activate", "doctor"],
        ["mosh-server", "new", "-s", "--", "touch", "{proof}"],
        ["tmux", "new-session", "touch {proof}"],
        [""],
    ],
    ids=" ".join,
)
def test_whatever_command_is_asked_for_it_is_the_wizard(server: OpenSshServer, proof: Path, asked: list[str]) -> None:
    answer = without_terminal(server, "northe", *(part.format(proof=proof) for part in asked))
    assert answer.returncode == Exit.NO_TERMINAL, answer.stderr
    assert "terminal" in answer.stderr
    assert answer.stdout == ""


@needs_openssh
@pytest.mark.parametrize("subsystem", ["sftp", "internal-sftp", "netconf"])
def test_no_subsystem_is_served(server: OpenSshServer, subsystem: str) -> None:
    answer = without_terminal(server, "-s", "northe", subsystem)
    assert answer.returncode != 0
    assert answer.stdout == ""


@needs_openssh
@pytest.mark.parametrize(
    "copy",
    [
        [str(SCP), "-F", "{config}", "{here}", "northe:{proof}"],
        [str(SCP), "-O", "-F", "{config}", "{here}", "northe:{proof}"],
        [str(SCP), "-F", "{config}", "northe:/etc/passwd", "{proof}"],
        [str(SCP), "-O", "-F", "{config}", "northe:/etc/passwd", "{proof}"],
        [str(SFTP), "-F", "{config}", "-b", "{batch}", "northe"],
    ],
    ids=["scp to", "scp -O to", "scp from", "scp -O from", "sftp"],
)
def test_no_file_is_copied(server: OpenSshServer, proof: Path, copy: list[str]) -> None:
    here, batch = proof.parent / "here", proof.parent / "batch"
    here.write_text("x")
    batch.write_text(f"put {here} {proof}\n")
    gaps = {"config": server.config, "here": here, "proof": proof, "batch": batch}
    answer = subprocess.run(
        [part.format(**gaps) for part in copy], capture_output=True, stdin=subprocess.DEVNULL, timeout=40, check=False
    )
    assert answer.returncode != 0


@needs_openssh
def test_no_port_is_reached_through_the_host(server: OpenSshServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        port = inside.getsockname()[1]
        assert without_terminal(server, "-W", f"127.0.0.1:{port}", "northe").returncode == 255
        mine = free_port()
        command = [server.command[0], "-F", str(server.config), "-N"]
        with subprocess.Popen([*command, "-L", f"{mine}:127.0.0.1:{port}", "northe"]) as tunnel:
            try:
                wait_for(mine, tunnel)
                with socket.create_connection(("127.0.0.1", mine), timeout=20) as through:
                    assert through.recv(1) == b"", "it's shut again"
            finally:
                tunnel.kill()
        with pytest.raises(BlockingIOError):
            inside.accept()


@needs_openssh
@pytest.mark.parametrize("listens", ["0:127.0.0.1:9", "{place}/socket:127.0.0.1:9"], ids=["port", "socket"])
def test_nothing_listens_on_the_host(server: OpenSshServer, place: Path, listens: str) -> None:
    answer = without_terminal(server, "-o", "ExitOnForwardFailure=yes", "-R", listens.format(place=place), "northe")
    assert answer.returncode == 255, answer.stderr
    assert not (place / "socket").exists()


@needs_openssh
def test_nothing_of_the_laptop_gets_in_but_language_and_colours(server: OpenSshServer, place: Path) -> None:
    mine = {
        "NORTHE_ACTIVATE_NORTHE_URL": "https://elsewhere.example",
        "LD_PRELOAD": "/home/mine.so",
        "BASH_ENV": "/home/mine.sh",
        "ENV": "/home/mine.sh",
        "PYTHONPATH": "/home/mine",
        "PYTHONSTARTUP": "/home/mine.py",
        "SSL_CERT_FILE": "/home/mine.pem",
        "SSLKEYLOGFILE": "/home/mine.log",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "COLORTERM": "truecolor",
    }
    sent = f"SetEnv={' '.join(f'{name}={value}' for name, value in mine.items())}"
    about = {"DISPLAY": ":7", "SSH_AUTH_SOCK": str(place / "agent")}
    with subprocess.Popen([str(AGENT), "-D", "-a", about["SSH_AUTH_SOCK"]], stdout=subprocess.DEVNULL) as agent:
        try:
            while not (place / "agent").exists():
                assert agent.poll() is None
                time.sleep(0.01)
            answer = without_terminal(server, "-A", "-Y", "-o", sent, "northe", environ=about)
        finally:
            agent.terminate()
    assert answer.returncode == Exit.NO_TERMINAL, answer.stderr
    got = dict(line.partition("=")[::2] for line in server.got.read_text().splitlines())
    assert got["COLORTERM"] == "truecolor"
    assert not (mine.keys() | about.keys()) - {"COLORTERM"} & got.keys()


@needs_openssh
@pytest.mark.parametrize(
    "term", ["() { :;}; touch proof", "$(touch proof)", "xterm-256color;touch proof", "../../proof"]
)
def test_a_terminals_name_is_only_a_name(server: OpenSshServer, tmp_path: Path, term: str) -> None:
    with Terminal(server.command, folder=tmp_path, environ=server.environ | {"TERM": term}) as laptop:
        while laptop.process.poll() is None and "Begin" not in laptop.text:  # refused, or taken for one like it
            laptop.look(0.05)
    assert not list(tmp_path.glob("proof*"))


@needs_openssh
def test_no_key_leads_out_of_the_wizard(server: OpenSshServer, proof: Path) -> None:
    """Job control, signals, a multiplexer's and an editor's ways to a shell; and when it's quit, the line is shut."""
    with Terminal(server.command, folder=proof.parent, environ=server.environ) as laptop:
        laptop.wait("Begin")
        for key in (
            "{ctrl+z}",
            "\x1c",
            "{ctrl+b}c",
            "{ctrl+b}:",
            "{ctrl+a}c",
            "{ctrl+g}",
            "{ctrl+o}",
            "!",
            ":!",
            "{ctrl+x}",
        ):
            laptop.keys(f"{key}touch {proof}")
            laptop.keys("{escape}")
            laptop.settle()
            assert "Begin" in laptop.text, key
        laptop.keys("{f1}")
        laptop.wait("This activates one charge box")
        laptop.keys(f"!touch {proof}" + "{f1}")
        laptop.wait("Have these at hand")
        assert quit_program(laptop) == 0


@needs_openssh
def test_the_line_of_the_readme_opens_the_wizard_on_a_host_where_one_has_a_shell(
    tmp_path: Path, cloud: SandboxServer
) -> None:
    with openssh_server(tmp_path, cloud.environ, restricted=False) as server:
        typed = [*server.command[:-1], "-t", "northe", "northe-activate"]
        with Terminal(typed, folder=tmp_path, environ=server.environ) as laptop:
            laptop.wait("Begin")
            assert quit_program(laptop) == 0
