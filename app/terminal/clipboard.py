"""The clipboard of the computer that the terminal runs on: what's to be copied goes there by OSC 52, also through tmux
and GNU screen. Nothing is ever read from it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WITHOUT = ("linux", "vt", "ansi", "cons", "dumb", "unknown")
"""How TERM begins where it's known that there's no clipboard."""

PIECE = 240
"""Characters in one string for GNU screen: old ones take 256, and put the pieces together without looking at them."""


class Multiplexer(Enum):
    """What stands between the program and the terminal, and takes the terminal's commands for itself."""

    NONE = auto()
    TMUX = auto()
    SCREEN = auto()
    """Or a tmux on another host that calls itself screen, which drops what's meant for screen."""


@dataclass(frozen=True, slots=True)
class Clipboard:
    """`takes`: false where it's known that nothing comes there. Whether it does otherwise, no terminal tells."""

    takes: bool = True
    behind: Multiplexer = Multiplexer.NONE

    def writes(self, text: str) -> list[str]:
        """What puts `text` there, one write after the other; nothing where there's no clipboard.

        The plain command comes first: a multiplexer that has a clipboard of its own hands that on (tmux's
        `set-clipboard on`), and else knows to ignore it.
        """
        if not self.takes:
            return []
        shown = "".join(char for char in text if char.isprintable() or char == "\n")  # it may be pasted into a shell
        plain = f"\x1b]52;c;{b64encode(shown.encode()).decode('ascii')}\x07"
        if self.behind is Multiplexer.TMUX:
            doubled = plain.replace("\x1b", "\x1b\x1b")
            return [plain, f"\x1bPtmux;{doubled}\x1b\\"]
        if self.behind is Multiplexer.SCREEN:
            pieces = (plain[at : at + PIECE] for at in range(0, len(plain), PIECE))
            return [plain, "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)]
        return [plain]


def clipboard_of(environ: Mapping[str, str]) -> Clipboard:
    """By the names that the terminal and a multiplexer leave in the environment; over ssh only TERM comes along."""
    term = environ.get("TERM", "")
    if environ.get("TMUX") or term.startswith("tmux"):
        behind = Multiplexer.TMUX
    elif environ.get("STY") or term.startswith("screen"):
        behind = Multiplexer.SCREEN
    else:
        behind = Multiplexer.NONE
    never = term.startswith(WITHOUT) or environ.get("TERM_PROGRAM") == "Apple_Terminal"
    return Clipboard(takes=not never, behind=behind)
