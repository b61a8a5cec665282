"""What dialogs share: a title, a text, buttons; Escape and F9 take the safe way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.quiet_focus import quiet_focus
from screens.window_size import by_window

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look

Answer = TypeVar("Answer")

MOST_ROWS = 16
"""Rows of text that are read at a glance; more of them scroll."""

AROUND = 8
"""Rows of frame, space, title and buttons."""


class Dialog(ModalScreen[Answer]):
    """A subclass fills `compose_text` and `compose_actions` and dismisses with its answer."""

    _screen_resized = by_window

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "away", show=False),
        Binding("f9", "away", show=False),
        Binding("pagedown", "page_on", show=False),
        Binding("pageup", "page_off", show=False),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]

    focused = quiet_focus()

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.look = look
        self.t = look.words.t
        self.heading = title

    def on_resize(self, event: events.Resize) -> None:
        """Title and buttons always show; what's too long between them scrolls."""
        self.query_one("#dialog-text").styles.max_height = max(1, min(MOST_ROWS, event.size.height - AROUND))

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog-box"):
            yield Static(self.heading, classes="title lead", markup=False)
            with VerticalScroll(id="dialog-text", can_focus=False):
                yield from self.compose_text()
            with Horizontal(id="dialog-actions"):
                yield from self.compose_actions()

    def compose_text(self) -> ComposeResult:
        """The subclass's own part, between title and buttons."""
        yield from ()

    def compose_actions(self) -> ComposeResult:
        """What can be answered; the safe answer has the focus at first."""
        yield from ()

    def action_page_on(self) -> None:
        self.query_one("#dialog-text", VerticalScroll).scroll_page_down(animate=False)

    def action_page_off(self) -> None:
        self.query_one("#dialog-text", VerticalScroll).scroll_page_up(animate=False)

    def action_away(self) -> None:
        """Escape: the safe answer."""
        self.dismiss(None)
