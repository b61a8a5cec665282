"""What will be connected, in one place above the check: each part leads to the step in which it's changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message as TextualMessage

from screens.widgets.keys_line import MARKED
from screens.widgets.pressable import Pressable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.geometry import Size

    from screens.look import Look
    from services.activation.order_lines import OrderLine
    from services.activation.steps import Step

LEAST = 10
"""Columns that a text gets however narrow the window is."""

BETWEEN = " · "


class OrderList(Pressable):
    """The cursor goes from one line to the next; Enter posts `Chosen`."""

    DEFAULT_CSS = "OrderList { height: auto; margin-bottom: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "go(-1)", show=False),
        Binding("down,right", "go(1)", show=False),
        Binding("enter", "choose", show=False),
    ]

    class Chosen(TextualMessage):
        """Enter was pressed on a line: its step is wanted."""

        def __init__(self, step: Step) -> None:
            super().__init__()
            self.step = step

    def __init__(self, look: Look, lines: Sequence[OrderLine]) -> None:
        super().__init__(id="order")
        self.look = look
        self._lines = tuple(lines)
        self._at = 0
        self.can_focus = bool(lines)

    def on_focus(self) -> None:
        """From below one comes to the last line first."""
        self._at = len(self._lines) - 1
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def action_go(self, by: int) -> None:
        """To a neighbour, or out at either end."""
        if not 0 <= self._at + by < len(self._lines):
            raise SkipAction
        self._at += by
        self.refresh()

    def action_choose(self) -> None:
        self.post_message(self.Chosen(self._lines[self._at].step))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        return len(self._rows(width))

    def render(self) -> Content:
        return Content("\n").join(self._rows(self.size.width))

    def _style(self, at: int) -> str:
        if self.has_focus and at == self._at:
            return MARKED
        return "$warning" if self._lines[at].doubtful else "$foreground"

    def _rows(self, width: int) -> list[Content]:
        """One behind the other; what's doubtful says what it is."""
        rows: list[Content] = []
        for at, line in enumerate(self._lines):
            text = f"{self.look.glyphs.warning} {line.label}: {line.text}" if line.doubtful else line.text
            part = Content.styled(text, self._style(at))
            room = width - (rows[-1].cell_length if rows else 0) - len(BETWEEN)
            if rows and part.cell_length <= room:
                rows[-1] = Content.assemble(rows[-1], (BETWEEN, "$foreground"), part)
            else:
                rows += part.wrap(max(LEAST, width))
        return rows
