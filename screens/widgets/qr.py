"""A QR code that a phone reads from the terminal: dark on light in every theme, with its quiet zone."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.geometry import Size

QUIET = 2
"""Modules of quiet zone on each side: 2 was read by every decoder tried on dark and light terminals."""

DARK_MODULE, LIGHT_MODULE = "#000000", "#ffffff"
"""Nothing else on a screen has the first on either of them."""

_STYLES = [f"{DARK_MODULE} on {LIGHT_MODULE}", f"{DARK_MODULE} on {DARK_MODULE}"]
"""By a module's value; the first is also that of half blocks, which are dark."""

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


def whole_cells(payload: str) -> Content:
    """The code without any character: a module is two blanks, dark or light. Four times as many cells."""
    parts: list[str | tuple[str, str]] = []
    for row in matrix(payload):
        for module, modules in groupby(row):
            parts.append(("  " * len(list(modules)), _STYLES[module]))
        parts.append("\n")
    return Content.assemble(*parts[:-1])


class Qr(Widget):
    """Shows `payload` in half blocks, or in whole cells. Never show it where it would be cut."""

    DEFAULT_CSS = "Qr { width: auto; height: auto; }"

    def __init__(self, payload: str = "", *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self._picture = Content()
        self.payload = ""
        self.cells = (0, 0)
        """Columns and rows that it takes."""
        self.show(payload)

    def show(self, payload: str) -> None:
        """Another payload; an empty one shows nothing."""
        if payload == self.payload:
            return
        before, self.payload = self.cells, payload
        if not payload:
            self._picture = Content()
        elif self._whole:
            self._picture = whole_cells(payload)
        else:
            self._picture = Content.styled("\n".join(half_blocks(payload)), _STYLES[0])
        rows = self._picture.plain.split("\n") if payload else []
        self.cells = (len(rows[0]) if rows else 0, len(rows))
        self.refresh(layout=self.cells != before)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """Its columns."""
        return self.cells[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """Its rows."""
        return self.cells[1]

    def render(self) -> Content:
        """The code, painted by ourselves: a theme's colours might invert it."""
        return self._picture
