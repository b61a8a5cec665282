"""The last two lines: a rule, and the keys that work here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.look import Look


class KeysLine(Widget):
    """`keys`: pairs of a key's name and what it does, the most important first: what doesn't fit is left out last."""

    def __init__(self, look: Look, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(id="keys")
        self.look = look
        self._keys = tuple(keys)

    def show(self, keys: Sequence[tuple[str, str]]) -> None:
        """Other keys."""
        if tuple(keys) != self._keys:
            self._keys = tuple(keys)
            self.refresh()

    def render(self) -> Content:
        """The rule and the line."""
        width = self.size.width
        parts: list[Content] = [Content(" ")]
        used = 1
        for key, what in self._keys:
            room = cell_len(key) + cell_len(what) + 4
            if used + room > width + 3:
                break
            parts += [Content.styled(key, "bold $primary"), Content.styled(f" {what}   ", "$nt-muted")]
            used += room
        return Content.assemble((self.look.glyphs.line * width, "$nt-rule"), "\n") + Content("").join(parts)
