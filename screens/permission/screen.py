"""F6 on Connect: shows how the owner gives Northe the permission, and verifies it live."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from screens.column import ScreenBody, Ways
from screens.copying import COPY, CopyOut
from screens.look.glyphs import ASCII
from screens.look.states import Tone
from screens.panels.panel import Panel
from screens.permission.words import HowTo, PermissionVerdict
from screens.widgets.action_button import ActionButton
from screens.widgets.code_place import CodePlace, code_place, fits
from screens.widgets.keys_line import KeysLine
from screens.widgets.qr import Qr, cells
from services.activation.permission_watch import LOOK_EVERY, PermissionWatch
from services.contracts import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.box_check import BoxCheck
    from services.activation.permission import PermissionState
    from services.activation.session import Session
    from services.contracts import Services

BESIDE = 38
"""Columns that the words beside the code need."""

LEAST_ROWS = 15
"""Rows that the words need in a window as wide as most are."""


class PermissionScreen(Panel):
    """The link on its row, the code beside the words or alone where it's whole, and whether the permission is there.

    `check` is what's known of the box, which Connect shows, too; without an answer in it there's nothing to ask about.
    `look_every`: seconds between two looks at the maker's cloud, as long as they're frequent.
    """

    AREA: ClassVar[str] = "permission"
    AUTO_FOCUS: ClassVar[str | None] = "#check"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "in_words", "shell.keys.link"),
        Binding("f5", "check", "permission.keys.check"),
        Binding("f6", "other_code", "shell.keys.no_scan"),
        Binding("f7", "maker", "connect.keys.maker"),
        Binding("ctrl+p", "approve", "permission.keys.approve"),
        COPY,
        Binding("f10", "next", "permission.go_on"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f5", "ctrl+p", "f7", "f6", "f3", "f9", "f1", "ctrl+q", "f8", "f2")

    DEFAULT_CSS = """
    PermissionScreen #link { width: 100%; padding: 0 2; height: auto; color: $primary; text-style: bold; }
    PermissionScreen #ways { height: auto; width: 100%; }
    PermissionScreen #code { width: auto; height: auto; padding-left: 2; display: none; }
    PermissionScreen.with-code #code { display: block; }
    PermissionScreen #words { width: 1fr; height: 100%; }
    PermissionScreen #verdict { padding: 0 2; margin-bottom: 1; }
    PermissionScreen.with-room #link { margin-bottom: 1; }
    """

    def __init__(
        self,
        look: Look,
        services: Services,
        session: Session | None,
        check: BoxCheck,
        *,
        look_every: float = LOOK_EVERY,
    ) -> None:
        super().__init__(look, services, session)
        place = self.maker.consent
        self.check = check
        self._watch = PermissionWatch(self.maker, check, busy=lambda: self.waiting, every=look_every)
        self._was_granted = self.state.granted
        self._link = Static("", id="link", markup=False)
        self._code = Qr(whole=look.glyphs is ASCII)
        self._in_words = False
        self._copies = CopyOut(self, look, self.notice.say)
        self._stop_listening: Callable[[], None] | None = None
        self._how_to = HowTo(look, self.box_type.brand, place.lookup_key if place is not None else "")
        self._verdict = PermissionVerdict(look, self.maker_name)

    def begin(self) -> None:
        """Shows what's known already, and starts looking."""
        self.set_out()
        if self.state.granted:
            self.query_one("#go-on", ActionButton).focus()
        self._stop_listening = self.check.listen(self._show_check)
        if self.check.facts is None and self.check.answer is not None:
            self.action_check()
        self.run_worker(self._watch.run(), group="watch", exclusive=True)

    def end(self) -> None:
        """What becomes known later shows on Connect alone."""
        if self._stop_listening is not None:
            self._stop_listening()

    def hint(self) -> str:
        """By hand, by itself, or not at all."""
        if self.check.answer is None:
            return self.t("permission.no_serial")
        if self.state.granted:
            return self.t("permission.there")
        if self.maker.signed_in_as is not None:
            return self.t("permission.next_look", maker=self.maker_name, count=round(self._watch.pause))
        return self.t("permission.no_look", maker=self.maker_name)

    # ------------------------------------------------------------------------------------------ what it shows

    def compose(self) -> ComposeResult:
        """The link on rows of its own, so that it can be copied; below it the code beside the words."""
        yield self.compose_head()
        yield self._link
        with Ways(id="ways"):
            with Vertical(id="code"):
                yield self._code
            with Vertical(id="words"):
                yield self._verdict
                with ScreenBody(id="body"):
                    yield self._how_to
                yield self.notice
        with Horizontal(id="actions"):
            yield ActionButton(self.t("shell.back"), id="back", action="back")
            yield self.spring()
            yield ActionButton(self.t("permission.check"), id="check", action="check", primary=True)
            yield ActionButton(self.t("permission.go_on"), id="go-on", action="back")
        yield KeysLine(self.look)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A code must have room, nobody may be signed in at the maker, the owner's yes must be missing."""
        place = self._code_place
        larger = place is CodePlace.BESIDE and self.look.glyphs is not ASCII
        allowed = {
            "in_words": place is CodePlace.BESIDE,
            "other_code": larger or place is CodePlace.ALONE or (place is CodePlace.BESIDE and self._in_words),
            "copy": self._link_now is not None,
            "maker": self.maker.signed_in_as is None,
            "approve": self.services.phone is not None and self.state.may_be_approved,
        }.get(action)
        return super().check_action(action, parameters) if allowed is None else allowed

    def footer_keys(self) -> Sequence[str]:
        """Of two keys that do the same, one: F10 checks as F5 does until it's granted."""
        seen = self.has_class("with-code") and self.look.guesses_light
        hidden = {*(() if self.state.granted else ("f10",)), *(() if seen else ("f3",))}
        return [key for key in self.FOOTER if key not in hidden]

    def key_words(self, action: str) -> str | None:
        """F3 is for a code that the terminal may have drawn with its colours changed over; F6 and F2 bring it back."""
        hidden = self._in_words or self._code_place is CodePlace.ALONE
        return {
            "other_theme": "shell.keys.inverted",
            "other_code": "shell.keys.code" if hidden else None,
            "in_words": "shell.keys.code" if hidden else None,
        }.get(action)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Another size may have room for the code, or none any more."""
        self.set_out()

    def set_out(self) -> None:
        """Puts link, code and words where they're whole; once the permission is there, nobody needs them."""
        link = self._link_now
        self._link.update(link or "")
        self._link.display = link is not None
        self._code.show(link or "", whole=self.look.glyphs is ASCII)
        place = self._code_place
        beside = place is CodePlace.BESIDE and not self._in_words
        self.set_class(beside, "with-code")
        self.set_class(self._has_room, "with-room")
        if link is None:
            first = ""
        elif beside:
            first = "permission.scan.one"
        else:
            first = f"permission.scan.{'one_link' if place is CodePlace.AS_LINK else 'one_code'}"
        self._how_to.show(self.state.facts, first, granted=self.state.granted)
        self._verdict.show(self.state.facts, self.hint())
        for button in self.query(ActionButton):  # none while the screen is being taken down
            if button.id == "go-on":
                button.display = self.state.granted
            button.set_class(button.id == ("go-on" if self.state.granted else "check"), "primary")
        self.tell_keys()

    @property
    def _link_now(self) -> str | None:
        """The link, as long as there's anything to approve."""
        return None if self.state.granted else self.state.link

    @property
    def _code_place(self) -> CodePlace:
        """Beside the words, whole, below the link and above the buttons; else for F6 on a screen of its own."""
        if self._link_now is None:
            return CodePlace.NOWHERE
        around = {CodePlace.BESIDE: (2 + BESIDE, self._frame_rows), CodePlace.ALONE: (0, 0)}
        return code_place(self.size, self._code.cells, around)

    @property
    def _frame_rows(self) -> int:
        """Rows of head, link, buttons and keys."""
        return 6 + -(-cell_len(self._link_now or "") // max(1, self.size.width - 4))

    @property
    def _has_room(self) -> bool:
        """For an empty row below the link."""
        rows = self._code.cells[1] if self._code_place is CodePlace.BESIDE else LEAST_ROWS
        return self.size.height > rows + self._frame_rows

    def action_other_code(self) -> None:
        """F6: the code alone where it has no room beside the words; one that can't be scanned in whole cells, which
        no font draws with a seam; or how much room those need.
        """
        link = self._link_now
        if link is None:
            return
        if self._in_words and self._code_place is CodePlace.BESIDE:
            self.action_in_words()
            return
        columns, rows = needed = cells(self._code.modules, whole=True)
        alone = self._code_place is CodePlace.ALONE
        if alone or fits(self.size, needed):
            from screens.code_screen import CodeScreen

            self.app.push_screen(CodeScreen(self.look, link, larger=not alone))
        else:
            self.notice.say(Tone.INFO, self.t("shell.code.larger", columns=columns, rows=rows))

    def action_in_words(self) -> None:
        """F2: the words in the whole width, with the link above them, in place of the code; and back."""
        self._in_words = not self._in_words
        self.notice.clear()
        self.set_out()

    def action_copy(self) -> None:
        """F8: the link."""
        self._copies.link(self._link_now or "")

    # ------------------------------------------------------------------------------------------ whether it's there

    @property
    def state(self) -> PermissionState:
        """What's known of the permission by now."""
        return self._watch.state

    def _show_check(self) -> None:
        """Something else is known of the box; Connect shows it, too."""
        self.set_out()
        if self.state.granted and not self._was_granted:
            self.notice.clear()
            self.query_one("#go-on", ActionButton).focus()
        self._was_granted = self.state.granted

    def action_check(self) -> None:
        """F5: both clouds, now."""
        if self.check.answer is None:
            self.notice.say(Tone.WARNING, self.t("permission.no_serial"))
        elif not self.waiting:
            self.notice.clear()
            self.run_worker(self._ask(), group="checking", exclusive=True)

    async def _ask(self) -> None:
        async with self.busy(self.t("permission.doing")):
            facts = await self.check.ask()
        self.check.take(facts)

    # ------------------------------------------------------------------------------------------ other keys

    def action_maker(self) -> None:
        """F7: with the installer's own sign-in the permission is verified live."""
        if not self.waiting:
            self.run_worker(self._sign_in(), group="maker", exclusive=True)

    async def _sign_in(self) -> None:
        from screens.panels.maker_sign_in import MakerSignInPanel

        await self.app.push_screen_wait(MakerSignInPanel(self.look, self.services, self.session))
        self.set_out()
        if self.maker.signed_in_as is not None and self.check.answer is not None:
            self.action_check()

    def action_approve(self) -> None:
        """Ctrl+P, in the sandbox only: the owner says yes."""
        if self.state.serial_number is not None and not self.waiting:
            self.run_worker(self._approve(self.state.serial_number), group="checking", exclusive=True)

    async def _approve(self, serial_number: str) -> None:
        phone = self.services.phone
        if phone is None:
            return
        try:
            async with self.busy(self.t("permission.approving")):
                await phone.consent(serial_number)
        except ServiceError as error:
            self.fail(error)
            return
        if self.check.answer is not None:
            await self._ask()
