"""Whether the terminal keeps function keys for itself, as far as the environment tells: over ssh it mostly doesn't."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAMS = frozenset({"Apple_Terminal", "iTerm.app", "vscode"})
"""By TERM_PROGRAM: a Mac's F-keys change light and sound, and an editor has commands of its own on them."""

TELLS_VTE = "VTE_VERSION"
"""Set by GNOME's terminal and its relatives: F1 is their help, F10 their menu."""


def kept_by_terminal(environ: Mapping[str, str]) -> bool:
    """Whether some of them don't reach us, most likely. Inside tmux or screen it's still that terminal's keyboard."""
    return bool(environ.get(TELLS_VTE)) or environ.get("TERM_PROGRAM") in PROGRAMS
