"""Where the terminal's cursor stands and in which style it writes; goes on from there with the fewest bytes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from app.terminal.driver.cells import DEFAULT_BACKGROUND, DEFAULT_FOREGROUND, SHOWN_ON_BLANK, Style

if TYPE_CHECKING:
    from app.terminal.driver.terminfo import Abilities

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "21": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29",
        "51": "54", "52": "54", "53": "55"}  # fmt: skip
"""The code that switches an attribute off; some switch two off at once."""


class Pen:
    """Collects what's to be sent in `out`. A place or style that isn't known (None) is set anew before it's needed."""

    def __init__(self, abilities: Abilities) -> None:
        self.abilities = abilities
        self.out: list[str] = []
        self.x: int | None = None
        self.y: int | None = None
        self.style: Style | None = None

    def copy(self) -> Pen:
        """Another one in the same place, with nothing collected: to try out a way."""
        other = Pen(self.abilities)
        other.x, other.y, other.style = self.x, self.y, self.style
        return other

    def forget(self) -> None:
        """Something else may have written to the terminal."""
        self.x = self.y = self.style = None

    @property
    def cost(self) -> int:
        """How many bytes `out` comes to."""
        return sum(len(part) if part.isascii() else len(part.encode()) for part in self.out)

    def move(self, x: int, y: int) -> None:
        """Puts the cursor on a cell, by the shortest sequence."""
        if (x, y) != (self.x, self.y):
            self.out.append(min(self._ways(x, y), key=len))
            self.x, self.y = x, y

    def _ways(self, x: int, y: int) -> list[str]:
        can, row, column = self.abilities, y + 1, x + 1
        home = f"\x1b[{row}H" if y else "\x1b[H"
        ways = [f"\x1b[{row};{column}H" if x else home]
        if self.y is None:
            return ways
        if y == self.y:
            if x == 0:
                ways.append("\r")
            if can.to_column:
                ways.append(f"\x1b[{column}G" if x else "\x1b[G")
            if self.x is not None and x > self.x:
                ways.append(f"\x1b[{x - self.x}C" if x - self.x > 1 else "\x1b[C")
            elif self.x is not None:
                ways.append("\b" * (self.x - x))
        elif x == 0 and y == self.y + 1:
            ways.append("\r\n")
        elif x == self.x and can.to_row:
            ways.append(f"\x1b[{row}d")
        return ways

    def dress(self, style: Style) -> None:
        """To write characters in a style."""
        if style != self.style:
            self.out.append(change(self.style, style, parts=self.abilities.style_parts))
            self.style = style

    def dress_blank(self, blank: Style, following: Style | None = None) -> None:
        """To write or erase blanks, which show less of a style; `following` is what comes after them."""
        now = self.style
        if blank.attributes:
            self.dress(blank)
        elif following is not None and following.on_blank == blank:
            self.dress(following)
        elif now is None:
            self.dress(blank)
        elif now.background != blank.background or now.attributes & SHOWN_ON_BLANK:
            unseen = Style(now.attributes - SHOWN_ON_BLANK, now.foreground, blank.background)
            self.dress(min(blank, unseen, key=self._price))

    def _price(self, style: Style) -> int:
        return len(change(self.style, style, parts=self.abilities.style_parts))

    def write(self, text: str, width: int, columns: int) -> None:
        """Text without control characters that takes `width` cells of a screen with so many `columns`."""
        self.out.append(text)
        if self.x is not None:
            self.x += width
            if self.x >= columns:  # on the last column, or past it: terminals differ
                self.x = None

    def lose_column(self) -> None:
        """The cursor is on this line, but terminals differ on where."""
        self.x = None

    def control(self, sequence: str) -> None:
        """A sequence that moves nothing and changes no style."""
        self.out.append(sequence)


@lru_cache(maxsize=16384)
def change(now: Style | None, then: Style, *, parts: bool) -> str:
    """The shortest SGR sequence from one style to another; without `parts` attributes can only be dropped all at once.

    An empty parameter is a zero, which resets (ECMA-48 5.4.2).
    """
    wanted = [*sorted(then.attributes, key=int)]
    if then.foreground != DEFAULT_FOREGROUND:
        wanted.append(then.foreground)
    if then.background != DEFAULT_BACKGROUND:
        wanted.append(then.background)
    anew = f"\x1b[{';'.join(['', *wanted])}m" if wanted else "\x1b[m"
    if now is None:
        return anew
    gone = now.attributes - then.attributes
    defaults = (now.foreground != then.foreground == DEFAULT_FOREGROUND) or (
        now.background != then.background == DEFAULT_BACKGROUND
    )
    if (gone or defaults) and not parts:
        return anew
    codes = sorted({_OFF[one] for one in gone if one in _OFF}, key=int)
    lost = {one for one, off in _OFF.items() if off in codes}
    codes += sorted((then.attributes - now.attributes) | (then.attributes & lost), key=int)
    codes += [then.foreground] * (now.foreground != then.foreground)
    codes += [then.background] * (now.background != then.background)
    if gone - _OFF.keys():
        return anew
    return min(f"\x1b[{';'.join(codes)}m", anew, key=len)
