"""What all steps have in common: the bar that shows where one is, Back and Next, and one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from screens.asking import AskingScreen
from screens.widgets.action import ActionButton
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widgets import Button

    from screens.widgets.head import Head
    from services.activation.answers import Typed


class StepScreen(AskingScreen):
    """One of the numbered steps: a bar that shows where one is, Back and Next, and one answer."""

    STEP: ClassVar[Step]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.AREA = getattr(cls, "STEP", cls.AREA)  # a step's words stand under its stem

    def compose_head(self) -> Head:
        """With the bar."""
        return self.head_at(STEPS.index(self.STEP))

    def compose_actions(self) -> ComposeResult:
        """Back at the left, Next at the right."""
        yield ActionButton(self.t("shell.back"), id="back")
        yield self.spring()
        yield ActionButton(self.t("shell.next"), id="next", primary=True)

    def keys(self) -> Sequence[tuple[str, str]]:
        """Next and Back first: they are what's needed."""
        return [
            ("F10", self.t("shell.keys.next")), ("F9", self.t("shell.keys.back")), ("F1", self.t("shell.keys.help")),
            ("F3", self.t("shell.keys.theme")), ("^Q", self.t("shell.keys.quit")),
        ]  # fmt: skip

    @property
    def kept(self) -> Typed:
        """What had been typed here before."""
        return self.session.typed_in(self.STEP) if self.session is not None else {}

    def kept_text(self, name: str, default: str = "") -> str:
        """One of them as text, to fill its field with. A secret goes into the field only, never into a variable."""
        value = self.kept.get(name, default)
        return value if isinstance(value, str) else value.get_secret_value()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back and Next; the rest is the subclass's own."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        elif event.button.id == "next" and not self.waiting:
            self.notice.clear()
            self.complete()

    def complete(self) -> None:
        """Checks the answers through the session and posts `Completed`, or refuses at the fields."""
        raise NotImplementedError(type(self).__name__)

    def action_back(self) -> None:
        """One step back, with everything that was typed."""
        from screens.messages import WentBack

        self.workers.cancel_node(self)
        self.post_message(WentBack(self.STEP, self.typed()))
