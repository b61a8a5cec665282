"""Textual as it comes: header, bordered inputs, buttons, footer, its own driver. It blinks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Footer, Header, Input, Label

from tests.benchmarks.forms import BUTTONS, LABELS, TITLE

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Form(App[None]):
    """One screen."""

    TITLE = TITLE
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [("ctrl+q", "quit", "Quit")]
    CSS = """
    .row { height: 3; }
    .row Label { width: 18; padding: 1 1; }
    .row Input { width: 1fr; }
    #buttons { height: 3; align-horizontal: right; }
    """

    def compose(self) -> ComposeResult:
        """Fields from top to bottom."""
        yield Header()
        with VerticalScroll(can_focus=False):
            for label in LABELS:
                with Horizontal(classes="row"):
                    yield Label(label)
                    yield Input()
            with Horizontal(id="buttons"):
                for button in BUTTONS:
                    yield Button(button, variant="primary" if button == BUTTONS[-1] else "default")
        yield Footer()


if __name__ == "__main__":
    Form().run()
