"""Draws a terminal's cells with pillow, block elements as exact rectangles, as good terminals do it themselves.

Or as a font has them that doesn't fill the cell: `Gaps` are the pixels that stay ground there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from PIL import Image, ImageDraw, ImageFont
from rich.style import Style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 8, 16
"""Pixels of a cell; twice as high as wide, so that half blocks are square."""

_BLOCKS = {"█": (0, 0, 1, 1), "▀": (0, 0, 1, 0.5), "▄": (0, 0.5, 1, 1)}
_SIXTEEN = (
    "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
    "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
)  # fmt: skip
_NAMES = ("black", "red", "green", "brown", "blue", "magenta", "cyan", "white")
_NAMED = {
    **dict(zip(_NAMES, _SIXTEEN[:8], strict=True)),
    **{f"bright{name}": colour for name, colour in zip(_NAMES, _SIXTEEN[8:], strict=True)},
}
"""As xterm paints the sixteen colours, by pyte's names."""


class Gaps(NamedTuple):
    """Pixels at a cell's upper and lower end that no character reaches."""

    top: int = 0
    bottom: int = 0


NO_GAPS = Gaps()


class Cell(NamedTuple):
    """One character and its two colours."""

    char: str
    front: Colour
    ground: Colour


def cells_of_app(app: App[Any]) -> list[list[Cell]]:
    """What the app's screen is composed of, before any terminal has a say."""
    rows = []
    for strip in app.screen._compositor.render_strips(app.size):
        row: list[Cell] = []
        for text, style, control in strip:
            if control:
                continue
            front, ground = _colours(style or Style())
            row += [Cell(char, front, ground) for char in text]
        rows.append(row)
    return rows


def cells_of_terminal(screen: Any, *, ground: Colour) -> list[list[Cell]]:
    """What stands on a pyte screen; `ground` is the terminal's own background, and its text is the opposite."""
    text: Colour = (255 - ground[0], 255 - ground[1], 255 - ground[2])

    def cell(one: Any) -> Cell:
        front, back = _of_pyte(one.fg, text), _of_pyte(one.bg, ground)
        return Cell(one.data, back, front) if one.reverse else Cell(one.data, front, back)

    return [[cell(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def picture(cells: Sequence[Sequence[Cell]], gaps: Gaps = NO_GAPS) -> Image.Image:
    """All of it, text too."""
    image = Image.new("RGB", (max(map(len, cells)) * WIDTH, len(cells) * HEIGHT))
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(12)
    for y, row in enumerate(cells):
        for x, (char, front, ground) in enumerate(row):
            left, top = x * WIDTH, y * HEIGHT
            draw.rectangle((left, top, left + WIDTH - 1, top + HEIGHT - 1), fill=ground)
            if char in _BLOCKS:
                x0, y0, x1, y1 = _BLOCKS[char]
                upper = top + max(y0 * HEIGHT, gaps.top)
                lower = top + min(y1 * HEIGHT, HEIGHT - gaps.bottom) - 1
                draw.rectangle((left + x0 * WIDTH, upper, left + x1 * WIDTH - 1, lower), fill=front)
            elif char.strip():
                draw.text((left, top), char, font=font, fill=front)
    return image


def _colours(style: Style) -> tuple[Colour, Colour]:
    front: Colour = style.color.get_truecolor() if style.color else (255, 255, 255)
    ground: Colour = style.bgcolor.get_truecolor() if style.bgcolor else (0, 0, 0)
    return (ground, front) if style.reverse else (front, ground)


def _of_pyte(name: str, default: Colour) -> Colour:
    if name == "default":
        return default
    code = _NAMED.get(name, name)
    return int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16)
