"""What all steps have in common: the bar that shows where one is, Back and Next, and one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from screens.form import Form
from screens.widgets.action_button import ActionButton
from screens.wizard_screen import WizardScreen
from services.activation.answers import AnswersWrong
from services.activation.session import Session
from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from screens.widgets.head import Head
    from services.activation.answers import Typed
    from services.activation.questions import Question
    from services.contracts import Account, Services


class StepScreen(WizardScreen):
    """One of the numbered steps: a bar that shows where one is, Back and Next, and one answer."""

    STEP: ClassVar[Step]

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "reveal", "shell.keys.show")]

    form: Form

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls.AREA = getattr(cls, "STEP", cls.AREA)  # a step's words stand under its stem

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self.form = Form(self, look, self.notice, is_secret=record_of(self.STEP).is_secret)

    def compose_head(self) -> Head:
        return self.head_at(STEPS.index(self.STEP))

    def compose_actions(self) -> ComposeResult:
        """Back at the left, Next at the right."""
        yield ActionButton(self.t("shell.back"), id="back", action="back")
        yield self.spring()
        yield ActionButton(self.t("shell.next"), id="next", action="complete", primary=True)

    @property
    def account(self) -> Account:
        """The customer's account. Raises `LookupError` without one: nobody gets to a step then."""
        if self.session is None or self.session.account is None:
            raise LookupError("a step without an account")
        return self.session.account

    @property
    def kept(self) -> Typed:
        """What had been typed here before."""
        return self.session.typed_in(self.STEP) if self.session is not None else {}

    def typed(self) -> Typed:
        """What stands in its fields, right or wrong."""
        return self.form.typed()

    def asked(self, typed: Typed) -> dict[str, Question]:
        """What the step asks when that's typed in it, by the questions' names and in their order."""
        questions = record_of(self.STEP).questions(self.session or Session(), typed)
        return {question.name: question for question in questions}

    def action_reveal(self) -> None:
        """F2: shows what's hidden, for a few seconds."""
        self.form.reveal()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Next waits for an answer that's under way; there must be secrets to show."""
        if action == "complete":
            return not self.waiting
        if action == "reveal":
            return self.form.has_secrets
        return super().check_action(action, parameters)

    def action_complete(self) -> None:
        """Next: goes on with what's typed if the step's check takes it, else refuses it at the fields.

        A step in which Northe makes the answer has another one.
        """
        from screens.messages import Completed

        self.notice.clear()
        typed = self.typed()
        try:
            answer = record_of(self.STEP).check(self.session or Session(), typed)
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
        else:
            self.post_message(Completed(self.STEP, typed, answer))

    def action_back(self) -> None:
        """One step back, with everything that was typed."""
        from screens.messages import WentBack

        self.workers.cancel_node(self)
        self.post_message(WentBack(self.STEP, self.typed()))
