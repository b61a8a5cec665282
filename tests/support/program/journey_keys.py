"""The way through an activation by keys alone, in stretches, as a person goes it in a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.program.seen_screen import SeenScreen
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

WORLD = Path(__file__).parent / "quick.toml"
EMAIL, MEMBER, KEY = "kim@example.com", "MEMBER-4711", "PARTNER-0815"
IBAN = "SE4550000000058398257466"
SERIAL = "ZAP900001"

NEVER_SHOWN = (MEMBER, KEY)
"""On no screen, in no file."""
NEVER_KEPT = (MEMBER, KEY, IBAN, IBAN[4:], EMAIL)
"""In no file."""


def opened(folder: Path, *options: str, environ: Mapping[str, str] | None = None) -> Terminal:
    """The program, up to its first screen."""
    terminal = Terminal([sys.executable, "-m", "app", *options], folder=folder, environ=environ)
    try:
        terminal.wait("Begin")
    except BaseException:
        terminal.close()
        raise
    return terminal


def sign_in(terminal: SeenScreen, until: str = "● Type") -> None:
    """Without the customer, to the first step, or to the one where it goes on."""
    terminal.keys("{f10}")
    terminal.wait("Linked devices")
    terminal.keys("{f4}")
    terminal.wait("Partner key")
    terminal.keys(f"{EMAIL}{{tab}}{MEMBER}{{tab}}{KEY}{{f10}}")
    terminal.wait(until)


def answer_box_type(terminal: SeenScreen, name: str) -> None:
    """To the charge site; the first brand and model are the right ones."""
    terminal.keys("{ctrl+u}" + name + "{f10}")
    terminal.wait(r"● Charge [sS]ite")


def answer_charge_site(terminal: SeenScreen) -> None:
    """A new one in Sweden, at the price that's offered; to the bank account."""
    terminal.keys("Testgatan 10{tab}111 22{tab}Stockholm{f10}")
    terminal.wait(r"● (B|Connect b)ank account")


def skip_bank_account(terminal: SeenScreen) -> None:
    """With a yes to the consequence; to connecting."""
    terminal.keys("{f4}")
    terminal.wait("Go on without")
    terminal.keys("{tab}{enter}")
    terminal.wait(r"● Connect(?! bank)")


def answer_bank_account(terminal: SeenScreen) -> None:
    """By IBAN; to connecting."""
    terminal.keys("{backtab}{left}")
    terminal.wait("◂ IBAN ▸")
    terminal.keys("{tab}" + IBAN + "{f10}")
    terminal.wait(r"● Connect(?! bank)")


def connect(terminal: SeenScreen) -> None:
    """Check, then connect, to the last screen."""
    terminal.keys(SERIAL + "{f10}")
    terminal.wait("Everything is right")
    terminal.keys("{f10}")
    terminal.wait("is online")


def finish(terminal: SeenScreen) -> None:
    """To Start again."""
    terminal.wait(r"receipts/\s*\d")
    terminal.keys("{f10}")
    terminal.wait("is signed out")


def quit_program(terminal: SeenScreen) -> int:
    """With the question answered; the exit code."""
    terminal.keys("{ctrl+q}")
    terminal.wait(r"Quit\?")
    terminal.keys("{tab}{enter}")
    return terminal.exit_code()


def drafts(folder: Path) -> list[Any]:
    """What's kept of activations that were broken off, each whole."""
    return [json.loads(path.read_text()) for path in folder.rglob("drafts/**/*.json")]


def files_below(folder: Path) -> list[Path]:
    """Every file that the program has left."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]
