"""Finds the way from what the terminal shows to what it shall show that takes the fewest bytes, row by row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from app.terminal.driver.cells import PLAIN, Cell, Style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.terminal.driver.pen import Pen

Row = list[Cell]

LAST_SURE = "\uffff"
"""Beyond it (emoji), and for characters with marks, terminals don't agree on how far the cursor moves."""

WORTH_CLEARING = 400
"""Bytes: a difference that costs more than this may be dearer than painting on a cleared screen."""


def repaint(pen: Pen, shown: list[Row] | None, wanted: list[Row], touched: Iterable[int]) -> Pen:
    """The pen after painting; `shown` is None where nobody knows. Leaves `pen` as it is, or returns it unchanged.

    `touched`: the rows that may differ, if `shown` is known.
    """
    if shown is None:
        return _from_scratch(pen, wanted)
    changed = [y for y in sorted(touched) if wanted[y] != shown[y]]
    if not changed:
        return pen
    direct = pen.copy()
    for y in changed:
        _RowPainter(direct, y, shown[y], wanted[y]).paint()
    if direct.cost > WORTH_CLEARING:
        scratch = _from_scratch(pen, wanted)
        if scratch.cost < direct.cost:
            return scratch
    return direct


def _from_scratch(pen: Pen, wanted: list[Row]) -> Pen:
    """Clears the screen in the colour that there's most of, then paints the rest."""
    pen = pen.copy()
    ground = PLAIN
    if pen.abilities.erase_in_colour:
        blanks = Counter(style for row in wanted for char, style in row if char == " " and not style.attributes)
        ground = max(blanks, key=lambda style: blanks[style], default=PLAIN)
    pen.dress_blank(ground)
    pen.move(0, 0)
    pen.control("\x1b[J")
    for y, row in enumerate(wanted):
        _RowPainter(pen, y, [(" ", ground)] * len(row), row).paint()
    return pen


class _RowPainter:
    """Paints one row, from left to right."""

    def __init__(self, pen: Pen, y: int, shown: Row, wanted: Row) -> None:
        self.pen, self.y, self.wanted = pen, y, wanted
        self.width = len(wanted)
        self.changed = _changes(shown, wanted)
        self.end = next((x + 1 for x in range(self.width - 1, -1, -1) if self.changed[x]), 0)
        """Where the last change ends."""
        self.tail = self._tail() if self.end else 0

    def _tail(self) -> int:
        """Where the blanks begin that the row ends with."""
        last, tail = self.wanted[-1], self.width
        if last[0] == " ":
            while tail and self.wanted[tail - 1] == last:
                tail -= 1
        return tail

    def paint(self) -> None:
        x = 0
        while x < self.end:
            if not self.changed[x]:
                x += 1
            elif self.wanted[x][0] == " ":
                x = self._erase_tail(x) or self._erase(x) or self._write(x)
            else:
                x = self._write(x)

    def _may_erase(self, blank: Style) -> bool:
        return not blank.attributes and (self.pen.abilities.erase_in_colour or blank == PLAIN)

    def _erase_tail(self, x: int) -> int:
        """The rest of the line at once, if it's blank. The column after it, or nothing."""
        blank = self.wanted[x][1]
        if x < self.tail or not self.pen.abilities.erase_line or not self._may_erase(blank):
            return 0
        if sum(self.changed[x:]) <= len("\x1b[K"):
            return 0
        self.pen.move(x, self.y)
        self.pen.dress_blank(blank)
        self.pen.control("\x1b[K")
        return self.width

    def _erase(self, x: int) -> int:
        """Erases blanks if that's shorter than writing them. The column after them, or nothing."""
        blank = self.wanted[x][1]
        if not self.pen.abilities.erase_characters or not self._may_erase(blank):
            return 0
        count = self._same(x)
        sequence = f"\x1b[{count}X"
        if count <= len(sequence) + (len(f"\x1b[{count}C") if x + count < self.end else 0):
            return 0
        self.pen.move(x, self.y)
        self.pen.dress_blank(blank)
        self.pen.control(sequence)
        return x + count

    def _same(self, x: int) -> int:
        """How many cells from `x` on are to be the same as that one, up to the last of them that changes."""
        cell, at, last = self.wanted[x], x, x
        while at < self.end and self.wanted[at] == cell:
            if self.changed[at]:
                last = at
            at += 1
        return last + 1 - x

    def _write(self, x: int) -> int:
        """Writes a character as often as it follows itself, and cells on the way to it. The column after it."""
        self._bridge(x)
        self.pen.move(x, self.y)
        (char, style), end = self.wanted[x], x + 1
        wide = end < self.width and not self.wanted[end][0]
        if wide or len(char) > 1:
            self.pen.dress(style)
            self.pen.write(char, 1 + wide, self.width)
            if len(char) > 1 or char > LAST_SURE:
                self.pen.lose_column()
            return end + wide
        while end < self.end and self.changed[end] and self.wanted[end] == self.wanted[x]:
            end += 1
        text = char * (end - x)
        if char == " ":
            follows = end < self.end and self.changed[end] and self.wanted[end][0] != " "
            self.pen.dress_blank(style, self.wanted[end][1] if follows else None)
        else:
            self.pen.dress(style)
        self.pen.write(text, end - x, self.width)
        return end

    def _bridge(self, x: int) -> None:
        """Rewrites what's between the cursor and the next change, where that's shorter than a move."""
        pen = self.pen
        if pen.y != self.y or pen.x is None or pen.style is None or not 0 < x - pen.x <= len("\x1b[9C"):
            return
        between = self.wanted[pen.x : x]
        if any(_differs(cell, pen.style) for cell in between):
            return
        text = "".join(char for char, _ in between)
        if text.isascii() and len(text) <= len(f"\x1b[{len(text)}C" if len(text) > 1 else "\x1b[C"):
            pen.write(text, len(text), self.width)


def _differs(cell: Cell, style: Style) -> bool:
    """Whether a cell can't be written in that style."""
    return not cell[0] or cell[1] != (style.on_blank if cell[0] == " " else style)


def _changes(shown: Row, wanted: Row) -> list[bool]:
    """Which columns differ; of a wide character, old or new, both halves."""
    changed = [old is not new and old != new for old, new in zip(shown, wanted, strict=True)]
    halves = [x for x in range(1, len(wanted)) if not wanted[x][0] or not shown[x][0]]
    while uneven := [x for x in halves if changed[x] != changed[x - 1]]:  # old and new may overlap like bricks
        for x in uneven:
            changed[x] = changed[x - 1] = True
    return changed
