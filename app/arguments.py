"""The grammar of the command line: which words there are; what they may be set to is `app.settings`'s."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from app.exits import Exit
from app.version import VERSION
from services.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.words import Words

PROGRAM = "northe-activate"
SANDBOX = "sandbox"
"""The one command; without it the wizard opens."""
SERVER_ONLY = ("port", "host", "allow_remote")
WIZARD_ONLY = ("sandbox", "lang", "theme")
SWITCHES = ("sandbox", "allow_remote")
VALUES = {"lang": "LANG", "theme": "THEME", "port": "N", "host": "ADDR", "world": "FILE", "config": "FILE"}
OPTIONS = [*(f"--{name.replace('_', '-')}" for name in (*SWITCHES, *VALUES)), "--version", "--help"]


class ArgumentsWrong(Exception):
    """A command line that can't be understood; `message` says what's wrong and what to type instead."""

    def __init__(self, key: str, /, **args: object) -> None:
        super().__init__(key)
        self.message = Message(f"cli.{key}", args)


@dataclass(frozen=True)
class Arguments:
    """A command line, taken apart: everything as it was typed, and only what was typed."""

    serve_sandbox: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)
    config: str | None = None
    port: str | None = None
    host: str | None = None
    allow_remote: bool = False


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
    serve_sandbox = _is_server(rest)
    for name in given:
        if name in (WIZARD_ONLY if serve_sandbox else SERVER_ONLY):
            raise ArgumentsWrong("not_here" if serve_sandbox else "server_only", option=_option(name))
    return Arguments(
        serve_sandbox=serve_sandbox,
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


def _is_server(rest: Sequence[str]) -> bool:
    """What argparse left over: nothing, or the one command. Anything else raises `ArgumentsWrong`."""
    rest = [word for word in rest if word != "--"]
    for word in rest:
        if word.startswith("-"):
            name = word.partition("=")[0]
            raise ArgumentsWrong("unknown_option", option=name, hint=nearest(name, OPTIONS))
    if rest and rest[0] != SANDBOX:
        raise ArgumentsWrong("unknown_command", command=rest[0])
    if rest[1:]:
        raise ArgumentsWrong("too_many", argument=rest[1])
    return bool(rest)


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

    add("wizard", *WIZARD_ONLY)
    add("server", *SERVER_ONLY)
    both = add("both", "world", "config")
    version = f"{PROGRAM} {VERSION}"
    both.add_argument("--version", action="version", version=version, help=words.t("cli.help.version"))
    both.add_argument("-h", "--help", action="help", help=words.t("cli.help.help"))
    return parser


def _exits(words: Words) -> str:
    rows = [f"  {int(code):<6}{words.t(f'cli.exits.{code.name.lower()}')}" for code in Exit]
    rows.append(f"  {'128+n':<6}{words.t('cli.exits.signalled')}")
    return "\n".join([words.t("cli.exits.title"), *rows, "", words.t("cli.more")])
