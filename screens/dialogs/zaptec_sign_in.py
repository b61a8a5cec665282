"""The installer's own sign-in at Zaptec, with which the check list sees more. It's kept in memory only."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from screens.dialogs.panel import Panel
from screens.widgets.action import ActionButton
from screens.widgets.field import Field, Masking
from screens.widgets.notice import Tone
from services.contracts import Cause, ServiceError
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widgets import Button


class ZaptecSignInPanel(Panel):
    """Goes back by itself once the installer is signed in at the maker's cloud."""

    AREA: ClassVar[str] = "zaptec"
    AUTO_FOCUS: ClassVar[str | None] = "#input-user-name"

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
        yield ActionButton(self.t("zaptec.cancel"), id="back")
        yield self.spring()
        yield ActionButton(self.t("zaptec.sign_in"), id="sign-in", primary=True)

    def keys(self) -> Sequence[tuple[str, str]]:
        """Few."""
        return [
            ("F10", self.t("zaptec.sign_in")), ("F9", self.t("zaptec.cancel")), ("F2", self.t("shell.keys.show")),
            ("F1", self.t("shell.keys.help")), ("^Q", self.t("shell.keys.quit")),
        ]  # fmt: skip

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        elif not self.waiting:
            self.sign_in()

    def sign_in(self) -> None:
        """Asks Zaptec, if there's something in both fields."""
        problems = {
            name: Message(f"zaptec.{name}.empty") for name in ("user_name", "password") if self.field(name).empty
        }
        self.notice.clear()
        if problems:
            self.refuse(problems)
        else:
            self.run_worker(self._sign_in(), group="zaptec", exclusive=True)

    async def _sign_in(self) -> None:
        from pydantic import SecretStr

        user_name = self.field("user_name").input.value.strip()
        try:
            async with self.busy(self.t("zaptec.doing")):
                await self.maker.sign_in(user_name, SecretStr(self.field("password").input.value))
        except ServiceError as error:
            self._refused(error)
        else:
            self.dismiss(None)

    def _refused(self, error: ServiceError) -> None:
        if error.cause is not Cause.SIGN_IN_REJECTED:
            self.fail(error)
            return
        self.notice.say(Tone.ERROR, self.t("zaptec.refused"))
        password = self.field("password")
        password.clear()
        password.input.focus()
