"""The installer's own sign-in at the maker, with which the check list sees more. It's kept in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens.form import Form
from screens.look.states import Tone
from screens.panels.panel import Panel
from screens.widgets.action_button import ActionButton
from screens.widgets.question_field import text_field
from services.activation.answers import AnswersWrong
from services.activation.maker_sign_in import check_maker_sign_in, maker_sign_in_questions
from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.maker_sign_in import MakerSignIn
    from services.activation.session import Session
    from services.contracts import Services


class MakerSignInPanel(Panel):
    """Goes back by itself once the installer is signed in at the maker's cloud."""

    AREA: ClassVar[str] = "maker"
    AUTO_FOCUS: ClassVar[str | None] = "#input-user-name"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "reveal", "shell.keys.show"),
        Binding("f9", "back", "maker.cancel"),
        Binding("f10", "next", "maker.sign_in"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f9", "f2", "f1", "ctrl+q")

    form: Form

    def __init__(self, look: Look, services: Services, session: Session | None) -> None:
        super().__init__(look, services, session)
        self.form = Form(self, look, self.notice)

    @property
    def help_key(self) -> str:
        """What an account is good for differs from maker to maker."""
        return f"{self.box_type.brand}.help"

    def compose_body(self) -> ComposeResult:
        yield Static(self.t("maker.title", maker=self.maker_name), classes="title", markup=False)
        kept = self.t(f"maker.kept_for_{'run' if self.services.keep_sign_ins else 'customer'}")
        yield Static(f"{self.t(f'{self.box_type.brand}.lead')} {kept}", classes="muted lead", markup=False)
        for question in maker_sign_in_questions(self.box_type.brand):
            yield text_field(self.look, question, {})

    def compose_actions(self) -> ComposeResult:
        yield ActionButton(self.t("maker.cancel"), id="back", action="back")
        yield self.spring()
        yield ActionButton(self.t("maker.sign_in"), id="sign-in", action="sign_in", primary=True)

    def action_reveal(self) -> None:
        """F2: shows the password for a few seconds."""
        self.form.reveal()

    def action_sign_in(self) -> None:
        """Asks the maker, if there's something in both fields."""
        if self.waiting:
            return
        self.notice.clear()
        try:
            answer = check_maker_sign_in(self.box_type.brand, self.form.typed())
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
        else:
            self.run_worker(self._sign_in(answer), group="maker", exclusive=True)

    async def _sign_in(self, answer: MakerSignIn) -> None:
        try:
            async with self.busy(self.t("maker.doing")):
                await self.maker.sign_in(answer.user_name, answer.password)
        except ServiceError as error:
            self._refused(error)
        else:
            self.dismiss(None)

    def _refused(self, error: ServiceError) -> None:
        if error.cause is not Cause.SIGN_IN_REJECTED:
            self.fail(error)
            return
        self.notice.say(Tone.ERROR, self.t("maker.refused", maker=self.maker_name))
        password = self.form.field("password")
        password.clear()
        password.input.focus()
