"""The account number's part of the step: kind, fields, and what could be verified, read as soon as it's there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pydantic import SecretStr
from textual.containers import Vertical

from screens.widgets.field import Field, Masking
from screens.widgets.question_field import ask_anew, choice_field, text_field
from screens.widgets.signed_lines import SignedLine, SignedLines
from services.activation.questions import Question, QuestionKind
from services.rules.banking import FIELDS, FIRST, SECOND, AccountKind, AccountWrong, Verified, read_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import ComposeResult

    from screens.look import Look
    from screens.widgets.choices import ChoiceField
    from services.activation.answers import Typed
    from services.rules.banking import ParsedAccount

NUMBERS = (FIRST, SECOND)

NOTHING = SecretStr("")


class AccountNumber(Vertical):
    """Asks for what the kind needs. `asked` are the step's questions with what's typed in it.

    Numbers are masked once their field is left; what's said of them names none.
    """

    def __init__(self, look: Look, asked: Callable[[Typed], Mapping[str, Question]], kept: Typed) -> None:
        super().__init__(id="account-number")
        self.look = look
        self.t = look.words.t
        self._questions = asked
        questions = asked(kept)
        self.kind = AccountKind(questions["kind"].picked(kept))
        self._typed: dict[AccountKind, tuple[SecretStr, SecretStr]] = {}
        self._asked = True
        self._kinds = choice_field(look, questions["kind"], kept, line=True)
        self._fields = {
            name: text_field(
                look,
                questions.get(name) or Question(name=name, label="", kind=QuestionKind.SECRET),
                kept,
                masking=Masking.ONCE_LEFT,
            )
            for name in NUMBERS
        }
        for field in self._fields.values():
            field.input.line_of = " ".join
        self._fields[FIRST].add_class("tight")
        self._reading = SignedLines(id="reading")

    def compose(self) -> ComposeResult:
        """The kinds on one line, the two fields, and below them what the number says."""
        yield self._kinds
        yield from self._fields.values()
        yield self._reading

    def on_mount(self) -> None:
        self._ask()

    @property
    def entered(self) -> tuple[AccountKind, SecretStr, SecretStr]:
        first, second = (SecretStr(field.input.value) for field in self._fields.values())
        return self.kind, first, second

    def show(self, *, asked: bool) -> None:
        """Whether its fields take part in the step at all."""
        self._asked = asked
        self._kinds.display = asked
        for name, field in self._fields.items():
            field.display = asked and name in FIELDS[self.kind]

    def forget(self) -> None:
        """Numbers of other kinds that were typed before."""
        self._typed.clear()

    # ------------------------------------------------------------------------------------------ kinds

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another kind of number has other fields; what was typed for each kind comes back with it."""
        event.stop()
        kind = AccountKind(event.field.value)
        if kind is self.kind:
            return
        before, first, second = self.entered
        self._typed[before], self.kind = (first, second), kind
        for field, number in zip(self._fields.values(), self._typed.get(kind, (NOTHING, NOTHING)), strict=True):
            field.put(number.get_secret_value())
            field.reveal(shown=field.empty)
        self._ask()

    def _ask(self) -> None:
        asked = self._questions({"kind": self.kind.value})
        for name in FIELDS[self.kind]:
            ask_anew(self._fields[name], asked[name], self.look.words)
        self.show(asked=self._asked)
        self.tell(None)

    # ------------------------------------------------------------------------------------------ reading

    def on_field_changed(self, event: Field.Changed) -> None:
        """What was said about the number before isn't true any more."""
        event.stop()
        self.tell(None)

    def on_field_left(self, event: Field.Left) -> None:
        """The number is read as soon as it's there."""
        event.stop()
        if not event.field.empty and self._asked:
            self.run_worker(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        entered = self.entered
        try:
            read = await asyncio.to_thread(read_account, *entered)  # the first one takes a while: it loads libraries
        except AccountWrong as wrong:
            field = self._fields[wrong.field]
            if entered == self.entered and not field.empty:
                self.tell(None)
                field.refuse(self.look.words.say(wrong.message))
            return
        if entered == self.entered:
            self.tell(read)

    def tell(self, read: ParsedAccount | None) -> None:
        """What the number says, what could be verified and what not; None: nothing yet."""
        for field in self._fields.values():
            if not field.refused or read is not None:
                field.note("" if read is not None else field.hint)
        self._reading.set_lines(self._lines(read) if read is not None else [])
        if read is not None and self._reading.is_attached:
            self.call_after_refresh(self._reading.scroll_visible, animate=False)

    def _lines(self, read: ParsedAccount) -> list[SignedLine]:
        glyphs, say = self.look.glyphs, self.look.words.say
        sure = read.verified is Verified.FORM_AND_CHECK_DIGITS
        sign, style = (glyphs.done, "$success") if sure else (glyphs.warning, "$warning")
        bank = f"{self.t('banking.verified.bank', bank=read.bank_name)} " if read.bank_name else ""
        return [
            SignedLine(sign, self.t(f"banking.verified.{read.verified}"), style),
            *(SignedLine(glyphs.warning, say(note), "$warning") for note in read.notes),
            SignedLine("", f"{bank}{self.t('banking.verified.not_owner')}", "$nt-muted"),
        ]
