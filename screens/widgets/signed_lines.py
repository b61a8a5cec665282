"""Lines that start with a sign, such as a tick: what doesn't fit goes on below the text and not below the sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

INDENT = 2
"""Columns of the sign and the space behind it."""

_LEAST = 10
"""Columns that a text gets however narrow the window is, so that wrapping always ends."""


class SignedLine(NamedTuple):
    """`style` is the text's, and the sign's as well unless that has one of its own."""

    sign: str | None
    """One character; empty: the place of a sign without one; None: the text begins at the very left."""
    text: str
    style: str = ""
    sign_style: str | None = None
    hint: tuple[tuple[str, str], ...] = ()
    """Texts with their styles, at the right end of the last row; on a row of their own where there's no room."""

    def rows(self, width: int) -> list[Content]:
        """The line as it wraps in so many columns."""
        indent = 0 if self.sign is None else INDENT
        texts = Content.styled(self.text, self.style).wrap(max(_LEAST, width - indent))
        signs = [f"{self.sign or '' if first else '':{indent}}" for first in (True, *[False] * (len(texts) - 1))]
        if self.sign_style is None:
            rows = [Content.styled(f"{sign}{text.plain}", self.style) for sign, text in zip(signs, texts, strict=True)]
        else:
            pairs = zip(signs, texts, strict=True)
            rows = [Content.assemble((sign, self.sign_style), text) for sign, text in pairs]
        if not self.hint:
            return rows
        hint = Content.assemble(*self.hint)
        free = width - rows[-1].cell_length - hint.cell_length
        if free >= INDENT:
            return [*rows[:-1], Content.assemble(rows[-1], " " * free, hint)]
        return [*rows, Content.assemble(" " * max(0, width - hint.cell_length), hint)]


def beneath(text: str, style: str) -> SignedLine:
    """More about the line before: indented as far as its text."""
    return SignedLine("", text, style, sign_style="")


class SignedLines(Widget):
    """As high as its lines need; none take no line."""

    DEFAULT_CSS = "SignedLines { height: auto; }"

    def __init__(self, *lines: SignedLine, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._lines = lines
        self.display = bool(lines)

    def set_lines(self, lines: Sequence[SignedLine]) -> None:
        """Other lines, or none. The rest of the screen moves only if they take more rows, or fewer."""
        before, self._lines = self._lines, tuple(lines)
        if self._lines == before:
            return
        if bool(before) is not bool(self._lines):
            self.display = bool(self._lines)
        width = self.size.width
        self.refresh(layout=not width or len(self._rows(width)) != self.size.height)

    def _rows(self, width: int) -> list[Content]:
        return [row for line in self._lines for row in line.rows(width)]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self._rows(width))

    def render(self) -> Content:
        return Content("\n").join(self._rows(self.size.width))
