"""A question with two answers. The safe one has the focus; Escape gives it, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from screens.dialogs.base import Dialog
from screens.widgets.action_button import ActionButton

if TYPE_CHECKING:
    from textual.app import App, ComposeResult

    from screens.look import Look


class ConfirmDialog(Dialog[bool]):
    """Dismisses with True for `yes`. Both labels say what happens, never just yes and no."""

    def __init__(self, look: Look, title: str, text: str, *, yes: str, no: str) -> None:
        super().__init__(look, title)
        self._text, self._yes, self._no = text, yes, no

    def compose_text(self) -> ComposeResult:
        yield Static(self._text, markup=False)

    def compose_actions(self) -> ComposeResult:
        """The safe answer first."""
        yield ActionButton(self._no, id="no", action="away", primary=True)
        yield ActionButton(self._yes, id="yes", action="agree")

    def action_agree(self) -> None:
        self.dismiss(result=True)

    def action_away(self) -> None:
        self.dismiss(result=False)


async def sure(app: App[Any], look: Look, area: str, text: str = "", **gaps: object) -> bool:
    """A question with two answers, whose words stand in `area`: `title`, `yes`, `no`, and `text` or the key `text`."""
    t = look.words.t
    question = t(text or f"{area}.text", **gaps)
    dialog = ConfirmDialog(look, t(f"{area}.title"), question, yes=t(f"{area}.yes"), no=t(f"{area}.no"))
    return await app.push_screen_wait(dialog)
