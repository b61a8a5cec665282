"""An OpenSSH server on the loopback, set up as docs/ssh.md says it, and the client beside it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.wire.terminal import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RECIPES = ROOT / "docs" / "ssh.md"
SSHD, SSH, KEYGEN = (
    shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in ("sshd", "ssh", "ssh-keygen")
)
SEPARATED = Path("/run/sshd")
"""Where sshd locks itself in before anybody has signed in; the service makes it, and only root can."""

INSTALLED = bool(SSHD and SSH and KEYGEN) and (os.geteuid() != 0 or SEPARATED.is_dir() or os.access("/run", os.W_OK))
SOONER = {"AliveInterval 15": "AliveInterval 1", "AliveCountMax 4": "AliveCountMax 1"}
"""What the recipe's patience with a silent line becomes in a test."""


def recipe(kind: str) -> str:
    """The block of that kind in the documentation, as it stands there."""
    found = re.search(rf"```{kind}\n(.*?)```", RECIPES.read_text("utf-8"), re.DOTALL)
    assert found is not None, kind
    return found[1]


@dataclass(frozen=True)
class Server:
    """`command` is what an installer types, with the test's own keys; `environ` what the laptop's shell has."""

    command: list[str]
    environ: dict[str, str]


@contextmanager
def open_ssh(folder: Path, environ: Mapping[str, str]) -> Iterator[Server]:
    """The server, until it's no longer needed; the program gets `environ`."""
    keys = [folder / name for name in ("host_key", "key")]
    for key in keys:
        subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    program = folder / "northe-activate"
    told = clean_environment(folder) | dict(environ)
    lines = [f"export {name}='{value}'" for name, value in told.items() if name not in {"LANG", "TERM"}]
    program.write_text("\n".join(["#!/bin/sh", *lines, f'exec {sys.executable} -m app "$@"', ""]))
    program.chmod(0o700)
    public = " ".join(keys[1].with_suffix(".pub").read_text().split()[:2])
    allowed = recipe("authorized_keys").replace("ssh-ed25519 AAAA...", public)
    (folder / "authorized_keys").write_text(allowed.replace("/usr/local/bin/northe-activate", str(program)))
    port = free_port()
    (folder / "sshd_config").write_text(server_config(folder, port, program))
    (folder / "ssh_config").write_text(client_config(folder, port))
    if os.geteuid() == 0:  # and it stays, as the service leaves it: servers of other tests may be locked in there, too
        SEPARATED.mkdir(mode=0o755, exist_ok=True)
    with subprocess.Popen([str(SSHD), "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.PIPE) as server:
        try:
            wait_for(port, server)
            yield Server([str(SSH), "-F", str(folder / "ssh_config"), "northe"], {"LANG": "C.UTF-8"})
        finally:
            server.terminate()


def server_config(folder: Path, port: int, program: Path) -> str:
    """The recipe for whoever runs the tests, on a server that needs no rights."""
    block = recipe("sshd_config").replace("Match Group installers", "Match all")
    block = block.replace("/usr/local/bin/northe-activate", str(program))
    for said, soon in SOONER.items():
        block = block.replace(said, soon)
    return (
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nPermitRootLogin yes\n{block}"
    )


def client_config(folder: Path, port: int) -> str:
    """The recipe with the test's own host."""
    block = recipe("ssh_config").replace("activate.example.com", "127.0.0.1").replace("    User kim\n", "")
    return (
        f"{block}    Port {port}\n    IdentityFile {folder}/key\n    IdentitiesOnly yes\n"
        f"    StrictHostKeyChecking no\n    UserKnownHostsFile {folder}/known_hosts\n    LogLevel ERROR\n"
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10.0
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1.0).close()
        except OSError:
            assert server.poll() is None, (server.stderr.read() if server.stderr else b"").decode()
            assert time.monotonic() < end
            time.sleep(0.02)
        else:
            return
