"""Signing in without the customer: three fields, two of them secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widgets import Static

from screens.widgets.question_field import text_field
from screens.widgets.typed_line import TypedLine
from services.activation.sign_in import QUESTIONS

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look


class CredentialsPanel(Vertical):
    """Stays mounted while the QR code shows, so that what was typed is kept."""

    DEFAULT_CSS = """
    CredentialsPanel { height: auto; }
    CredentialsPanel Static { height: auto; }
    """

    def __init__(self, look: Look) -> None:
        super().__init__(id="credentials-panel")
        self.look = look
        self.t = look.words.t

    def on_mount(self) -> None:
        """An e-mail address may stand in any line of what's pasted."""
        email = self.query_one("#input-email", TypedLine)
        email.line_of = lambda lines: next((line for line in lines if "@" in line), lines[0])

    def compose(self) -> ComposeResult:
        """In the order in which they're known."""
        yield Static(self.t("sign_in.credentials.lead"), classes="title", markup=False)
        yield Static(self.t("sign_in.credentials.why"), classes="muted lead", markup=False)
        for question in QUESTIONS:
            yield text_field(self.look, question, {})
        if self.look.demo:
            yield Static(self.t("sign_in.credentials.sandbox"), classes="warning", markup=False)
