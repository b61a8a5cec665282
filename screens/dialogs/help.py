"""F1: a few lines about the focused field, or about the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from screens.dialogs.tell import TellDialog

if TYPE_CHECKING:
    from screens.look import Look


class HelpDialog(TellDialog):
    """Any way out leads back to the field; so do F1 and the question mark."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1,question_mark", "away", show=False)]

    def __init__(self, look: Look, title: str, text: str) -> None:
        super().__init__(look, title, text, close=look.words.t("shell.close"))
