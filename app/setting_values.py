"""What each kind of setting may be, so that a wrong value is refused in words before anything starts.

A reader takes a value as it was found (text from the command line or the environment, any TOML value from
the config file) and the folder that a relative path starts from. It hands out the value in the type that the
program uses, or raises `NotAllowed` with a message that says what is allowed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from services.rules.hosts import is_loopback
from services.text.words import PSEUDO, Message, languages

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[object, Path], Any]

YES = ("1", "true", "yes", "on")
NO = ("0", "false", "no", "off")
LONGEST_ADDRESS = 500


class NotAllowed(Exception):
    """A value that a setting can't have; `allowed` finishes the sentence "it must be …"."""

    def __init__(self, key: str, /, **args: object) -> None:
        super().__init__(key)
        self.allowed = Message(f"settings.allowed.{key}", args)


def one_of(*choices: str, hidden: str | None = None) -> Reader:
    """One of a few words; the hidden one is allowed but not offered."""

    def read(value: object, _: Path) -> str:
        if isinstance(value, str) and value in (*choices, hidden):
            return value
        raise NotAllowed("one_of" if choices[1:] else "only", choices=", ".join(choices))

    return read


def language(value: object, base: Path) -> str:
    """A language that has a folder in `services/text/locales`. The made-up one isn't offered."""
    return cast("str", one_of(*languages(), hidden=PSEUDO)(value, base))


def yes_or_no(value: object, _: Path) -> bool:
    """A switch: true or false in TOML, also 1/0, yes/no, on/off elsewhere."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in YES + NO:
        return value.lower() in YES
    raise NotAllowed("yes_or_no")


def whole_number(lowest: int, highest: int) -> Reader:
    """A whole number in a range, both ends allowed."""

    def read(value: object, _: Path) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        raise NotAllowed("whole_number", lowest=lowest, highest=highest)

    return read


def web_address(value: object, _: Path) -> str:
    """The start of a cloud's address, without a slash at its end.

    Plain http is allowed only if it stays on this machine.
    A user name or a password in it is refused: settings are no place for secrets.
    """
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ADDRESS or not _plain(value):
        raise NotAllowed("web_address")
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise NotAllowed("web_address") from None
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("no_password")
    if parts.scheme not in ("http", "https") or not host or parts.query or parts.fragment:
        raise NotAllowed("web_address")
    if parts.scheme == "http" and not is_loopback(host):
        raise NotAllowed("https")
    return value.rstrip("/")


def zaptec_lookup_key(value: object, _: Path) -> str:
    """Zaptec's lookup key of a user group. The known ones have four characters, which nobody promises."""
    if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9]{1,32}", value):
        return value
    raise NotAllowed("lookup_key")


def oauth_scope(value: object, _: Path) -> str | None:
    """An OAuth scope (RFC 6749 §3.3): printable words with single spaces, or nothing."""
    if value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"[!#-\[\]-~]+( [!#-\[\]-~]+)*", value):
        return value
    raise NotAllowed("scope")


def folder(value: object, base: Path) -> Path:
    """A folder that is there or can be made; whether it can is found out by `app.state_folder`."""
    return _path(value, base, "folder")


def file(value: object, base: Path) -> Path:
    """The path of a file that is there. Raises `NotAllowed`."""
    path = _path(value, base, "file")
    if not path.is_file():
        raise NotAllowed("file_there", path=path)
    return path


def _path(value: object, base: Path, kind: str) -> Path:
    if not isinstance(value, str) or not value or not value.isprintable():
        raise NotAllowed(kind)
    try:
        return base / Path(value).expanduser()
    except RuntimeError:  # a ~ without a home
        raise NotAllowed(kind) from None


def _plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and " " not in value
