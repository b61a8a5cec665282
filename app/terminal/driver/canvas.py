"""What Textual wants the terminal to show: its output is drawn here, cell by cell, and nothing leaves from here.

Of Textual's output only characters, cursor positions, styles and line ends count. Everything else that looks like a
control sequence is left out, wherever it came from: a text on the screen can't command the terminal.
"""

from __future__ import annotations

import re

from rich.cells import get_character_cell_size, split_graphemes

from app.terminal.driver.cells import PLAIN, Cell, InkWell
from app.terminal.driver.spelling import says_everything, spell

_TOKENS = re.compile(
    r"\x1b\[(?P<style>[\d;]*)m"
    r"|\x1b\[(?P<row>\d*)(?:;(?P<column>\d*))?H"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<line>\n)|(?P<start>\r)"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links and the like
    r"|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]|[\x00-\x1f\x7f-\x9f]"
)


class _Widths(dict[str, int]):
    """Cells that a character takes, as Textual counts them when it lays a text out."""

    def __missing__(self, char: str) -> int:
        width = self[char] = get_character_cell_size(char)
        return width


_WIDTHS = _Widths()


class Canvas:
    """`rows` holds `height` lists of `width` cells; `touched` the rows that were drawn on since it was emptied.

    Each cell is one that can be said in `encoding`.
    """

    def __init__(self, width: int, height: int, encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._says_everything = says_everything(encoding)
        self._inks = InkWell()
        self._ink = self._inks.ink(PLAIN)
        self._blank = self._ink[" "]
        self.width, self.height = width, height
        self.rows: list[list[Cell]] = [[self._blank] * width for _ in range(height)]
        self.touched: set[int] = set()
        self.cursor = (0, 0)

    def resize(self, width: int, height: int) -> None:
        """What fits stays where it is; what's new is blank."""
        for row in self.rows:
            if width < len(row) and not row[width][0]:
                row[width - 1] = self._blank
            row[width:] = [self._blank] * (width - len(row))
        self.rows[height:] = [[self._blank] * width for _ in range(height - len(self.rows))]
        self.width, self.height = width, height
        self.touched = set(range(height))
        self.cursor = (max(0, min(self.cursor[0], width - 1)), max(0, min(self.cursor[1], height - 1)))

    def draw(self, output: str) -> None:
        """Draws a piece of Textual's output; it never ends within a sequence."""
        x, y = self.cursor
        for token in _TOKENS.finditer(output):
            match token.lastgroup:
                case "text":
                    x = self._write(token["text"], x, y)
                case "style":
                    self._ink = self._inks.after(self._ink, token["style"])
                case "row" | "column":
                    x, y = int(token["column"] or 1) - 1, int(token["row"] or 1) - 1
                case "line":  # the terminal driver of the kernel makes CR LF of it
                    x, y = 0, min(y + 1, self.height - 1)
                case "start":
                    x = 0
                case _:
                    pass
        self.cursor = (max(0, min(x, self.width - 1)), max(0, min(y, self.height - 1)))

    def _write(self, text: str, x: int, y: int) -> int:
        """Writes from a cell on, as far as the row goes; returns the column after it."""
        if not 0 <= y < self.height or not 0 <= x <= self.width:
            return x
        row, ink = self.rows[y], self._ink
        self.touched.add(y)
        if not self._says_everything:
            text = spell(text, self._encoding)
        if text.isascii() or {_WIDTHS[char] for char in text} == {1}:
            cells = [ink[char] for char in text]
        else:
            cells = []
            for start, end, width in split_graphemes(text)[0]:
                cluster = text[start:end]
                if width:
                    cells.append(ink[cluster])
                    cells.extend([ink[""]] * (width - 1))
                elif cells or x:
                    self._combine(cells or row, len(cells) or x, cluster)
        self._place(cells, row, x)
        return x + len(cells)

    def _place(self, cells: list[Cell], row: list[Cell], x: int) -> None:
        """Replaces what stood there; of a wide character that's cut in two, the other half becomes blank."""
        end = min(x + len(cells), self.width)
        if end <= x:
            return
        if not row[x][0]:
            row[x - 1] = self._inks.ink(row[x - 1][1])[" "]
        if end < self.width and not row[end][0]:
            row[end] = self._inks.ink(row[end][1])[" "]
        if end - x < len(cells) and not cells[end - x][0]:
            cells[end - x - 1] = self._inks.ink(cells[end - x][1])[" "]
        row[x:end] = cells[: end - x]

    def _combine(self, cells: list[Cell], end: int, marks: str) -> None:
        """Adds marks without a width of their own to the last character before `end`."""
        at = end - 1
        while at > 0 and not cells[at][0]:
            at -= 1
        char, style = cells[at]
        cells[at] = self._inks.ink(style)[char + marks]
