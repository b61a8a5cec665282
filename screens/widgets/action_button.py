"""A button of one line: brackets and colour say what it is, so that it's seen without colour too."""

from __future__ import annotations

from typing import Self

from textual.content import Content
from textual.widgets import Button


class ActionButton(Button):
    """Runs `action` of the screen that it stands on, as a key would. `primary` marks the one thing to do next.

    Press with Enter; not with Space, which scanners and pastes send.
    """

    def __init__(self, label: str, *, id: str, action: str, primary: bool = False) -> None:  # noqa: A002 - Textual's own name
        classes = "primary" if primary else ""
        super().__init__(Content(f"[ {label} ]"), id=id, action=action, compact=True, classes=classes)
        self.active_effect_duration = 0

    def press(self) -> Self:
        """Textual would look for the action beside the button, or on whichever screen is the topmost by then."""
        if self.display and not self.disabled and self.action is not None:
            self.call_later(self.app.run_action, self.action, self.screen)
        return self

    def blur(self) -> Self:
        """Hidden or switched off, it hands the cursor to the primary button, or to nothing, never to its neighbour:
        that may be Back, and whoever presses Enter once more would leave.
        """
        row = self.parent.children if self.has_focus and self.parent is not None else ()
        pressable = (one for one in row if isinstance(one, ActionButton) and one is not self and one.focusable)
        if self.has_focus:
            self.screen.set_focus(next((one for one in pressable if one.has_class("primary")), None))
        return self

    def say(self, label: str) -> None:
        """Another label; nothing is painted if it's the same."""
        text = f"[ {label} ]"
        if text != str(self.label):
            self.label = Content(text)
            self.refresh(layout=True)  # its width follows the label
