"""A button of one line: brackets and colour say what it is, so that it's seen without colour too."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button


class ActionButton(Button):
    """`primary` marks the one thing to do next. Press with Enter; not with Space, which scanners and pastes send."""

    def __init__(self, label: str, *, id: str, primary: bool = False) -> None:  # noqa: A002 - Textual's own name
        super().__init__(Content(f"[ {label} ]"), id=id, compact=True, classes="primary" if primary else "")
        self.active_effect_duration = 0

    def say(self, label: str) -> None:
        """Another label; nothing is painted if it's the same."""
        text = f"[ {label} ]"
        if text != str(self.label):
            self.label = Content(text)
            self.refresh(layout=True)  # its width follows the label
