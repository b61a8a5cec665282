"""Where the parts of a screen stand: together at the top of a large window, and filling a small one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, VerticalScroll

from screens.look.sizes import MADE_FOR

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.layout import WidgetPlacement


class ScreenBody(VerticalScroll, can_focus=False):
    """What a screen is about. It scrolls where it's longer than its room.

    `height: auto`, so that Textual lays the screen out anew when the words in it need more rows. In a window that's no
    larger than what the screens are made for nobody asks how many: it gets what the other parts leave.
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows that all of it needs, and an empty one; where a list in it takes what it can get, all there are."""
        if is_full(viewport):
            return 0
        heights = (child.styles.height for child in self.displayed_children)
        if any(height is not None and height.is_fraction for height in heights):
            return container.height
        return super().get_content_height(container, viewport, width) + 1


class Ways(Horizontal):
    """A code and, beside or below it, the words about it, which scroll."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Rows of the code and an empty one, as words beside it need few; all there are if they're below it."""
        if is_full(viewport):
            return 0
        if self.styles.layout is not None and self.styles.layout.name == "vertical":
            return container.height
        codes = [child for child in self.displayed_children if child.styles.is_auto_height]
        return max((code.get_content_height(container, viewport, width) + 1 for code in codes), default=0)


def is_full(window: Size) -> bool:
    """Whether the screen takes the whole window."""
    return window.height <= MADE_FOR[1]


def in_column(placements: list[WidgetPlacement], window: Size) -> list[WidgetPlacement]:
    """The parts one below the other: what stretches gets what it needs, and at least what it has at 24 rows.

    So notice and buttons stand below what they're about, in the same place on every screen that isn't longer, and a
    word more or less moves nothing. The keys that work are at the bottom of the window.
    """
    at = next((at for at, one in enumerate(placements) if isinstance(one.widget, ScreenBody | Ways)), None)
    if at is None:
        return placements
    stretching = placements[at].region
    others = placements[-1].region.bottom - stretching.height
    rows = min(window.height, window.height if is_full(window) else max(MADE_FOR[1], others + stretching.height))
    more = max(0, rows - others) - stretching.height
    *above, keys = placements
    moved = [
        one._replace(region=one.region.translate((0, more))) if number > at else one for number, one in enumerate(above)
    ]
    moved[at] = placements[at]._replace(region=stretching.grow((0, 0, more, 0)))
    return [*moved, keys._replace(region=keys.region.at_offset((keys.region.x, window.height - keys.region.height)))]
