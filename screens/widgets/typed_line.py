"""A line that one types into, for people and scanners: no paste or scan in it runs the wizard."""

from __future__ import annotations

import unicodedata
from itertools import dropwhile, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message as TextualMessage
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widgets import Input

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.style import Style
    from textual import events

QUIET = 0.1
"""Seconds without another character after which a scan is whole."""

MASK = "*"
"""For each character that's hidden: of one byte, where Textual's bullet has three, and every terminal has it."""


class TypedLine(Input):
    """An input of one line that takes a paste without its line ends and control codes.

    It draws itself and stands in for some of Textual's own parts, which cost too much at each key on a slow line:
    `render_line`, `rich_style`, `watch_has_focus`, `virtual_size` and `_on_paste`. What it knows of them is written
    down in `tests/screens/test_textual_seam.py`, which notices when an upgrade changes one.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"typed-line--here"}
    """How it looks while the cursor is in it. By `:focus` Textual would work out the styles of it and of all its parts
    at each coming and going; by this, once."""

    virtual_size = Reactive(Size(0, 0))
    """How long the text is. A line is as wide as ever however long that is: where Textual lays the whole screen out
    anew for each character, this only scrolls."""

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - Textual's own
        """Nothing in its style sheet depends on it."""

    @property
    def rich_style(self) -> Style:
        """Of its text and its ground."""
        return self.get_component_rich_style("typed-line--here") if self.has_focus else super().rich_style

    def render_line(self, y: int) -> Strip:
        """Its text as far as it shows, with the cursor and what's selected; Textual has Rich set it as a paragraph."""
        ground, width = self.rich_style, self.size.width
        if y:
            return Strip.blank(width, ground)
        text = (MASK * len(self.value) if self.password else self.value) + " "  # the cursor may stand behind it
        looks = [ground] * len(text)
        if self.has_focus:
            start, end = sorted(self.selection)
            looks[start:end] = [self.get_component_rich_style("input--selection")] * (end - start)
            looks[self.cursor_position] = self.get_component_rich_style("input--cursor")
        # a mark that begins it, with no letter to stand on, would be put on what's left of the line
        cells = dropwhile(lambda cell: not cell_len(cell[0]), zip(text, looks, strict=True))
        pieces = groupby(cells, key=itemgetter(1))
        line = Strip([Segment("".join(char for char, _ in piece), look) for look, piece in pieces])
        left = self.scroll_offset.x
        return line.crop(left, left + width).adjust_cell_length(width, ground)

    class ScanEnded(TextualMessage):
        """A scan or a paste is whole, and nothing came behind it."""

    replaced_by_scans: Callable[[str], bool] | None = None
    """Which texts a scan takes the place of, instead of going behind them."""

    line_of: Callable[[list[str]], str] = staticmethod(itemgetter(0))
    """What of a paste's lines goes in: the first, where a field's answer isn't looked for in all of them."""

    def scan_begins(self, characters: int) -> None:
        """So many characters before the cursor are a scan's first; the rest follows."""
        at = self.cursor_position
        before = self.value[: at - characters] + self.value[at:]
        if self.replaced_by_scans is not None and before and self.replaced_by_scans(before):
            self.value = self.value[at - characters : at]
            self.cursor_position = characters
        self._look_later()

    def _look_later(self) -> None:
        """Once no character follows any more, the scan is whole."""
        so_far = self.value

        def look() -> None:
            if self.value == so_far:
                self.post_message(self.ScanEnded())
            else:
                self._look_later()

        self.set_timer(QUIET, look)

    def _on_paste(self, event: events.Paste) -> None:
        """Pasted and scanned text comes with line ends and tabs around it; none of them may act as a key."""
        lines = [line.strip() for line in event.text.replace("\t", " ").splitlines() if line.strip()]
        text = self.line_of(lines) if lines else ""
        text = "".join(char for char in text if unicodedata.category(char) not in {"Cc", "Zl", "Zp"})
        whole = self.replaced_by_scans
        if whole is not None and self.value and text and whole(self.value) and whole(text):
            self.select_all()
        if self.max_length:  # what fits: too long is refused in words later, emptiness explains nothing
            text = text[: max(0, self.max_length - len(self.value) + len(self.selected_text))]
        if text:
            self.replace(text, *self.selection)
            self.post_message(self.ScanEnded())
        event.stop()
        event.prevent_default()

    def action_copy(self) -> None:
        """Nothing that's typed here gets into a clipboard, where the next customer could find it."""

    def action_cut(self) -> None:
        """The same: deleting has keys of its own."""
