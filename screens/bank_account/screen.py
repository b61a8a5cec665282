"""The step Bank account: whose it is and which, or a clear yes to going on without one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from screens.bank_account.number import NUMBERS, AccountNumber
from screens.look.states import Tone
from screens.messages import AccountRead, Completed, SessionEnded
from screens.step import StepScreen
from screens.widgets.action_button import ActionButton
from screens.widgets.field import Field
from screens.widgets.question_field import text_field
from screens.widgets.signed_lines import SignedLine, SignedLines
from services.activation.answers import AnswersWrong
from services.activation.bank_account import SKIPPED, check_bank_account, connect_account, settled
from services.activation.explanations import describe
from services.activation.steps import Step
from services.contracts import Cause, ServiceError
from services.rules.banking import FIRST, AccountWrong, read_name
from services.text.words import Message

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from screens.look import Look
    from services.activation.answers import Typed
    from services.activation.session import BankAccountAnswer
    from services.contracts import Services

NAMES = ("first_name", "last_name")


class BankAccountScreen(StepScreen):
    """Either tells what is connected (or skipped), or asks for an account. A number that was connected isn't kept."""

    STEP: ClassVar[Step] = Step.BANK_ACCOUNT

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f4", "other")]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f9", "f4", "f2", "f1", "ctrl+q")

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self._asking = True

    @property
    def settled(self) -> BankAccountAnswer | None:
        """What Next would go on with, without asking."""
        return settled(self.session) if self.session is not None else None

    @property
    def _number(self) -> AccountNumber:
        return self.query_one(AccountNumber)

    # ------------------------------------------------------------------------------------------ what it shows

    def compose_body(self) -> ComposeResult:
        asked = self.asked(self.kept)
        self._asking = self.settled is None or any(self.kept.get(name) for name in NUMBERS)
        yield Static(self.t("bank_account.lead"), classes="title lead", markup=False)
        yield SignedLines(*self._told(), id="settled")
        with Vertical(id="form"):
            for name in NAMES:
                field = text_field(self.look, asked[name], self.kept)
                field.set_class(name == "first_name", "tight")
                yield field
            yield AccountNumber(self.look, self.asked, self.kept)

    def compose_actions(self) -> ComposeResult:
        back, *rest = super().compose_actions()
        yield back
        yield ActionButton("", id="other", action="other")
        yield from rest

    def begin(self) -> None:
        """The form with the cursor in it, or the button that goes on."""
        self._show(asking=self._asking)

    def key_words(self, action: str) -> str | None:
        return f"bank_account.keys.{self._other}" if action == "other" else None

    @property
    def _other(self) -> str:
        """What the button between is for: skip, another, keep or connect."""
        settled = self.settled
        if self._asking:
            return "keep" if settled is not None and not settled.skipped else "skip"
        return "connect" if settled is not None and settled.skipped else "another"

    def _show(self, *, asking: bool) -> None:
        self._asking = asking
        self.query_one("#settled").display = not asking
        self.query_one("#form").display = asking
        for name in NAMES:
            self.form.field(name).display = asking
        self._number.show(asked=asking)
        settled = self.settled
        label = self.t(f"bank_account.other.{self._other}", masked=settled.masked if settled else "")
        self.query_one("#other", ActionButton).say(label)
        self.tell_keys()
        self.set_focus(self._first_to_fill() if asking else self.query_one("#next"))

    def _first_to_fill(self) -> Widget:
        """The names are proposed, so it's mostly the number; with nothing left to fill, the top of the form."""
        fields = [field for field in self.form.fields() if isinstance(field, Field)]
        return next((field for field in fields if field.empty), fields[0]).input

    def _told(self) -> list[SignedLine]:
        """What is settled, in a few lines; the first is what counts."""
        settled, glyphs, name = self.settled, self.look.glyphs, self.account.customer_name
        if settled is None:
            return []
        if settled.skipped:
            return [
                SignedLine(glyphs.warning, self.t("bank_account.skipped"), "bold $warning"),
                SignedLine("", self.t("bank_account.skipped_consequence", name=name)),
            ]
        bank = f"{self.t('banking.verified.bank', bank=settled.bank_name)} " if settled.bank_name else ""
        known = settled.verified is not None
        how = self.t(f"banking.verified.{settled.verified}" if known else "bank_account.verified_before")
        return [
            SignedLine(glyphs.done, self.t("bank_account.connected", masked=settled.masked), "bold $success"),
            SignedLine("", self.t("bank_account.paid", name=name)),
            SignedLine("", f"{bank}{how}"),
        ]

    # ------------------------------------------------------------------------------------------ going on

    def on_field_left(self, event: Field.Left) -> None:
        """A name is looked at as soon as it's there; the number sees to itself."""
        event.stop()
        try:
            if not event.field.empty:
                read_name(event.field.input.value)
        except AccountWrong as wrong:
            event.field.refuse(self.look.words.say(wrong.message))

    def action_other(self) -> None:
        """F4: skip, or between what is connected and another account."""
        if self.waiting:
            return
        self.notice.clear()
        if self._other == "skip":
            self.run_worker(self._ask_to_skip(), group="call", exclusive=True)
        else:
            self._show(asking=not self._asking)

    def action_stop_waiting(self) -> None:
        """Escape: stops waiting, but what was sent may have arrived."""
        if self.waiting:
            self.workers.cancel_node(self)
            self.notice.say(Tone.INFO, self.t("bank_account.stopped"))

    def action_complete(self) -> None:
        """Connects the account at Northe, or goes on with what is settled."""
        self.notice.clear()
        settled = self.settled
        if not self._asking and settled is not None:
            self._go_on(settled)
        else:
            self.run_worker(self._connect(), group="call", exclusive=True)

    async def _connect(self) -> None:
        typed = self.typed()
        try:
            wanted = await asyncio.to_thread(check_bank_account, typed)
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
            return
        try:
            async with self.busy(self.t("bank_account.connecting")):
                connected = await connect_account(self.services, self.account, wanted)
        except ServiceError as error:
            self._refused(error, typed)
            return
        self.post_message(AccountRead(connected.account))
        self._go_on(connected.answer)

    def _refused(self, error: ServiceError, typed: Typed) -> None:
        if error.cause is Cause.SESSION_EXPIRED:
            reason = Message("shell.session_ended.text", {"name": self.account.customer_name})
            self.post_message(SessionEnded(reason, Step.BANK_ACCOUNT, typed))
        elif error.cause is Cause.BANK_REJECTED:
            self._number.tell(None)
            named = None if error.field == "iban" else error.field
            if not self.form.refuse_at_field(error, named):
                self.form.refuse_at_field(error, FIRST)
            self.notice.say(Tone.INFO, self.look.words.say(describe(error).remedy))
        else:
            self.fail(error)

    async def _ask_to_skip(self) -> None:
        from screens.dialogs.confirm import sure

        if await sure(self.app, self.look, "bank_account.skip", name=self.account.customer_name):
            with self.out_of_sight():
                self._go_on(SKIPPED)

    def _go_on(self, answer: BankAccountAnswer) -> None:
        """With the names and the kind, but without any number: it's Northe's now, or nobody's."""
        kept = {name: value for name, value in self.typed().items() if name not in NUMBERS}
        self._number.forget()
        self.post_message(Completed(Step.BANK_ACCOUNT, kept, answer))
