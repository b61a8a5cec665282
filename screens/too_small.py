"""What shows while the window is too small for anything else; it goes away by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import ModalScreen
from textual.widgets import Static

from screens.look.sizes import LEAST
from screens.window_size import by_window

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.geometry import Size

    from screens.look import Look


class TooSmallScreen(ModalScreen[None]):
    """Says so as long as the window is too small, and how large it has to be; goes by itself."""

    _screen_resized = by_window

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    @staticmethod
    def fits(size: Size) -> bool:
        """Whether a window of this size is large enough."""
        return size.width >= LEAST[0] and size.height >= LEAST[1]

    def on_screen_resume(self) -> None:
        """A dialog lay over it while the window became large enough."""
        if self.fits(self.app.size):
            self.dismiss(None)

    def compose(self) -> ComposeResult:
        yield Static(self.look.words.t("shell.small.title"), classes="warning", markup=False)
        yield Static("", id="small-text", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """The sizes change while one pulls at the window."""
        text = self.look.words.t(
            "shell.small.text",
            columns=event.size.width,
            rows=event.size.height,
            least_columns=LEAST[0],
            least_rows=LEAST[1],
        )
        self.query_one("#small-text", Static).update(text)
