"""What may be typed on the command line: the commands, and each option once. `app.command_line` takes a line apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROGRAM = "northe-activate"
WIZARD, SANDBOX, DOCTOR = "", "sandbox", "doctor"
COMMANDS = (WIZARD, SANDBOX, DOCTOR)
"""Without a word for a command the wizard opens. `app.__main__` knows them, too."""


def flag_of(name: str) -> str:
    """How an option of this name is typed: `--zaptec-user` for `zaptec_user`."""
    return "--" + name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Option:
    """An option, as `--help` shows it: in which `cli.group`, and with the text `cli.help.<name>`.

    One that's named like a setting sets it; any other is a field of `Arguments`. A `metavar` stands for its value in
    `--help`; without one it's a switch.
    """

    name: str
    metavar: str | None = None
    group: str = "every"
    commands: tuple[str, ...] = COMMANDS

    @property
    def flag(self) -> str:
        return flag_of(self.name)


OPTIONS = (
    Option("sandbox", group="wizard", commands=(WIZARD, DOCTOR)),
    Option("lang", "LANG", group="wizard", commands=(WIZARD, DOCTOR)),
    Option("theme", "THEME", group="wizard", commands=(WIZARD,)),
    Option("json", group="doctor", commands=(DOCTOR,)),
    Option("zaptec_user", "E-MAIL", group="doctor", commands=(DOCTOR,)),
    Option("port", "N", group="server", commands=(SANDBOX,)),
    Option("host", "ADDR", group="server", commands=(SANDBOX,)),
    Option("allow_remote", group="server", commands=(SANDBOX,)),
    Option("world", "FILE"),
    Option("config", "FILE"),
)
"""In the order of `--help`."""

VERSION_FLAG, HELP_FLAGS = "--version", ("-h", "--help")
"""Those that answer by themselves, with any command."""


@dataclass(frozen=True)
class Arguments:
    """A command line, taken apart: everything as it was typed, and only what was typed."""

    command: str = WIZARD
    serial: str | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    config: str | None = None
    port: str | None = None
    host: str | None = None
    allow_remote: bool = False
    json: bool = False
    zaptec_user: str | None = None


class ArgumentsWrong(Exception):
    """A command line that can't be understood; `message` says what's wrong and what to type instead."""

    def __init__(self, key: str, /, **args: object) -> None:
        super().__init__(key)
        self.message = Message(f"cli.{key}", args)

    @classmethod
    def saying(cls, message: Message) -> ArgumentsWrong:
        """With a sentence that somebody else has found."""
        wrong = cls(message.key)
        wrong.message = message
        return wrong


def nearest(word: str, known: Sequence[str]) -> Message:
    """Which known word may have been meant, or where the known ones are listed."""
    from difflib import get_close_matches  # 13 ms that only a mistake costs

    near = get_close_matches(word, known, n=1)
    return Message("cli.did_you_mean", {"known": near[0]}) if near else Message("cli.see_help")
