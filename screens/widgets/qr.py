"""A QR code that a phone reads from the terminal: half blocks, dark on light in every theme, with its quiet zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size

QUIET = 2
"""Modules of quiet zone on each side: 2 was read by every decoder tried on dark and light terminals."""

_STYLE = "#000000 on #ffffff"
_HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


def matrix(payload: str) -> list[list[int]]:
    """The code's modules, 1 for dark, with the quiet zone; error correction L, so that it stays small."""
    import segno

    code = segno.make(payload, error="l", micro=False, boost_error=False)
    return [[1 if module else 0 for module in row] for row in code.matrix_iter(border=QUIET)]


def half_blocks(payload: str) -> list[str]:
    """The code as lines of text, two rows of modules in each line; all lines are equally long."""
    modules = matrix(payload)
    if len(modules) % 2:
        modules.append([0] * len(modules[0]))
    return [
        "".join(_HALVES[upper, lower] for upper, lower in zip(modules[at], modules[at + 1], strict=True))
        for at in range(0, len(modules), 2)
    ]


class Qr(Widget):
    """Shows `payload`; as wide as it is, and half as many rows as columns. Never show it where it would be cut."""

    DEFAULT_CSS = "Qr { width: auto; height: auto; }"

    def __init__(self, payload: str = "", *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id)
        self._rows: list[str] = []
        self.payload = ""
        self.show(payload)

    def show(self, payload: str) -> None:
        """Another payload; an empty one shows nothing."""
        if payload == self.payload:
            return
        size, self.payload = self.cells, payload
        self._rows = half_blocks(payload) if payload else []
        self.refresh(layout=self.cells != size)

    @property
    def cells(self) -> tuple[int, int]:
        """Columns and rows that it takes."""
        return (len(self._rows[0]) if self._rows else 0, len(self._rows))

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """Its columns."""
        return self.cells[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Its rows."""
        return self.cells[1]

    def render(self) -> Content:
        """The code, painted by ourselves: a theme's colours might invert it."""
        return Content.styled("\n".join(self._rows), _STYLE)
