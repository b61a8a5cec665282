"""The grammar of the command line: which words there are; what they may be set to is `app.settings`'s."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from app.exits import Exit
from app.version import VERSION
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.text.words import Words

PROGRAM = "northe-activate"
WIZARD, SANDBOX, DOCTOR = "", "sandbox", "doctor"
"""The commands; without one the wizard opens."""
TAKEN_BY = {
    "sandbox": (WIZARD, DOCTOR),
    "theme": (WIZARD,),
    "lang": (WIZARD, DOCTOR),
    "json": (DOCTOR,),
    "zaptec_user": (DOCTOR,),
    "port": (SANDBOX,),
    "host": (SANDBOX,),
    "allow_remote": (SANDBOX,),
    "world": (WIZARD, SANDBOX, DOCTOR),
    "config": (WIZARD, SANDBOX, DOCTOR),
}
"""Which command takes which option."""
GROUPS = {
    "wizard": ("sandbox", "lang", "theme"),
    "doctor": ("json", "zaptec_user"),
    "server": ("port", "host", "allow_remote"),
}
SWITCHES = ("sandbox", "allow_remote", "json")
VALUES = {
    "lang": "LANG", "theme": "THEME", "port": "N", "host": "ADDR", "world": "FILE", "config": "FILE",
    "zaptec_user": "E-MAIL",
}  # fmt: skip
OPTIONS = [*(f"--{name.replace('_', '-')}" for name in (*SWITCHES, *VALUES)), "--version", "--help"]


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


def parse(argv: Sequence[str], words: Words) -> Arguments:
    """Takes `argv` (without the program's name) apart.

    Raises `ArgumentsWrong`; `--help` and `--version` print and raise SystemExit(0).
    """
    parser = _parser(words)
    try:
        found, rest = parser.parse_known_args(argv)
    except argparse.ArgumentError as error:
        option = error.argument_name or PROGRAM
        raise ArgumentsWrong("no_value" if option in map(_option, SWITCHES) else "needs_value", option=option) from None
    given = vars(found)
    command, serial = _command(rest)
    for name in given:
        if command not in TAKEN_BY[name]:
            raise ArgumentsWrong(f"not_with.{command or 'wizard'}", option=_option(name))
    return Arguments(
        command=command,
        serial=serial,
        json=given.pop("json", False),
        zaptec_user=given.pop("zaptec_user", None),
        config=given.pop("config", None),
        port=given.pop("port", None),
        host=given.pop("host", None),
        allow_remote=given.pop("allow_remote", False),
        settings=given,
    )


def nearest(word: str, known: Sequence[str]) -> Message:
    """Which known word may have been meant, or where the known ones are listed."""
    from difflib import get_close_matches  # 13 ms that only a mistake costs

    near = get_close_matches(word, known, n=1)
    return Message("cli.did_you_mean", {"known": near[0]}) if near else Message("cli.see_help")


def _command(rest: Sequence[str]) -> tuple[str, str | None]:
    """What argparse left over: nothing, or a command, which may have a serial number. Else raises `ArgumentsWrong`."""
    rest = [word for word in rest if word != "--"]
    for word in rest:
        if word.startswith("-"):
            name = word.partition("=")[0]
            raise ArgumentsWrong("unknown_option", option=name, hint=nearest(name, OPTIONS))
    command, *more = rest or [WIZARD]
    if command not in (WIZARD, SANDBOX, DOCTOR):
        raise ArgumentsWrong("unknown_command", command=command)
    if len(more) > (1 if command == DOCTOR else 0):
        raise ArgumentsWrong("too_many_for_doctor" if command == DOCTOR else "too_many", argument=more[-1])
    return command, more[0] if more else None


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


class _Parser(argparse.ArgumentParser):
    """Raises where the original would print words of its own and exit."""

    def error(self, message: str) -> NoReturn:
        raise ArgumentsWrong("not_understood", why=message)


def _parser(words: Words) -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        usage=words.t("cli.usage", program=PROGRAM),
        description=words.t("cli.what_for"),
        epilog=_exits(words),
        add_help=False,
        allow_abbrev=False,
        exit_on_error=False,
        argument_default=argparse.SUPPRESS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )

    def add(title: str, *names: str) -> argparse._ArgumentGroup:
        group = parser.add_argument_group(words.t(f"cli.group.{title}"))
        for name in names:
            text = words.t(f"cli.help.{name}")
            if name in SWITCHES:
                group.add_argument(_option(name), action="store_true", help=text)
            else:
                group.add_argument(_option(name), metavar=VALUES[name], help=text)
        return group

    for title, names in GROUPS.items():
        add(title, *names)
    every = add("every", "world", "config")
    version = f"{PROGRAM} {VERSION}"
    every.add_argument("--version", action="version", version=version, help=words.t("cli.help.version"))
    every.add_argument("-h", "--help", action="help", help=words.t("cli.help.help"))
    return parser


def _exits(words: Words) -> str:
    rows = [f"  {int(code):<6}{words.t(f'cli.exits.{code.name.lower()}')}" for code in Exit]
    rows.append(f"  {'128+n':<6}{words.t('cli.exits.signalled')}")
    return "\n".join([words.t("cli.exits.title"), *rows, "", words.t("cli.more")])
