"""How one moves on a screen: from one thing to the next, through a body that's too long, to the help, and away."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button

from screens.single_paint import single_paint
from screens.waiting import WaitingScreen
from screens.widgets.action import ActionButton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.widget import Widget


class MovingScreen(WaitingScreen):
    """`AREA` is the area of its words."""

    AREA: ClassVar[str] = "shell"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", show=False),
        Binding("down", "on", show=False),
        Binding("up", "off", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
    ]

    @contextmanager
    def out_of_sight(self) -> Iterator[None]:
        """For a message that leads away, posted when a dialog has just closed: nothing is painted until it's handled.

        Else this screen would show once more, and cost its bytes, for the moment until the next one is there.
        """
        app = self.app
        with single_paint(app) as holding:
            yield
            handled = holding.pop_all()
        self.call_later(lambda: app.call_later(handled.close))  # behind the message, which bubbles

    def answers(self) -> Sequence[Widget]:
        """What one types into or picks from, in its order; a subclass that asks has some."""
        return ()

    def action_on(self) -> None:
        """Down and Enter: the next field or button; from the last field to the primary button, not past it."""
        primary = next(iter(self.query("ActionButton.primary").results(ActionButton)), None)
        answers = self.answers()
        if primary is not None and not primary.disabled and answers and self.focused is answers[-1]:
            primary.focus()
        elif not isinstance(self.focused, Button) or self.focused is not primary:
            self.focus_next()

    def action_off(self) -> None:
        """Up: the one before; not round from the first to the last."""
        chain = self.focus_chain
        if chain and self.focused is not chain[0]:
            self.focus_previous()

    def action_scroll_body(self, pages: int) -> None:
        """Page up and down: in a small window there may be words that no field leads to."""
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    def action_help(self) -> None:
        """F1: about the screen."""
        self.show_help(self.t(f"{self.AREA}.title"), self.t(f"{self.AREA}.help"))

    def show_help(self, title: str, text: str) -> None:
        """In a dialog of its own."""
        from screens.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.look, title, text))
