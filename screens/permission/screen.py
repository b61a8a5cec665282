"""F6 on Connect: shows how Zaptec's owner lets Northe in, and verifies it live."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from screens.dialogs.panel import Panel
from screens.look.glyphs import ASCII
from screens.permission.words import HowTo, Verdict
from screens.widgets.action import ActionButton
from screens.widgets.keys import KeysLine
from screens.widgets.notice import Tone
from screens.widgets.qr import Qr
from services.contracts import Cause, Grant, ServiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Button

    from screens.look import Look
    from services.contracts import Services
    from services.diagnosis import BoxFacts
    from services.session import Session

LOOK_EVERY = 8.0
"""Seconds between two looks at Zaptec while the panel is open: it forbids polling that's much faster."""

BESIDE = 38
"""Columns that the words beside the code need."""

LEAST_ROWS = 15
"""Rows that the words need in a window as wide as most are."""


class PermissionScreen(Panel):
    """`check` asks both clouds, None as long as there's no serial number to ask about. `found` gets what they say."""

    AREA: ClassVar[str] = "permission"
    AUTO_FOCUS: ClassVar[str | None] = "#check"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "code", show=False),
        Binding("f5", "check", show=False),
        Binding("f7", "zaptec", show=False),
        Binding("f8", "approve", show=False),
    ]
    DEFAULT_CSS = """
    PermissionScreen #link { width: 100%; padding: 0 2; height: auto; color: $primary; text-style: bold; }
    PermissionScreen #ways { height: 1fr; width: 100%; }
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
        *,
        pro: bool = False,
        facts: BoxFacts | None = None,
        check: Callable[[], Awaitable[BoxFacts]] | None = None,
        found: Callable[[BoxFacts], None] | None = None,
        look_every: float = LOOK_EVERY,
    ) -> None:
        super().__init__(look, services, session)
        self.facts = facts
        self._pro, self._check, self._found, self._look_every = pro, check, found, look_every
        self._link = Static("", id="link", markup=False)
        self._code = Qr()
        self._how_to = HowTo(look, services.consent)
        self._verdict = Verdict(look)

    # ------------------------------------------------------------------------------------------ what it shows

    def compose(self) -> ComposeResult:
        """The link on rows of its own, so that it can be copied; below it the code beside the words."""
        yield self.compose_head()
        yield self._link
        with Horizontal(id="ways"):
            with Vertical(id="code"):
                yield self._code
            with Vertical(id="words"):
                yield self._verdict
                with VerticalScroll(id="body", can_focus=False):
                    yield self._how_to
                yield self.notice
        with Horizontal(id="actions"):
            yield ActionButton(self.t("permission.back"), id="back")
            yield self.spring()
            yield ActionButton(self.t("permission.check"), id="check", primary=True)
        yield KeysLine(self.look, self.keys())

    def keys(self) -> Sequence[tuple[str, str]]:
        """Only those that do something now."""
        keys = [("F5", self.t("permission.keys.check"))]
        if self.granted:
            keys = [("F10", self.t("permission.back")), *keys]
        if self.serial_number is not None and self.services.phone is not None and not self.granted:
            keys.append(("F8", self.t("permission.keys.approve")))
        if self._code_fits_alone and not self.has_class("with-code"):
            keys.append(("F4", self.t("permission.keys.code")))
        if self.services.zaptec.signed_in_as is None:
            keys.append(("F7", self.t("connect.keys.zaptec")))
        last = {"F9": "shell.keys.back", "F1": "shell.keys.help", "^Q": "shell.keys.quit"}
        return [*keys, *((key, self.t(text)) for key, text in last.items())]

    @property
    def installation_id(self) -> str | None:
        """The installation's id at Zaptec, where a cloud has told it."""
        return self.facts.evidence.installation_id if self.facts is not None else None

    @property
    def serial_number(self) -> str | None:
        """Whose installation it's about, once something has been asked about it."""
        return self.facts.reading.value if self.facts is not None else None

    @property
    def is_pro(self) -> bool:
        """Whether it's a Pro installation: as Zaptec says, else as the chosen model lets one expect."""
        told = self.facts.evidence.installation_is_pro if self.facts is not None else None
        return self._pro if told is None else told

    @property
    def link(self) -> str | None:
        """Zaptec's consent link; None for a Pro installation whose id isn't known, since no link would work."""
        if self.is_pro and self.installation_id is None:
            return None
        return self.services.consent.link(installation_id=self.installation_id, is_pro=self.is_pro)

    def on_mount(self) -> None:
        """Shows what's known already, and starts looking."""
        super().on_mount()
        self.set_out()
        if self.granted:
            self.query_one("#back", ActionButton).focus()
        if self.facts is None and self._check is not None:
            self.action_check()
        self.run_worker(self._watch(), group="watch", exclusive=True)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Another size may have room for the code, or none any more."""
        self.set_out()

    def set_out(self) -> None:
        """Puts link, code and words where they're whole."""
        link = self.link
        self._link.update(link or "")
        self._link.display = link is not None
        self._code.show(link or "")
        self.set_class(self._code_fits_beside, "with-code")
        self.set_class(self._has_room, "with-room")
        if link is None:
            first = ""
        elif self.has_class("with-code"):
            first = "permission.scan.one"
        else:
            first = "permission.scan.one_code" if self._code_fits_alone else "permission.scan.one_link"
        self._how_to.show(self.facts, first)
        self._verdict.show(self.facts, self._hint())
        for button in self.query(ActionButton):
            button.set_class(button.id == ("back" if self.granted else "check"), "primary")
        for line in self.query(KeysLine):
            line.show(self.keys())

    def _hint(self) -> str:
        if self._check is None:
            return self.t("permission.no_serial")
        if self.granted:
            return self.t("permission.there")
        if self.services.zaptec.signed_in_as is not None:
            return self.t("permission.next_look", seconds=round(self._look_every))
        return self.t("permission.no_look")

    @property
    def _code_fits_beside(self) -> bool:
        """Whole, in its quiet zone, below the link and above the buttons: a part of a code is worth nothing."""
        link = self.link
        if link is None or self.look.glyphs is ASCII:
            return False
        columns, rows = self._code.cells
        return self.size.width >= columns + 2 + BESIDE and self.size.height >= rows + self._frame_rows

    @property
    def _frame_rows(self) -> int:
        """Rows of head, link, buttons and keys."""
        return 6 + -(-cell_len(self.link or "") // max(1, self.size.width - 4))

    @property
    def _has_room(self) -> bool:
        """For an empty row below the link."""
        rows = self._code.cells[1] if self._code_fits_beside else LEAST_ROWS
        return self.size.height > rows + self._frame_rows

    @property
    def _code_fits_alone(self) -> bool:
        columns, rows = self._code.cells
        shown = self.link is not None and self.look.glyphs is not ASCII
        return shown and self.size.width >= columns and self.size.height >= rows

    # ------------------------------------------------------------------------------------------ whether it's there

    @property
    def granted(self) -> bool:
        """Northe itself has shown that it has the permission, with both roles."""
        return self.facts is not None and self.facts.passed(Cause.ROLE_MISSING)

    def take(self, facts: BoxFacts) -> None:
        """Newer facts; Connect gets them, too."""
        was_granted = self.granted
        self.facts = facts
        if self._found is not None:
            self._found(facts)
        self.set_out()
        if self.granted and not was_granted:
            self.notice.clear()
            self.query_one("#back", ActionButton).focus()

    def action_check(self) -> None:
        """F5: both clouds, now."""
        if self._check is None:
            self.notice.say(Tone.WARNING, self.t("permission.no_serial"))
        elif not self.waiting:
            self.notice.clear()
            self.run_worker(self._ask(self._check), group="checking", exclusive=True)

    async def _ask(self, check: Callable[[], Awaitable[BoxFacts]]) -> None:
        async with self.busy(self.t("permission.doing")):
            facts = await check()
        self.take(facts)

    async def _watch(self) -> None:
        """Looks at Zaptec again and again while somebody is signed in there; asks Northe once Zaptec shows a grant."""
        while not self.granted:
            await asyncio.sleep(self._look_every)
            zaptec = self.services.zaptec
            if zaptec.signed_in_as is None or self.facts is None or self._check is None or self.waiting:
                continue
            try:
                seen = await zaptec.look(self.facts.reading.value)
            except ServiceError as error:
                self.take(replace(self.facts, zaptec=error))
                await asyncio.sleep(error.retry_after or 0.0)
                continue
            if seen.grant is Grant.GRANTED:
                self.take(await self._check())
            else:
                self.take(replace(self.facts, zaptec=seen))

    # ------------------------------------------------------------------------------------------ other keys

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back, or check again."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        else:
            self.action_check()

    def action_code(self) -> None:
        """F4: the code alone, where it has no room beside the words."""
        from screens.permission.code import CodeScreen

        link = self.link
        if link is not None and self._code_fits_alone and not self.has_class("with-code"):
            self.app.push_screen(CodeScreen(self.look, link))

    def action_zaptec(self) -> None:
        """F7: with the installer's own sign-in the permission is verified live."""
        if self.services.zaptec.signed_in_as is None and not self.waiting:
            self.run_worker(self._sign_in(), group="zaptec", exclusive=True)

    async def _sign_in(self) -> None:
        from screens.dialogs.zaptec_sign_in import ZaptecSignInPanel

        await self.app.push_screen_wait(ZaptecSignInPanel(self.look, self.services, self.session))
        self.set_out()
        if self.services.zaptec.signed_in_as is not None and self._check is not None:
            self.action_check()

    def action_approve(self) -> None:
        """F8, in the sandbox only: the owner says yes."""
        if self.services.phone is not None and self.serial_number is not None and not self.waiting:
            self.run_worker(self._approve(self.serial_number), group="checking", exclusive=True)

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
        if self._check is not None:
            await self._ask(self._check)
