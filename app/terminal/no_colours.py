"""Where there are no colours at all: what's chosen is reversed, and where one types is underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

if TYPE_CHECKING:
    from textual.color import Color

    from screens.look.palette import Palette


class NoColours(LineFilter):
    """Of the palette that the screens are painted with."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._grounds = frozenset({palette.ground.lower()})
        self._fields = frozenset({palette.field.lower(), palette.focus_field.lower()})

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Each segment with attributes in place of its colours."""
        return [
            segment if segment.control else Segment(segment.text, self._plain(segment.style)) for segment in segments
        ]

    def _plain(self, style: Style | None) -> Style | None:
        if style is None:
            return None
        triplet = style.bgcolor.triplet if style.bgcolor is not None else None
        ground = triplet.hex if triplet is not None else ""
        field = ground in self._fields
        chosen = bool(ground) and not field and ground not in self._grounds
        return Style(
            bold=style.bold, reverse=(chosen != bool(style.reverse)) or None, underline=field or style.underline or None
        )
