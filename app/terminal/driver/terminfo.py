"""What the terminal can do beyond the plainest, by its entry in the terminfo database; curses reads the database.

The driver speaks ECMA-48 only, as Textual does. So an ability counts only if terminfo's sequence is the very one that
the driver would send. Repeating a character (REP) isn't asked for: the entry of xterm has it, and too many that call
themselves xterm haven't.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_PADDING = re.compile(rb"\$<[^>]*>")
"""Waiting times that terminals of the seventies asked for."""


@dataclass(frozen=True, slots=True)
class Abilities:
    """Without any, it still moves its cursor, clears to its end and paints, as every one that Textual runs on."""

    erase_line: bool = False
    """EL: blank from the cursor to the end of the line."""
    erase_characters: bool = False
    """ECH: blank so many cells; the cursor stays."""
    erase_in_colour: bool = False
    """"Back colour erase": what's erased gets the current background, and not the terminal's own."""
    to_column: bool = False
    """CHA: to a column of this line."""
    to_row: bool = False
    """VPA: to a line, same column."""
    style_parts: bool = False
    """Single attributes and colours can be switched off, not only all at once."""
    alternate_screen: bool = False
    """A second screen, so that what stood on the first comes back in the end."""


PLAINEST = Abilities()


def read_abilities(term: str | None = None, terminal: int = 2) -> Abilities:
    """Of the terminal that TERM (or `term`) names; `terminal` is a file descriptor of it.

    The first answer is kept by curses for the whole process. An unknown name, a missing database or a Python without
    curses mean the plainest.
    """
    try:
        import curses

        curses.setupterm(term, terminal)
        return from_terminfo(curses.tigetflag, curses.tigetstr)
    except (ImportError, curses.error):
        return PLAINEST


def read_colours(term: str | None = None, terminal: int = 2) -> int | None:
    """How many colours that entry has; None where there's no entry."""
    try:
        import curses

        curses.setupterm(term, terminal)
        return max(0, curses.tigetnum("colors"))
    except (ImportError, curses.error):
        return None


def from_terminfo(flag: Callable[[str], int], string: Callable[[str], bytes | None]) -> Abilities:
    """From the answers of curses: `flag` and `string` take a capability's name as in terminfo(5)."""

    def says(name: str, sequence: bytes) -> bool:
        return _PADDING.sub(b"", string(name) or b"") == sequence

    return Abilities(
        erase_line=says("el", b"\x1b[K"),
        erase_characters=says("ech", b"\x1b[%p1%dX"),
        erase_in_colour=flag("bce") == 1,
        to_column=says("hpa", b"\x1b[%i%p1%dG"),
        to_row=says("vpa", b"\x1b[%i%p1%dd"),
        style_parts=says("rmul", b"\x1b[24m") and says("op", b"\x1b[39;49m"),
        alternate_screen=(string("smcup") or b"").startswith(b"\x1b[?1049h"),
    )
