"""A host that the program is reached on over SSH, and the installer's end of that line, both in this process.

Client and server are a library's (paramiko), so that these tests run wherever Python does; the pty and the program on
it are real. `tests/wire/test_openssh.py` does the same with the server that hosts really have.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import termios
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

import paramiko

from tests.support.program.seen_screen import PATIENCE, SeenScreen
from tests.support.program.terminal import clean_environment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

KEY = paramiko.ECDSAKey.generate()
"""The host's own key; who signs in isn't what these tests are about."""


class ParamikoHost(paramiko.ServerInterface):  # type: ignore[misc]  # paramiko has no types
    """One connection: whoever asks for a shell gets the program on a pty, and nothing else."""

    def __init__(self, command: Sequence[str], folder: Path, environ: Mapping[str, str]) -> None:
        self._command, self._folder = command, folder
        self._environ = clean_environment(folder) | dict(environ)
        self._master, slave = pty.openpty()
        self._slave = slave
        self.process: subprocess.Popen[bytes] | None = None
        self.started = threading.Event()

    def check_auth_none(self, username: str) -> int:
        return paramiko.AUTH_SUCCESSFUL  # type: ignore[no-any-return]  # paramiko has no types

    def get_allowed_auths(self, username: str) -> str:
        return "none"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        refused = paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        return paramiko.OPEN_SUCCEEDED if kind == "session" else refused  # type: ignore[no-any-return]  # as above

    def check_channel_pty_request(self, channel: Any, term: bytes, width: int, height: int, *_: Any) -> bool:
        self._environ["TERM"] = term.decode()
        self._tell_size(width, height)
        return True

    def check_channel_window_change_request(self, channel: Any, width: int, height: int, *_: Any) -> bool:
        self._tell_size(width, height)
        return True

    def check_channel_shell_request(self, channel: Any) -> bool:
        slave = self._slave
        self.process = subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self._environ,
            preexec_fn=lambda: os.login_tty(slave),  # noqa: PLW1509 - a new session is what it's about
        )
        os.close(slave)
        threading.Thread(target=self._relay, args=(channel,), daemon=True).start()
        self.started.set()
        return True

    def _tell_size(self, width: int, height: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def _relay(self, channel: Any) -> None:
        """Until the line or the program is gone. Then the pty is closed, and the kernel tells whoever is left."""
        with suppress(OSError):
            while True:
                ready, _, _ = select.select([channel, self._master], [], [])
                if channel in ready:
                    data = channel.recv(65536)
                    if not data:
                        break
                    os.write(self._master, data)
                if self._master in ready:
                    channel.sendall(os.read(self._master, 65536))
        os.close(self._master)
        with suppress(OSError, EOFError):  # the line may be gone, too
            channel.close()


class SshLine(SeenScreen):
    """The installer's end: a terminal of its own size at the far end of a connection over the loopback."""

    def __init__(
        self, command: Sequence[str], *, folder: Path, environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        super().__init__(size)
        here, there = socket.socketpair()
        host = ParamikoHost(command, folder, environ)
        self._server = paramiko.Transport(there)
        self._server.add_server_key(KEY)
        self._server.start_server(server=host, event=threading.Event())
        self._socket = here
        self._line = paramiko.Transport(here)
        self._line.start_client(timeout=PATIENCE)
        self._line.auth_none("installer")
        self._channel = self._line.open_session(timeout=PATIENCE)
        self._channel.get_pty("xterm-256color", *size)
        self._channel.invoke_shell()
        assert host.started.wait(PATIENCE)
        assert host.process is not None
        self.process = host.process

    def send(self, text: str) -> None:
        """Over the line."""
        self._channel.sendall(text.encode())

    def read(self, seconds: float) -> bytes:
        """From the line."""
        self._channel.settimeout(max(seconds, 0.001))
        try:
            return self._channel.recv(65536)  # type: ignore[no-any-return]  # paramiko has no types
        except (TimeoutError, OSError):
            return b""

    def resize(self, columns: int, rows: int) -> None:
        """Pulls at the window."""
        self._screen.resize(rows, columns)
        self._channel.resize_pty(columns, rows)

    def drop(self) -> None:
        """The connection is gone without a word."""
        self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends everything that's left."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._line.close()
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
