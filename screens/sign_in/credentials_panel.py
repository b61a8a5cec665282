"""Signing in without the customer: three fields, two of them secrets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.containers import Vertical
from textual.widgets import Static

from screens.widgets.field import Field
from screens.widgets.question_field import text_field
from screens.widgets.typed_line import TypedLine
from services.activation.sign_in import PARTNER_KEY, QUESTIONS
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.answers import Typed
    from services.activation.kept_sign_ins import KeptSignIns
    from services.activation.questions import Question


class CredentialsPanel(Vertical):
    """Stays mounted while the QR code shows, so that what was typed is kept.

    `email`: whose answers wait for another sign-in. `kept`: the partner key of the customer before, if it's kept.
    """

    DEFAULT_CSS = """
    CredentialsPanel { height: auto; }
    CredentialsPanel Static { height: auto; }
    """

    def __init__(self, look: Look, kept: KeptSignIns, email: str = "") -> None:
        super().__init__(id="credentials-panel")
        self.look = look
        self.t = look.words.t
        self._kept = kept
        self._email = email
        self._deaf: Callable[[], None] | None = None

    def on_mount(self) -> None:
        """An e-mail address may stand in any line of what's pasted."""
        email = self.query_one("#input-email", TypedLine)
        email.line_of = lambda lines: next((line for line in lines if "@" in line), lines[0])
        self._deaf = self._kept.listen(self._all_forgotten)

    def on_unmount(self) -> None:
        if self._deaf is not None:
            self._deaf()

    def compose(self) -> ComposeResult:
        """In the order in which they're known."""
        yield Static(self.t("sign_in.credentials.lead"), classes="title", markup=False)
        yield Static(self.t("sign_in.credentials.why"), classes="muted lead", markup=False)
        for question in QUESTIONS:
            yield text_field(self.look, self._asked(question), self._known)
        if self.look.demo:
            yield Static(self.t("sign_in.credentials.sandbox"), classes="warning", markup=False)

    def _asked(self, question: Question) -> Question:
        """The partner key's own words, as long as it's kept."""
        if question.name != PARTNER_KEY:
            return question
        hint = question.hint if self._kept.partner_key is None else Message("sign_in.partner_key.kept")
        help_text = Message("sign_in.partner_key.help_kept") if self._kept.keep else question.help
        return replace(question, hint=hint, help=help_text)

    @property
    def _known(self) -> Typed:
        known: dict[str, Any] = {"email": self._email}
        if self._kept.partner_key is not None:
            known[PARTNER_KEY] = self._kept.partner_key
        return known

    @property
    def first_asked(self) -> TypedLine:
        """Where the cursor goes at first: to what isn't there yet."""
        fields = [field for field in self.query(Field) if field.empty] or list(self.query(Field))
        return fields[0].input

    @property
    def _key(self) -> Field:
        return self.query_one(f"#field-{PARTNER_KEY.replace('_', '-')}", Field)

    def tell_kept(self) -> None:
        """Whether the partner key is kept, below its field."""
        kept = self._kept.partner_key is not None
        self._key.hint = self.t(f"sign_in.partner_key.{'kept' if kept else 'hint'}")
        if not self._key.refused:
            self._key.note(self._key.hint)

    def on_field_changed(self, event: Field.Changed) -> None:
        """An emptied partner key isn't wanted any more, for the next customer neither."""
        if event.field is self._key and event.field.empty and self._kept.partner_key is not None:
            self._kept.forget_partner_key()
            self.tell_kept()

    def _all_forgotten(self) -> None:
        """Nobody has touched a key for long: it's not to be found in the field either."""
        self._key.clear()
        self.tell_kept()
