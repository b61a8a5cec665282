"""Lays signs and sentences out in rows: the sign hangs at the left, the sentence wraps beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

HANG = 2
"""Columns of the sign and the space behind it."""

_LEAST = 10
"""Columns that a sentence gets however narrow it is, so that wrapping always ends."""


def hanging(sign: str, sign_style: str, text: str, style: str, width: int) -> list[Content]:
    """A sentence in rows of at most `width` cells, its sign before the first of them."""
    rows = Content.styled(text, style).wrap(max(_LEAST, width - HANG))
    return [
        Content.assemble((f"{sign} " if number == 0 else " " * HANG, sign_style), row)
        for number, row in enumerate(rows)
    ]


def beneath(text: str, style: str, width: int) -> list[Content]:
    """A sentence indented beneath one that has a sign."""
    return hanging(" ", "", text, style, width)


def with_hint(rows: list[Content], hint: Content, width: int) -> list[Content]:
    """The rows with a word at the right end of the last one; on a row of its own where there's no room."""
    last = rows[-1]
    room = width - last.cell_length - hint.cell_length
    if room >= HANG:
        return [*rows[:-1], Content.assemble(last, " " * room, hint)]
    return [*rows, Content.assemble(" " * max(0, width - hint.cell_length), hint)]


class Rows(Widget):
    """As tall as what it has to say. A subclass says it in `lay_out`, and calls `say_again` when that changes."""

    DEFAULT_CSS = "Rows { width: 100%; height: auto; }"

    def lay_out(self, width: int) -> Sequence[Content]:
        """The rows, none wider than `width`."""
        raise NotImplementedError(type(self).__name__)

    def say_again(self) -> None:
        """Repaints; the rest of the screen moves only if the number of rows has changed."""
        width = self.content_size.width
        grown = not width or len(self.lay_out(width)) != self.content_size.height
        self.refresh(layout=grown)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """One for each row."""
        return len(self.lay_out(width))

    def render(self) -> Content:
        """All rows."""
        return Content("\n").join(self.lay_out(self.content_size.width or self.size.width))
