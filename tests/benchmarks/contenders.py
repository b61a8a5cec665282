"""Who is measured: this program, the same screens painted by Textual itself, and a form in the hands of others."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.benchmarks.forms import LABELS, TITLE
from tests.support.program.journey_keys import WORLD

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN = {"TEXTUAL_DRIVER": "textual.drivers.linux_driver:LinuxDriver"}
"""The wizard, painted by Textual's own driver."""

WIZARD = (sys.executable, "-m", "app", "--sandbox")
QUICK = ("--world", str(WORLD))
"""In which nothing takes time, for journeys. To read a world takes time of its own, before the first paint."""


@dataclass(frozen=True)
class Contender:
    """`ready`: what its first screen shows last. `to_form`: keys to a form, each with what's shown then."""

    name: str
    command: tuple[str, ...]
    ready: str
    environ: Mapping[str, str] = field(default_factory=dict)
    to_form: tuple[tuple[str, str], ...] = ()
    absent: str = ""


def _form(name: str, module: str) -> Contender:
    return Contender(name, (sys.executable, "-m", f"tests.benchmarks.forms.{module}"), LABELS[-1])


def _tool(name: str, *arguments: str, ready: str) -> Contender:
    path = shutil.which(name)
    return Contender(name, (path or name, *arguments), ready, absent="" if path else f"{name} isn't installed")


_ROWS = [part for row, label in enumerate(LABELS, 1) for part in (label, str(row), "1", "", str(row), "20", "40", "60")]
TO_FORM = (("{f10}", "Linked devices"), ("{f4}", "Partner key"))

OURS = Contender("northe-activate", WIZARD, "Begin", to_form=TO_FORM)
SAME_BY_TEXTUAL = Contender("the same screens by Textual's driver", WIZARD, "Begin", PLAIN, TO_FORM)
STOCK = _form("Textual form", "textual_form")

CONTENDERS = (
    OURS,
    SAME_BY_TEXTUAL,
    STOCK,
    _form("curses form", "curses_form"),
    _form("urwid form", "urwid_form"),
    _form("prompt_toolkit form", "prompt_toolkit_form"),
    _tool("dialog", "--form", TITLE, "18", "72", "10", *_ROWS, ready="Cancel"),
    _tool("whiptail", "--inputbox", TITLE, "10", "72", ready="Cancel"),  # it has no form: one field
)
