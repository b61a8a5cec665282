"""What the footer calls the keys: by their own names, or as they're pressed where a terminal keeps the F-keys."""

from __future__ import annotations

HELP = "f1"
LAST = 10
"""The number of the last function key; its digit is 0."""


class KeyNames:
    """One for all screens, so that what's learnt on one of them holds for the rest of the run.

    `fixed`: it's never learnt, since somebody has said what they're called.
    """

    def __init__(self, *, escape: bool = False, fixed: bool = False) -> None:
        self._escape, self._fixed = escape, fixed

    @property
    def escape(self) -> bool:
        """Whether function keys are called by Escape and their digits."""
        return self._escape

    def learn_escape(self) -> bool:
        """Somebody presses them so. True: that's news, and shows."""
        if self._escape or self._fixed:
            return False
        self._escape = True
        return True

    def name(self, key: str, *, types_text: bool = False) -> str:
        """`key` as Textual has it. `types_text`: there are fields, where a question mark is a character."""
        number = key.removeprefix("f")
        if not self._escape or not number.isdecimal():
            return key.replace("ctrl+", "^").upper()
        if key == HELP and not types_text:
            return "?"
        return f"Esc {int(number) % LAST}"
