"""Tells one thing that the installer has to know before going on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens.dialogs.base import Dialog
from screens.widgets.action_button import ActionButton

if TYPE_CHECKING:
    from textual.app import App, ComposeResult

    from screens.look import Look


class TellDialog(Dialog[None]):
    """Any way out leads on. With one button there's nowhere for the arrows to go, so they scroll."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "page_on", show=False),
        Binding("up", "page_off", show=False),
    ]

    def __init__(self, look: Look, title: str, text: str, *, close: str) -> None:
        super().__init__(look, title)
        self._text, self._close_label = text, close

    def compose_text(self) -> ComposeResult:
        yield Static(self._text, markup=False)

    def compose_actions(self) -> ComposeResult:
        yield ActionButton(self._close_label, id="close", action="away", primary=True)


async def tell(app: App[Any], look: Look, area: str, *, close: str, **gaps: object) -> None:
    """Until it was read. Its words stand in `area`: `title` and `text`; `close` is the key of the button's."""
    t = look.words.t
    await app.push_screen_wait(TellDialog(look, t(f"{area}.title"), t(f"{area}.text", **gaps), close=t(close)))
