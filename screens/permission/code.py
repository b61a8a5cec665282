"""The code alone on the whole screen, for a window in which it has no room beside the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.look.glyphs import ASCII
from screens.widgets.qr import Qr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look


class CodeScreen(ModalScreen[None]):
    """Nothing but the code, and a row that says how to get back where there's one left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "away", show=False) for key in ("escape", "f9", "f4", "enter", "f10")
    ]
    DEFAULT_CSS = """
    CodeScreen { background: $background; }
    CodeScreen Static { width: 100%; height: 1; text-align: center; color: $nt-muted; }
    """

    def __init__(self, look: Look, payload: str) -> None:
        super().__init__()
        self.look = look
        self._payload = payload

    def compose(self) -> ComposeResult:
        """The code first: it must be whole."""
        with Center():
            yield Qr(self._payload, whole=self.look.glyphs is ASCII)
        yield Static(self.look.words.t("permission.code.back"), markup=False)

    def action_away(self) -> None:
        """Back to the words."""
        self.dismiss(None)
