"""Looks whether there is a terminal that can show the wizard, since without one Textual starts and hangs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

CANNOT_PAINT = ("dumb", "unknown")
"""Values of TERM that say: lines only, no cursor movement."""


class TerminalWrong(Exception):
    """The wizard can't be shown here; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def demand_terminal(environ: Mapping[str, str]) -> None:
    """Raises `TerminalWrong` unless keys, picture and size all belong to a terminal that can paint.

    Textual takes keys from standard input, paints on standard error and asks standard output for the size,
    always on the streams that the process was started with.
    """
    if missing := missing_streams():
        raise TerminalWrong(Message("cli.no_terminal", {"streams": ", ".join(missing)}))
    if environ.get("TERM") in CANNOT_PAINT:
        raise TerminalWrong(Message("cli.terminal_too_simple", {"term": environ["TERM"]}))


def missing_streams() -> list[str]:
    """Which of the three are no terminal, by name."""
    streams = {"stdin": sys.__stdin__, "stdout": sys.__stdout__, "stderr": sys.__stderr__}
    return [name for name, stream in streams.items() if not _is_terminal(stream)]


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed by whoever started us
        return False
