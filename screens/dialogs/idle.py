"""Asks whether anybody is still there before the idle limit signs the customer out. Any key says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from screens.dialogs.base import Dialog
from screens.widgets.action_button import ActionButton

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look


class IdleDialog(Dialog[None]):
    """Counts down; dismisses when a key is pressed."""

    def __init__(self, look: Look, name: str, seconds: int) -> None:
        super().__init__(look, look.words.t("shell.idle.title"))
        self._name, self._seconds = name, seconds

    def compose_text(self) -> ComposeResult:
        yield Static(self._text(), id="idle-text", markup=False)

    def compose_actions(self) -> ComposeResult:
        yield ActionButton(self.t("shell.idle.stay"), id="stay", action="away", primary=True)

    def count(self, seconds: int) -> None:
        if seconds != self._seconds:
            self._seconds = seconds
            self.query_one("#idle-text", Static).update(self._text())

    def _text(self) -> str:
        return self.t("shell.idle.text", name=self._name, count=self._seconds)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss(None)
