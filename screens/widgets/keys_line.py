"""The last two lines: a rule, and the keys that work here."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.look import Look

WIDE, NARROW = 3, 2
"""Cells between two keys: as many as look calm, or as few as tell them apart where that shows one more."""


class KeysLine(Widget):
    """Shows what it's told; empty before that."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="keys")
        self.look = look
        self._keys: tuple[tuple[str, str], ...] = ()

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """`keys`: pairs of a key's name and what it does, the most important first. What has no room is left out.

        Nothing is painted if they're the same.
        """
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render(self) -> Content:
        gap = WIDE if self._fitting(WIDE) >= self._fitting(NARROW) else NARROW
        parts: list[Content] = [Content(" ")]
        for key, what in self._keys[: self._fitting(gap)]:
            parts += [Content.styled(key, "bold $primary"), Content.styled(f" {what}{' ' * gap}", "$nt-muted")]
        return Content.assemble((self.look.glyphs.line * self.size.width, "$nt-rule"), "\n") + Content("").join(parts)

    def _fitting(self, gap: int) -> int:
        """How many of the keys have room, that far apart."""
        ends = accumulate(cell_len(key) + 1 + cell_len(what) + gap for key, what in self._keys)
        return sum(1 + end - gap <= self.size.width for end in ends)
