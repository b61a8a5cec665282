"""With sixteen colours: many terminals show a bold letter in the bright version of its colour, and black as grey."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

BRIGHT = 8
"""The first of the bright ones; bold leaves these as they are."""

_NOT_BOLD = Style(bold=False)


class NoBoldDark(LineFilter):
    """The eight dark colours are never bold, so that each keeps the contrast that it was chosen for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Each segment in a style that looks the same everywhere."""
        return [segment if segment.control else Segment(segment.text, _steady(segment.style)) for segment in segments]


@lru_cache(maxsize=1024)
def _steady(style: Style | None) -> Style | None:
    if style is None or not style.bold or style.color is None:
        return style
    number = style.color.downgrade(ColorSystem.STANDARD).number
    return style if number is None or number >= BRIGHT else style + _NOT_BOLD
