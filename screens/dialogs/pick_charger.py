"""Picks a charger from the installer's own list at Zaptec, newest first: the one just mounted is at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from screens.dialogs.panel import Panel
from screens.widgets.action import ActionButton
from screens.widgets.choices import Choices
from screens.widgets.notice import Tone
from services.contracts import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.widgets import Button, OptionList

    from screens.look import Look
    from services.contracts import Services, ZaptecCharger
    from services.session import Session


class PickChargerPanel(Panel):
    """`take` gets the serial number that was picked."""

    AREA: ClassVar[str] = "zaptec.pick"

    def __init__(self, look: Look, services: Services, session: Session | None, take: Callable[[str], None]) -> None:
        super().__init__(look, services, session)
        self._take = take
        self._chargers: tuple[ZaptecCharger, ...] = ()
        self.choices = Choices(look, id="choices-charger")
        self.choices.styles.max_width = "100%"
        self.choices.styles.max_height = "100%"

    def compose_body(self) -> ComposeResult:
        """The list."""
        yield Static(self.t("zaptec.pick.title"), classes="title lead", markup=False)
        yield self.choices

    def compose_actions(self) -> ComposeResult:
        """Back, or take the one that's marked."""
        yield ActionButton(self.t("zaptec.pick.cancel"), id="back")
        yield self.spring()
        yield ActionButton(self.t("zaptec.pick.take"), id="take", primary=True)

    def keys(self) -> Sequence[tuple[str, str]]:
        """Few."""
        return [
            ("F10", self.t("zaptec.pick.take")), ("F9", self.t("zaptec.pick.cancel")),
            ("F1", self.t("shell.keys.help")), ("^Q", self.t("shell.keys.quit")),
        ]  # fmt: skip

    def on_mount(self) -> None:
        """Asks for the list."""
        self.query_one("#take", ActionButton).disabled = True
        self.run_worker(self._load(), group="zaptec", exclusive=True)

    async def _load(self) -> None:
        try:
            async with self.busy(self.t("zaptec.pick.loading")):
                self._chargers = await self.services.zaptec.chargers()
        except ServiceError as error:
            self.fail(error)
            return
        if not self._chargers:
            self.notice.say(Tone.INFO, self.t("zaptec.pick.none"))
            return
        self.choices.fill([self._line(one) for one in self._chargers])
        self.choices.highlighted = 0
        self.choices.focus()
        self.query_one("#take", ActionButton).disabled = False

    def _line(self, one: ZaptecCharger) -> str:
        return self.t("zaptec.pick.line", serial=one.serial_number, name=one.name, installation=one.installation_name)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line goes on to the button; it takes nothing by itself."""
        event.stop()
        self.query_one("#take", ActionButton).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        event.stop()
        at = self.choices.highlighted
        if event.button.id == "take" and at is not None:
            self._take(self._chargers[at].serial_number)
        self.action_back()
