"""Without colours: what has the focus is reversed, what can be pressed or typed into is underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.filter import LineFilter

from screens.widgets.qr import DARK_MODULE, LIGHT_MODULE

if TYPE_CHECKING:
    from rich.color import Color as RichColor
    from textual.color import Color

    from screens.look.palette import Palette


class NoColours(LineFilter):
    """Of the palette that the screens are painted with. `codes`: QR codes keep their colours, so they can be read."""

    def __init__(self, palette: Palette, *, codes: bool) -> None:
        super().__init__()
        self._codes = codes
        self._grounds = frozenset({palette.ground, "" if palette.ground == LIGHT_MODULE else DARK_MODULE})
        self._fields = frozenset({palette.field, palette.focus_field, palette.action})

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Each segment with attributes in place of its colours."""
        return [
            segment if segment.control else Segment(segment.text, self._plain(segment.style)) for segment in segments
        ]

    def _plain(self, style: Style | None) -> Style | None:
        if style is None:
            return None
        ground = _hex(style.bgcolor)
        if self._codes and ground in {DARK_MODULE, LIGHT_MODULE} and _hex(style.color) == DARK_MODULE:
            return style
        field = ground in self._fields
        chosen = bool(ground) and not field and ground not in self._grounds
        return Style(
            bold=style.bold, reverse=(chosen != bool(style.reverse)) or None, underline=field or style.underline or None
        )


def _hex(color: RichColor | None) -> str:
    return color.triplet.hex if color is not None and color.triplet is not None else ""
