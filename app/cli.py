"""From a command line to an exit code: says what's wrong in one sentence, or opens the wizard or the sandbox.

Whatever is slow to import (textual, pydantic, the sandbox) is imported when its turn comes: `--help` and a
wrong setting answer at once.
"""

from __future__ import annotations

import errno
import re
import signal
import socket
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from app import setting_places as places
from app.arguments import DOCTOR, PROGRAM, SANDBOX, ArgumentsWrong
from app.exit_codes import SIGNALLED, Exit
from app.setting_places import SettingWrong
from app.wizard.gc_pause import left_lying
from services.clouds.line_check import LineUnusable, line_trouble
from services.rules.hosts import is_loopback
from services.text.words import Message, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.arguments import Arguments
    from app.settings import Settings

HIGHEST_PORT = 65535
KEYS_OF_TLS = "SSLKEYLOGFILE"
"""Names a file that Python writes the keys of every secure connection to: nothing secret is ever written down here."""


class NotStarted(Exception):
    """The program can't go on: what to say, and the exit code."""

    def __init__(self, message: Message, code: Exit) -> None:
        super().__init__(message.key)
        self.message = message
        self.code = code


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program and hands out its exit code (`app.exit_codes`).

    `--help` and `--version` raise SystemExit(0).
    """
    environ = places.environment()
    environ.pop(KEYS_OF_TLS, None)
    words = places.spoken(None, environ)
    try:
        given = places.arguments(argv, words)
        words = places.spoken(given, environ)
        try:
            settings = places.read(given, environ)
        except SettingWrong as wrong:
            if given.command != DOCTOR:
                raise
            from app.doctor import misconfigured

            return misconfigured(wrong.message, words, environ, as_json=given.json)
        ways = {SANDBOX: _serve, DOCTOR: _examine}
        return ways.get(given.command, _open_wizard)(given, settings)
    except (ArgumentsWrong, SettingWrong) as wrong:
        return _say(words, wrong.message, Exit.WRONG_USE)
    except NotStarted as refused:
        return _say(words, refused.message, refused.code)
    except KeyboardInterrupt:
        return SIGNALLED + signal.SIGINT
    except Exception as error:
        message = _file_at_fault(error)
        if message is None:
            raise
        return _say(words, message, Exit.UNUSABLE_FILES)


def _file_at_fault(error: Exception) -> Message | None:
    """What to say about an error that only says that a world file or a brand's file can't be used."""
    from services.rules.catalogue import CatalogueWrong
    from services.sandbox.world import WorldWrong

    return error.message if isinstance(error, CatalogueWrong | WorldWrong) else None


def _open_wizard(given: Arguments, settings: Settings) -> int:
    from app.state_folder import StateFolderUnusable, prepare_state_folder
    from app.terminal.charset import speak
    from app.terminal.clipboard import clipboard_of
    from app.terminal.colours import depth_of
    from app.terminal.driver.terminfo import read_colours
    from app.terminal.environment import prepare_environment
    from app.terminal.function_keys import kept_by_terminal
    from app.terminal.terminal_check import TerminalWrong, demand_terminal

    environ = places.environment()
    speak(environ)
    if not settings.sandbox and settings.northe_url is None:
        raise NotStarted(Message("cli.not_configured", {"file": places.config_file(given, environ)}), Exit.WRONG_USE)
    if not settings.sandbox and _goes_out(settings):
        wrong = line_trouble(environ)
        if wrong is not None:
            raise NotStarted(wrong, Exit.WRONG_USE)
    try:
        demand_terminal(environ)
        prepare_state_folder(settings.state_dir)
    except TerminalWrong as wrong:
        raise NotStarted(wrong.message, Exit.NO_TERMINAL) from None
    except StateFolderUnusable as unusable:
        raise NotStarted(unusable.message, Exit.UNUSABLE_FILES) from None
    depth = depth_of(environ, read_colours())
    if settings.keys == "auto" and kept_by_terminal(environ):
        settings = replace(settings, keys="esc")
    clipboard = clipboard_of(environ)
    prepare_environment(environ, depth)
    with left_lying():
        from app.launch import run  # textual reads the environment while it's imported

        try:
            return run(settings, depth, clipboard)
        except LineUnusable as unusable:  # what only httpx sees
            raise NotStarted(unusable.message, Exit.WRONG_USE) from None


def _goes_out(settings: Settings) -> bool:
    """Whether a cloud isn't on this machine: there no proxy leads, and no certificate is needed."""
    zaptec = (settings.zaptec_url, settings.zaptec_token_url)
    return any(all(_is_secure(address) for address in cloud) for cloud in ((settings.northe_url,), zaptec))


def _is_secure(address: str | None) -> bool:
    return address is not None and address.lower().startswith("https:")


def _examine(given: Arguments, settings: Settings) -> int:
    from app.doctor import examine, misconfigured
    from app.terminal.charset import speak

    environ = places.environment()
    speak(environ)
    try:
        return examine(given, settings, environ, config=places.config_file(given, environ))
    except LineUnusable as unusable:
        return misconfigured(unusable.message, Words(settings.lang), environ, as_json=given.json)


def _serve(given: Arguments, settings: Settings) -> int:
    port, host = _port(given.port), _host(given.host, allow_remote=given.allow_remote)
    from services.sandbox.serve import serve

    try:
        return serve(host=host, port=port, world=settings.world, ready=_announce)
    except OSError as error:
        raise _cannot_listen(error, host, port) from None


def _announce(url: str) -> None:
    print(f"ready {url}", flush=True)  # noqa: T201 - the line that whoever started the sandbox waits for


def _port(typed: str | None) -> int:
    if typed is None:
        raise ArgumentsWrong("no_port", program=PROGRAM)
    if not re.fullmatch(r"[0-9]{1,5}", typed) or int(typed) > HIGHEST_PORT:
        raise ArgumentsWrong("port_wrong", highest=HIGHEST_PORT)
    return int(typed)


def _host(typed: str | None, *, allow_remote: bool) -> str:
    host = typed or "127.0.0.1"
    if not is_loopback(host) and not allow_remote:
        raise ArgumentsWrong("host_is_remote", host=host)
    return host


def _cannot_listen(error: OSError, host: str, port: int) -> NotStarted:
    if error.errno == errno.EADDRINUSE:
        return NotStarted(Message("cli.port_in_use", {"port": port}), Exit.PORT_UNUSABLE)
    if error.errno in (errno.EACCES, errno.EPERM):
        return NotStarted(Message("cli.port_forbidden", {"port": port}), Exit.PORT_UNUSABLE)
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return NotStarted(Message("cli.no_such_host", {"host": host}), Exit.WRONG_USE)
    raise error


def _say(words: Words, message: Message, code: Exit) -> int:
    """One line on standard error. What came from outside is shown without control characters."""
    text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in words.say(message))
    print(f"{PROGRAM}: {text}", file=sys.stderr)  # noqa: T201 - there's no screen yet
    return code
