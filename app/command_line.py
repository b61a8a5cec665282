"""Takes a command line apart, with argparse for the options and sentences of our own for what's wrong.

There's one parser for all commands and not one for each: an option may stand before its command, `--help` is one page,
and one that goes with another command can be told from one that doesn't exist.
"""

from __future__ import annotations

import argparse
from itertools import groupby
from typing import TYPE_CHECKING, NoReturn

from app.arguments import (
    COMMANDS,
    DOCTOR,
    HELP_FLAGS,
    OPTIONS,
    PROGRAM,
    VERSION_FLAG,
    WIZARD,
    Arguments,
    ArgumentsWrong,
    nearest,
)
from app.exit_codes import Exit
from app.settings import SETTINGS
from app.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.text.words import Words


def parse(argv: Sequence[str], words: Words) -> Arguments:
    """Takes `argv` (without the program's name) apart.

    Raises `ArgumentsWrong`; `--help` and `--version` print and raise SystemExit(0).
    """
    try:
        typed, rest = _parser(words).parse_known_args(argv)
    except argparse.ArgumentError as error:
        flag = error.argument_name or PROGRAM
        is_switch = any(option.flag == flag and option.metavar is None for option in OPTIONS)
        raise ArgumentsWrong("no_value" if is_switch else "needs_value", option=flag) from None
    command, serial = _command(rest)
    options = {option.name: option for option in OPTIONS}
    for name in vars(typed):
        if command not in options[name].commands:
            raise ArgumentsWrong(f"not_with.{command or 'wizard'}", option=options[name].flag)
    settings = {name: value for name, value in vars(typed).items() if name in SETTINGS}
    others = {name: value for name, value in vars(typed).items() if name not in SETTINGS}
    return Arguments(command=command, serial=serial, settings=settings, **others)


def _command(rest: Sequence[str]) -> tuple[str, str | None]:
    """What argparse left over: nothing, or a command, which may have a serial number. Else raises `ArgumentsWrong`."""
    rest = [word for word in rest if word != "--"]
    for word in rest:
        if word.startswith("-"):
            flag = word.partition("=")[0]
            known = [*(option.flag for option in OPTIONS), VERSION_FLAG, *HELP_FLAGS[1:]]
            raise ArgumentsWrong("unknown_option", option=flag, hint=nearest(flag, known))
    command, *more = rest or [WIZARD]
    if command not in COMMANDS:
        raise ArgumentsWrong("unknown_command", command=command)
    if len(more) > (1 if command == DOCTOR else 0):
        raise ArgumentsWrong("too_many_for_doctor" if command == DOCTOR else "too_many", argument=more[-1])
    return command, more[0] if more else None


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
    for title, options in groupby(OPTIONS, key=lambda option: option.group):
        group = parser.add_argument_group(words.t(f"cli.group.{title}"))
        for option in options:
            text = words.t(f"cli.help.{option.name}")
            if option.metavar is None:
                group.add_argument(option.flag, action="store_true", help=text)
            else:
                group.add_argument(option.flag, metavar=option.metavar, help=text)
    version = f"{PROGRAM} {VERSION}"  # in the last group, for each command
    group.add_argument(VERSION_FLAG, action="version", version=version, help=words.t("cli.help.version"))
    group.add_argument(*HELP_FLAGS, action="help", help=words.t("cli.help.help"))
    return parser


def _exits(words: Words) -> str:
    rows = [f"  {int(code):<6}{words.t(f'cli.exits.{code.name.lower()}')}" for code in Exit]
    rows.append(f"  {'128+n':<6}{words.t('cli.exits.signalled')}")
    return "\n".join([words.t("cli.exits.title"), *rows, "", words.t("cli.more")])
