"""Widgets by themselves, under the themes and the style sheet that they have in the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.widget import Widget

from app.wizard.wizard_app import WizardApp
from screens.look.palette import DARK, LIGHT, theme
from tests.support.screens.one_screen import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.message import Message


class BareWidgets(App[None]):
    """Nothing but the widgets, and what they say. One that has a value from the start is made in its app, as always."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = WizardApp.CSS_PATH

    def __init__(self, *widgets: Widget | Callable[[], Widget], light: bool = False) -> None:
        super().__init__()
        self.animation_level = "none"
        for name in (DARK, LIGHT):
            self.register_theme(theme(name))
        self.theme = LIGHT if light else DARK
        self._widgets = widgets
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        yield from (one if isinstance(one, Widget) else one() for one in self._widgets)

    async def _on_message(self, message: Message) -> None:
        self.said.append(message)
        await super()._on_message(message)

    def heard(self, kind: type[Any]) -> int:
        """How many messages of exactly this kind came up."""
        return sum(type(one) is kind for one in self.said)

    @property
    def lines(self) -> list[str]:
        return shown(self).splitlines()
