"""Picks a charger from the installer's own list at the maker, newest first: the one just mounted is at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from screens.form import Form
from screens.look.states import Tone
from screens.panels.panel import Panel
from screens.widgets.action_button import ActionButton
from screens.widgets.charger_rows import ChargerRows
from screens.widgets.field import Field
from services.activation.charger_search import ChargerSearch
from services.contracts import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.session import Session
    from services.contracts import MakerCharger, Services


class PickChargerPanel(Panel):
    """Typing narrows the list, up and down move in it, both at any time. `take` gets the serial number picked."""

    AREA: ClassVar[str] = "maker.pick"
    AUTO_FOCUS: ClassVar[str | None] = "#input-find"

    DEFAULT_CSS = """
    PickChargerPanel #body { overflow-y: hidden; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "back", "maker.pick.cancel"),
        Binding("f10", "next", "maker.pick.take"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f9", "f1", "ctrl+q")

    form: Form

    def __init__(self, look: Look, services: Services, session: Session | None, take: Callable[[str], None]) -> None:
        super().__init__(look, services, session)
        self.form = Form(self, look, self.notice)
        self._take = take
        self._search = ChargerSearch((), self.box_type.brand)
        self._whole = False
        self.rows = ChargerRows(look)

    def compose_body(self) -> ComposeResult:
        yield Static(self.t("maker.pick.title", maker=self.maker_name), classes="title lead", markup=False)
        help_text = self.t("maker.pick.help", maker=self.maker_name)
        yield Field(self.look, "find", self.t("maker.pick.find"), help_text=help_text)
        yield self.rows

    def compose_actions(self) -> ComposeResult:
        yield ActionButton(self.t("maker.pick.cancel"), id="back", action="back")
        yield self.spring()
        yield ActionButton(self.t("maker.pick.take"), id="take", action="take", primary=True)

    def begin(self) -> None:
        self._narrow()
        self.run_worker(self._load(), group="maker", exclusive=True)

    async def _load(self) -> None:
        try:
            async with self.busy(self.t("maker.pick.loading", maker=self.maker_name)):
                everything = await self.maker.chargers(self._shelve)
                self._whole = True
                self._shelve(everything)
        except ServiceError as error:
            self.fail(error)  # what has come so far stays, and can be taken
            return
        if not self._search.chargers:
            self.notice.say(Tone.INFO, self.t("maker.pick.none", maker=self.maker_name))

    def _shelve(self, chargers: tuple[MakerCharger, ...]) -> None:
        """All of them, or those that are there so far: the newest are on the first page."""
        self._search = ChargerSearch(chargers, self.box_type.brand, self._search)
        self._narrow()

    def _narrow(self) -> None:
        typed, everything = self.form.field("find").input.value, self._search.chargers
        found = self._search.matching(typed) if typed.strip() else everything
        self.rows.show(found)
        self.query_one("#take", ActionButton).disabled = not found
        self.tell_keys()
        so_far = "" if self._whole else "_so_far"
        if not everything:
            self.form.field("find").note("")
        elif found:
            self.form.field("find").note(self.t(f"maker.pick.count{so_far}", found=len(found), all=len(everything)))
        else:
            self.form.field("find").note(self.t(f"maker.pick.nothing{so_far}"), Tone.WARNING)

    def on_field_changed(self, event: Field.Changed) -> None:
        event.stop()
        self._narrow()

    def entered(self) -> None:
        """Enter, also a scanner's, goes on to the button; it takes nothing by itself."""
        if self.rows.pointed is not None:
            self.query_one("#take", ActionButton).focus()

    def expect_text(self) -> None:
        """With a button focused, what's typed or scanned is something else to find."""
        line = self.form.field("find").input
        if self.focused is not line:
            self.set_focus(line)
            line.select_all()

    def action_on(self) -> None:
        self._move(1)

    def action_off(self) -> None:
        self._move(-1)

    def action_scroll_body(self, pages: int) -> None:
        self._move(pages * self.rows.page)

    def _move(self, by: int) -> None:
        self.rows.move(by)
        self.form.field("find").input.focus()

    def action_take(self) -> None:
        if self.rows.pointed is not None:
            self._take(self.rows.pointed.serial_number)
        self.action_back()
