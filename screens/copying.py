"""F8: what a screen lets one copy, and what it says about it: nobody can know whether a terminal took it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from screens.look.states import Tone
from screens.messages import CopyWanted

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump

    from screens.look import Look

COPY = Binding("f8", "copy", "shell.keys.copy")
"""For a screen that has something to copy; its `action_copy` has it copied."""

LONGEST = 70_000
"""Bytes. Some terminals take 100,000 with all that's around it, which is a third more than the text."""


class CopyOut:
    """What a screen has that has something to copy. Never a secret: whoever comes next could paste it.

    `screen` is where it's pressed, `say` shows what became of it.
    """

    def __init__(self, screen: MessagePump, look: Look, say: Callable[[Tone, str], object]) -> None:
        self._screen, self._look, self._say = screen, look, say

    def link(self, text: str) -> None:
        """A link, which F2 shows whole."""
        self._copy("link", text)

    def receipt(self, text: str) -> None:
        """A receipt, all of it."""
        self._copy("receipt", text)

    def _copy(self, what: str, text: str) -> None:
        t = self._look.words.t
        if not self._look.takes_copies:
            self._say(Tone.WARNING, t(f"shell.copy.no_clipboard.{what}"))
        elif len(text.encode()) > LONGEST:
            self._say(Tone.WARNING, t("shell.copy.too_long"))
        else:
            self._screen.post_message(CopyWanted(text))
            self._say(Tone.INFO, t("shell.copy.sent"))
