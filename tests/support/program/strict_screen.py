"""A terminal for tests of the driver: pyte, made strict.

Where pyte differs from what terminals do, or knows less, this says so and does it right:

* Attributes: pyte has no dim, conceal, double underline, overline; here every SGR code counts.
* Erasing: pyte fills with the pen's whole style. Terminals with "back colour erase" fill with the background only, the
  others with their default. What they do under reverse or underline differs, so erasing then fails the test.
* REP (CSI n b): pyte doesn't know it.
* Half of a wide character: pyte leaves the other half standing, terminals blank it.
* Zero-width characters other than combining marks end what pyte draws; here they're only left out.
* Marks: pyte puts one behind a wide character on its empty half, and one at the beginning of a line on the end of the
  line before; here the first stands on the character and the second on nothing.
* pyte knows two sets of characters, terminals four: letters in the other two change nothing. Nor does a keypad that
  sends digits, which pyte doesn't know either.
* What pyte skips without a word fails here, unless it's asked for: a query, a mode.

`abilities`: what this terminal can do; using anything else fails the test.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple, cast

import pyte
from pyte.screens import Cursor
from wcwidth import wcwidth

from app.terminal.driver.terminfo import Abilities

EVERYTHING = Abilities(
    erase_line=True, erase_characters=True, erase_in_colour=True, to_column=True, to_row=True,
    style_parts=True, alternate_screen=True,
)  # fmt: skip

DARK_FOR_LIGHT = 5
"""The mode DECSCNM."""

SEEN_WITHOUT_LETTER = {4, 7, 9, 21, 51, 52, 53}
_OFF = {22: {1, 2}, 23: {3}, 24: {4, 21}, 25: {5, 6}, 27: {7}, 28: {8}, 29: {9}, 54: {51, 52}, 55: {53}}


class Square(NamedTuple):
    """One cell, in pyte's place for its own."""

    data: str = " "
    fg: tuple[int, ...] = ()
    bg: tuple[int, ...] = ()
    on: frozenset[int] = frozenset()

    def seen(self) -> Square:
        """What a person sees of it: of a blank only its background, unless it's underlined or the like."""
        square = self._replace(data=unicodedata.normalize("NFC", self.data))
        return square if self.data != " " or self.on & SEEN_WITHOUT_LETTER else Square(bg=self.bg)


_Screen: Any = pyte.Screen  # its types know only its own kind of cells


class StrictScreen(_Screen):  # type: ignore[misc]  # as it says
    """Feed it with `feed`; look at `seen`."""

    lines: int
    columns: int
    cursor: Any

    def __init__(self, columns: int, lines: int, abilities: Abilities = EVERYTHING) -> None:
        self.abilities = abilities
        self.bells = 0
        super().__init__(columns, lines)
        self._stream = pyte.Stream(self)

    def feed(self, data: str | bytes) -> None:
        """What the kernel makes of it: its terminal driver turns LF into CR LF."""
        text = data.decode() if isinstance(data, bytes) else data
        self._stream.feed(re.sub(r"\x1b(?:[*+]B|>)", "", text).replace("\n", "\r\n"))

    def seen(self) -> list[list[Square]]:
        """Every cell as a person sees it."""
        return [[self.buffer[y][x].seen() for x in range(self.columns)] for y in range(self.lines)]

    def place(self) -> tuple[int, int]:
        """The cursor; a terminal that doesn't wrap keeps it on the last column."""
        return min(self.cursor.x, self.columns - 1), self.cursor.y

    # ------------------------------------------------------------------------------------------ what pyte lacks

    @property
    def default_char(self) -> Square:
        return Square()

    def reset(self) -> None:
        super().reset()
        self.cursor = Cursor(0, 0, cast("Any", Square()))

    def resize(self, lines: int | None = None, columns: int | None = None) -> None:
        """As an alternate screen does it: cut or filled at the right and below."""
        lines, columns = lines or self.lines, columns or self.columns
        for y in [y for y in self.buffer if y >= lines]:
            del self.buffer[y]
        for line in self.buffer.values():
            for x in [x for x in line if x >= columns]:
                del line[x]
        self.lines, self.columns = lines, columns
        self.cursor.x, self.cursor.y = min(self.cursor.x, columns - 1), min(self.cursor.y, lines - 1)

    def draw(self, data: str) -> None:
        """Like a terminal that doesn't wrap: what has no room falls on the last cell."""
        for part in [data] if data.isascii() and len(data) <= self.columns else data:
            width = len(part) if part.isascii() else wcwidth(part)
            if width > 0:
                self._halve(self.cursor.y, min(self.cursor.x, self.columns - width), width)
                super().draw(part)
            elif unicodedata.combining(part) and self.cursor.x:
                line, at = self.buffer[self.cursor.y], self.cursor.x - 1
                at -= not line[at].data
                line[at] = line[at]._replace(data=line[at].data + part)

    def _halve(self, y: int, x: int, width: int) -> None:
        """What's left of wide characters when something is written over half of them."""
        assert x >= 0, "wider than the screen"
        line, end = self.buffer[y], x + width
        if not line[x].data and x:
            line[x - 1] = line[x - 1]._replace(data=" ")
        if end < self.columns and not line[end].data:
            line[end] = line[end]._replace(data=" ")

    def select_graphic_rendition(self, *codes: int, private: bool = False) -> None:
        assert not private
        pen, left = self.cursor.attrs, list(codes) or [0]
        while left:
            code = left.pop(0)
            assert self.abilities.style_parts or not (22 <= code <= 29 or code in {39, 49}), f"SGR {code}"
            if code == 0:
                pen = Square()
            elif code in {38, 48}:
                size = {5: 2, 2: 4}[left[0]]
                colour, left = (code, *left[:size]), left[size:]
                pen = pen._replace(fg=colour) if code == 38 else pen._replace(bg=colour)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                pen = pen._replace(fg=(code,))
            elif 40 <= code <= 47 or 100 <= code <= 107:
                pen = pen._replace(bg=(code,))
            elif code in {39, 49}:
                pen = pen._replace(fg=()) if code == 39 else pen._replace(bg=())
            elif code in _OFF:
                pen = pen._replace(on=pen.on - _OFF[code])
            else:
                assert code in {1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 51, 52, 53}, f"SGR {code}"
                pen = pen._replace(on=pen.on | {code})
        self.cursor.attrs = pen

    # ------------------------------------------------------------------------------------------ erasing

    def _erase(self, y: int, first: int, end: int) -> None:
        assert not self.cursor.attrs.on & SEEN_WITHOUT_LETTER, "erases under reverse, underline or the like"
        fill = Square(bg=self.cursor.attrs.bg) if self.abilities.erase_in_colour else Square()
        end = min(end, self.columns)
        self._halve(y, first, end - first)
        for x in range(first, end):
            self.buffer[y][x] = fill

    def erase_characters(self, count: int | None = None) -> None:
        assert self.abilities.erase_characters, "ECH"
        self._erase(self.cursor.y, self.cursor.x, self.cursor.x + (count or 1))

    def erase_in_line(self, how: int = 0, private: bool = False) -> None:
        assert self.abilities.erase_line, "EL"
        assert (how, private) == (0, False)
        self._erase(self.cursor.y, min(self.cursor.x, self.columns - 1), self.columns)

    def erase_in_display(self, how: int = 0, *_: Any, **__: Any) -> None:
        assert how == 0
        self._erase(self.cursor.y, min(self.cursor.x, self.columns - 1), self.columns)
        for y in range(self.cursor.y + 1, self.lines):
            self._erase(y, 0, self.columns)

    # ------------------------------------------------------------------------------------------ modes

    def set_mode(self, *modes: int, private: bool = False) -> None:
        """Dark and light exchanged is noted only: pyte would paint its own kind of cells."""
        if private and DARK_FOR_LIGHT in modes:
            self.mode.add(DARK_FOR_LIGHT << 5)
        super().set_mode(*_without(modes, private=private), private=private)

    def reset_mode(self, *modes: int, private: bool = False) -> None:
        if private and DARK_FOR_LIGHT in modes:
            self.mode.discard(DARK_FOR_LIGHT << 5)
        super().reset_mode(*_without(modes, private=private), private=private)

    # ------------------------------------------------------------------------------------------ being strict

    def cursor_to_column(self, column: int | None = None) -> None:
        assert self.abilities.to_column, "CHA"
        super().cursor_to_column(column)

    def cursor_to_line(self, line: int | None = None) -> None:
        assert self.abilities.to_row, "VPA"
        super().cursor_to_line(line)

    def linefeed(self) -> None:
        assert self.cursor.y < self.lines - 1, "scrolls"
        super().linefeed()

    def bell(self, *_: Any) -> None:
        self.bells += 1

    def debug(self, *args: Any, **kwargs: Any) -> None:
        raise AssertionError(f"a sequence that no terminal of ours knows: {args} {kwargs}")


def _without(modes: tuple[int, ...], *, private: bool) -> list[int]:
    return [mode for mode in modes if not (private and mode == DARK_FOR_LIGHT)]


def assert_same(ours: StrictScreen, textuals: StrictScreen) -> None:
    """The same cells, styles and cursor; else says where they differ."""
    left, right = ours.seen(), textuals.seen()
    wrong = [
        f"({x}, {y}): {ours_cell} instead of {textuals_cell}"
        for y, (ours_row, textuals_row) in enumerate(zip(left, right, strict=True))
        for x, (ours_cell, textuals_cell) in enumerate(zip(ours_row, textuals_row, strict=True))
        if ours_cell != textuals_cell
    ]
    assert not wrong, "\n".join(wrong[:10])
    assert ours.place() == textuals.place()
