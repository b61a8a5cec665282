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

from tests.support.program.terminal import ROOT, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RECIPES = ROOT / "docs" / "ssh.md"
SSHD, SSH, KEYGEN, AGENT, SFTP, SCP = (
    shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    for name in ("sshd", "ssh", "ssh-keygen", "ssh-agent", "sftp", "scp")
)
SEPARATED = Path("/run/sshd")
"""Where sshd locks itself in before anybody has signed in; the service makes it, and only root can."""

INSTALLED = all((SSHD, SSH, KEYGEN, AGENT, SFTP, SCP)) and (
    os.geteuid() != 0 or SEPARATED.is_dir() or os.access("/run", os.W_OK)
)
SOONER = {"AliveInterval 15": "AliveInterval 1", "AliveCountMax 4": "AliveCountMax 1"}
"""What the recipe's patience with a silent line becomes in a test."""


def recipe(kind: str) -> str:
    """The block of that kind in the documentation, as it stands there."""
    found = re.search(rf"```{kind}\n(.*?)```", RECIPES.read_text("utf-8"), re.DOTALL)
    assert found is not None, kind
    return found[1]


@dataclass(frozen=True)
class OpenSshServer:
    """`command` is what an installer types, with the test's own keys; `environ` what the laptop's shell has.

    `config`: the client's settings, for its other tools. `got`: where the program's environment is written down.
    """

    command: list[str]
    environ: dict[str, str]
    config: Path
    got: Path


@contextmanager
def openssh_server(folder: Path, environ: Mapping[str, str], *, restricted: bool = True) -> Iterator[OpenSshServer]:
    """The server, until it's no longer needed; the program gets `environ`.

    `restricted`: by the recipes for the host; else it's one where installers have a shell.
    """
    keys = [folder / name for name in ("host_key", "key")]
    for key in keys:
        subprocess.run([str(KEYGEN), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    program = folder / "northe-activate"
    told = clean_environment(folder) | dict(environ)
    got = folder / "environment"
    lines = [f"env >'{got}'"]
    lines += [f"export {name}='{value}'" for name, value in told.items() if name not in {"LANG", "TERM"}]
    program.write_text("\n".join(["#!/bin/sh", *lines, f'exec {sys.executable} -m app "$@"', ""]))
    program.chmod(0o700)
    public = " ".join(keys[1].with_suffix(".pub").read_text().split()[:2])
    allowed = recipe("authorized_keys").replace("ssh-ed25519 AAAA...", public) if restricted else public
    (folder / "authorized_keys").write_text(allowed.replace("/usr/local/bin/northe-activate", str(program)))
    port = free_port()
    host = server_config(program) if restricted else f"AcceptEnv LANG\nSetEnv PATH={folder}:/usr/bin:/bin\n"
    (folder / "sshd_config").write_text(no_rights_needed(folder, port) + host)
    config = folder / "ssh_config"
    config.write_text(client_config(folder, port))
    if os.geteuid() == 0:  # and it stays, as the service leaves it: servers of other tests may be locked in there, too
        SEPARATED.mkdir(mode=0o755, exist_ok=True)
    with subprocess.Popen([str(SSHD), "-D", "-e", "-f", folder / "sshd_config"], stderr=subprocess.PIPE) as server:
        try:
            wait_for(port, server)
            yield OpenSshServer([str(SSH), "-F", str(config), "northe"], {"LANG": "C.UTF-8"}, config, got)
        finally:
            server.terminate()


def server_config(program: Path) -> str:
    """The recipe for whoever runs the tests."""
    block = recipe("sshd_config").replace("Match Group installers", "Match all")
    block = block.replace("/usr/local/bin/northe-activate", str(program))
    for said, soon in SOONER.items():
        block = block.replace(said, soon)
    return block


def no_rights_needed(folder: Path, port: int) -> str:
    """What the server is told besides. It has what a host has that serves more than the wizard."""
    return (
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host_key\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized_keys\nPermitRootLogin yes\nSubsystem sftp internal-sftp\n"
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
