"""Lines that start with a sign, such as a tick: what doesn't fit goes on below the text and not below the sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

INDENT = 2


class SignedLine(NamedTuple):
    """`sign` is one character or nothing; `style` is for both."""

    sign: str
    text: str
    style: str = ""


class SignedLines(Widget):
    """As high as its lines need; none take no line. Lines are indented where at least one has a sign."""

    DEFAULT_CSS = "SignedLines { height: auto; }"

    def __init__(self, *lines: SignedLine, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._lines: tuple[SignedLine, ...] = ()
        self.show(lines)

    def show(self, lines: Sequence[SignedLine]) -> None:
        """Other lines, or none."""
        self.display = bool(lines)
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.refresh(layout=True)

    def _wrapped(self, width: int) -> list[Content]:
        found: list[Content] = []
        indent = INDENT if any(line.sign for line in self._lines) else 0
        for sign, text, style in self._lines:
            parts = Content(text).wrap(max(1, width - indent))
            found += [
                Content.styled(f"{(sign if first else ''):{indent}}{part.plain}", style)
                for part, first in zip(parts, [True] + [False] * len(parts), strict=False)
            ]
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """As many rows as the lines take in this width."""
        return len(self._wrapped(width))

    def render(self) -> Content:
        """The lines."""
        return Content("\n").join(self._wrapped(self.size.width))
