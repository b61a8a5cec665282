"""Renders for a change what touches it, and no more: a second of a countdown is one row of one widget.

Textual by itself renders each widget that stands in a scrolling place which touches the change, whole, whether the
widget does or not: fifteen of them for that second. This file alone knows how it picks them, and
`tests/screens/test_textual_seam.py` notices when an upgrade changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual._compositor import Compositor
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.strip import Strip


class NearCompositor(Compositor):
    """Takes the place of Textual's own in `Screen._compositor`."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Of each widget that `crop` touches, its place, what's seen of it, and its cells there, topmost first.

        Of the rows only those of `crop`, but whole ones: Textual cuts them where widgets begin and end.
        """
        rows = None if crop is None else Region(0, crop.y, self.size.width, crop.height)
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            if rows is not None and crop is not None:
                if not crop.overlaps(seen):
                    continue
                seen = seen.intersection(rows)
            if seen:
                yield region, seen, widget.render_lines(seen.translate(-region.offset))
