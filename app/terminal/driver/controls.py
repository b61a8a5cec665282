"""Which of Textual's commands to the terminal go through: what's useful passes, what only costs bytes doesn't.

Textual writes each command by itself, never within a frame, so what's listed here is compared as a whole.
"""

from __future__ import annotations

import re

SYNC_BEGIN, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
"""Around one frame: the terminal shows it at once. Textual sends them only where the terminal has said it can."""

ENTER, LEAVE = "\x1b[?1049h", "\x1b[?1049l"
"""To the alternate screen and back."""

CLEAR = "\x1b[H\x1b[J"

PASSING = {
    "\x1b[?25l": "hide the cursor: Textual draws its own",
    "\x1b[?25h": "show it again",
    "\x1b[?7l": "no automatic wrap: the last cell of a screen can be painted without scrolling it",
    "\x1b[?7h": "wrap again",
    "\x1b[?2004h": "tell pastes from typing",
    "\x1b[?2004l": "no more",
    "\x1b[?2026$p": "ask for synchronized output",
    "\x1b[?2048$p": "ask for resizes as reports, which also come where no signal does",
    "\x1b[?2048h": "send such reports",
    "\x1b[?2048l": "no more",
    "\x07": "bell",
}

DROPPED = {
    "\x1b[?1004h": "focus reports: two repaints whenever the installer looks at another window",
    "\x1b[?1004l": "as it was never asked for",
    "\x1b[>25u": "kitty keys: they swallow dead keys, which Nordic keyboards need",
    "\x1b[<u": "as they were never asked for",
    "\x1b[?1000h": "the mouse: this is a program for the keyboard",
    "\x1b[?1000l": "as above",
    "\x1b[?1003h": "as above",
    "\x1b[?1003l": "as above",
    "\x1b[?1006h": "as above",
    "\x1b[?1006l": "as above",
    "\x1b[?1015h": "as above",
    "\x1b[?1015l": "as above",
    "\x1b[?1016h": "as above",
}
"""And why."""

_TO_CLIPBOARD = r"\]52;c;[A-Za-z0-9+/=]*(?:\x07|\x1b\\)"
_CLIPBOARD = re.compile(
    rf"\x1b{_TO_CLIPBOARD}|\x1bPtmux;\x1b\x1b{_TO_CLIPBOARD}\x1b\\"
    r"|\x1bP\x1b\]52;c;(?:[A-Za-z0-9+/=\x07]|\x1b\\\x1bP)*\x1b\\"
)
"""As `app.terminal.clipboard` sends it: to the terminal, through tmux, through GNU screen in pieces."""
_ALONE = re.compile(r"\x07|\x1b(?:\[[<>=?][0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


def is_command(data: str) -> bool:
    """Whether it's one command and not something to draw."""
    return _ALONE.fullmatch(data) is not None or _CLIPBOARD.fullmatch(data) is not None


def passes(command: str) -> bool:
    """Whether it goes to the terminal as it is; `ENTER` and `LEAVE` are the driver's own business."""
    return command in PASSING or _CLIPBOARD.fullmatch(command) is not None


SANE = "\x0f\x1b(B\x1b)B\x1b*B\x1b+B\x1b[4l\x1b[?1;5;6;9;69;1000;1002;1003;1004;1006l\x1b>\x1b[r"
"""What noise, or a program before, may have switched: letters are letters (in all four sets, whichever is shifted to),
characters replace, cursor keys and keypad send what Textual knows, dark and light aren't exchanged, addresses count
from the corner, no mouse or focus is reported, and the whole screen scrolls, from side to side and from top to bottom.

The mode of 132 columns isn't touched: leaving it would set any window to 80, and a window of 132 is a window."""

REPAIR = f"{SANE}\x1b[?7l\x1b[?25l\x1b[?2004h"
"""After noise on the line: that, and no wrap, no cursor, pastes are told from typing."""

IN_UTF8 = "\x1b%G"
"""The terminal takes what comes as UTF-8."""
