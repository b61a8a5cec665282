"""Start: what will be needed, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Button, Static

from screens.base import WizardScreen
from screens.messages import Begun
from screens.widgets.action import ActionButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.widgets.notice import Tone


class StartScreen(WizardScreen):
    """Needs no services, so that it's there before they are."""

    AREA: ClassVar[str] = "start"
    FIRST: ClassVar[str] = "#begin"

    def compose_body(self) -> ComposeResult:
        """The checklist."""
        dot = self.look.glyphs.pointer
        yield Static("", classes="gap")
        yield Static(self.t("start.title"), classes="title", markup=False)
        yield Static(self.t("start.lead"), classes="muted lead", markup=False)
        yield Static(self.t("start.need"), classes="lead", markup=False)
        for name in ("account", "box", "bank", "zaptec"):
            more = f"start.need_{name}_more"
            text = self.t(f"start.need_{name}") + (f"\n  {self.t(more)}" if self.look.words.has(more) else "")
            yield Static(Content(f"{dot} {text}"), classes="lead")
        if self.look.demo:
            yield Static(self.t("start.demo"), classes="warning", markup=False)
            yield Static(self.t("start.demo_try"), classes="muted", markup=False)

    def compose_actions(self) -> ComposeResult:
        """Begin."""
        yield self.spring()
        yield ActionButton(self.t("start.begin"), id="begin", primary=True)

    def welcome(self, tone: Tone | None, text: str) -> None:
        """Shown again: how the last activation ended, if that's worth a word."""
        if tone is None:
            self.notice.clear()
        else:
            self.notice.say(tone, text)
        self.query_one("#begin", ActionButton).focus()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Few."""
        return [
            ("F10", self.t("start.begin")), ("F1", self.t("shell.keys.help")),
            ("F3", self.t("shell.keys.theme")), ("^Q", self.t("shell.keys.quit")),
        ]  # fmt: skip

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Off we go."""
        event.stop()
        if not self.waiting:
            self.post_message(Begun())
