"""A QR code that a phone reads from the terminal: dark on light in every theme, with its quiet zone."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.geometry import Size

QUIET = 2
"""Modules of quiet zone on each side: 2 was read by every decoder tried where blocks fill their cells, and a wider one
helps hardly anywhere else."""

DARK_MODULE, LIGHT_MODULE = "#000000", "#ffffff"
"""Nothing else on a screen has the first on the second."""

_LIGHT_GROUND = f"{DARK_MODULE} on {LIGHT_MODULE}"
_STYLES = [_LIGHT_GROUND, f"{_LIGHT_GROUND} reverse"]
"""By the module that is the cell's ground. Reversed costs four bytes, other colours twenty; and sixteen colours, of
which some terminals dim a ground, stay the same two."""

_UPPER, _LOWER = "▀", "▄"


def matrix(payload: str) -> list[list[int]]:
    """The code's modules, 1 for dark, with the quiet zone; error correction L, so that it stays small."""
    import segno

    code = segno.make(payload, error="l", micro=False, boost_error=False)
    return [[1 if module else 0 for module in row] for row in code.matrix_iter(border=QUIET)]


def half_blocks(payload: str) -> Content:
    """The code with two rows of modules in each line; all lines are equally long.

    Fonts often draw a block that doesn't reach the upper or lower end of its cell, and the ground shows there. So the
    ground is what touches the same colour in the next cell, and there's no block where both halves are alike.
    """
    modules = matrix(payload)
    if len(modules) % 2:
        modules.append([0] * len(modules[0]))
    nothing = [0] * len(modules[0])
    rows = [nothing, *modules, nothing]
    return _assemble(
        [_half_block(*around) for around in zip(*rows[at : at + 4], strict=True)] for at in range(0, len(modules), 2)
    )


def _half_block(above: int, upper: int, lower: int, below: int) -> tuple[str, int]:
    """A cell for two modules, `upper` and `lower`, between two others: its character and its ground."""
    if upper == lower:
        return " ", upper
    if upper:
        return (_LOWER, 1) if above else (_UPPER, 0)
    return (_UPPER, 1) if below else (_LOWER, 0)


def whole_cells(payload: str) -> Content:
    """The code without any character: a module is two blanks, dark or light. Four times as many cells."""
    return _assemble([("  ", module) for module in row] for row in matrix(payload))


def _assemble(lines: Iterable[list[tuple[str, int]]]) -> Content:
    parts: list[str | tuple[str, str]] = []
    for line in lines:
        for ground, cells in groupby(line, itemgetter(1)):
            parts.append(("".join(char for char, _ in cells), _STYLES[ground]))
        parts.append("\n")
    return Content.assemble(*parts[:-1])


def cells(modules: int, *, whole: bool) -> tuple[int, int]:
    """Columns and rows of a code with so many modules on each side, its quiet zone included."""
    return (2 * modules, modules) if whole else (modules, -(-modules // 2))


class Qr(Widget):
    """Shows `payload` in half blocks, or in whole cells. Never show it where it would be cut."""

    DEFAULT_CSS = "Qr { width: auto; height: auto; }"

    def __init__(self, payload: str = "", *, whole: bool = False) -> None:
        super().__init__()
        self._picture = Content()
        self.payload = ""
        self.whole = whole
        self.cells = (0, 0)
        """Columns and rows that it takes."""
        self.show(payload, whole=whole)

    @property
    def modules(self) -> int:
        """On each side, the quiet zone included; 0 where nothing shows."""
        return self.cells[0] // 2 if self.whole else self.cells[0]

    def show(self, payload: str, *, whole: bool) -> None:
        """Another payload, or another way to draw it; an empty one shows nothing."""
        if (payload, whole) == (self.payload, self.whole):
            return
        before, self.payload, self.whole = self.cells, payload, whole
        if not payload:
            self._picture = Content()
        elif whole:
            self._picture = whole_cells(payload)
        else:
            self._picture = half_blocks(payload)
        rows = self._picture.plain.split("\n") if payload else []
        self.cells = (len(rows[0]) if rows else 0, len(rows))
        self.refresh(layout=self.cells != before)

    def get_content_width(self, container: Size, viewport: Size) -> int:  # noqa: ARG002 - Textual's signature
        """The code's columns: it's never wider than what it shows."""
        return self.cells[0]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """The code's rows; none where nothing shows."""
        return self.cells[1]

    def render(self) -> Content:
        """The code, painted by ourselves: a theme's colours might invert it."""
        return self._picture
