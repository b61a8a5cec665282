"""The installer's own sign-in at Zaptec, with which the check list sees more. It's kept in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens.form import Form
from screens.panels.panel import Panel
from screens.widgets.action import ActionButton
from screens.widgets.field import Field, Masking
from screens.widgets.notice import Tone
from services.contracts import Cause, ServiceError
from services.text.words import Message

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.session import Session
    from services.contracts import Services


class ZaptecSignInPanel(Panel):
    """Goes back by itself once the installer is signed in at the maker's cloud."""

    AREA: ClassVar[str] = "zaptec"
    AUTO_FOCUS: ClassVar[str | None] = "#input-user-name"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "reveal", "shell.keys.show"),
        Binding("f9", "back", "zaptec.cancel"),
        Binding("f10", "next", "zaptec.sign_in"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f9", "f2", "f1", "ctrl+q")

    form: Form

    def __init__(self, look: Look, services: Services, session: Session | None) -> None:
        super().__init__(look, services, session)
        self.form = Form(self, look, self.notice)

    def compose_body(self) -> ComposeResult:
        """Why, and two fields."""
        yield Static(self.t("zaptec.title"), classes="title", markup=False)
        yield Static(self.t("zaptec.lead"), classes="muted lead", markup=False)
        for name, masking in (("user_name", Masking.NEVER), ("password", Masking.ALWAYS)):
            yield Field(
                self.look,
                name,
                self.t(f"zaptec.{name}.label"),
                hint=self.t(f"zaptec.{name}.hint"),
                help_text=self.t("zaptec.help"),
                masking=masking,
            )

    def compose_actions(self) -> ComposeResult:
        """Not now, or sign in."""
        yield ActionButton(self.t("zaptec.cancel"), id="back", action="back")
        yield self.spring()
        yield ActionButton(self.t("zaptec.sign_in"), id="sign-in", action="sign_in", primary=True)

    def action_reveal(self) -> None:
        """F2: shows the password for a few seconds."""
        self.form.reveal()

    def action_sign_in(self) -> None:
        """Asks Zaptec, if there's something in both fields."""
        if self.waiting:
            return
        problems = {
            name: Message(f"zaptec.{name}.empty") for name in ("user_name", "password") if self.form.field(name).empty
        }
        self.notice.clear()
        if problems:
            self.form.refuse(problems)
        else:
            self.run_worker(self._sign_in(), group="zaptec", exclusive=True)

    async def _sign_in(self) -> None:
        from pydantic import SecretStr

        user_name = self.form.field("user_name").input.value.strip()
        try:
            async with self.busy(self.t("zaptec.doing")):
                await self.maker.sign_in(user_name, SecretStr(self.form.field("password").input.value))
        except ServiceError as error:
            self._refused(error)
        else:
            self.dismiss(None)

    def _refused(self, error: ServiceError) -> None:
        if error.cause is not Cause.SIGN_IN_REJECTED:
            self.fail(error)
            return
        self.notice.say(Tone.ERROR, self.t("zaptec.refused"))
        password = self.form.field("password")
        password.clear()
        password.input.focus()
