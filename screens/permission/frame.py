"""How the permission panel is laid out: the link on its row, the code beside the words or alone, where it's whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from screens.dialogs.panel import Panel
from screens.look.glyphs import ASCII
from screens.permission.words import HowTo, PermissionVerdict
from screens.widgets.action import ActionButton
from screens.widgets.code_place import CodePlace, code_place, fits
from screens.widgets.keys import KeysLine
from screens.widgets.notice import Tone
from screens.widgets.qr import Qr, cells
from services.activation.brands import brand_record
from services.contracts import BoxEvidence, Cause

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import Session
    from services.contracts import Services

BESIDE = 38
"""Columns that the words beside the code need."""

LEAST_ROWS = 15
"""Rows that the words need in a window as wide as most are."""


class PermissionFrame(Panel):
    """`facts`: what's known of the box, if anything is."""

    AREA: ClassVar[str] = "permission"
    AUTO_FOCUS: ClassVar[str | None] = "#check"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "code", show=False),
        Binding("f6", "larger_code", show=False),
    ]
    DEFAULT_CSS = """
    PermissionFrame #link { width: 100%; padding: 0 2; height: auto; color: $primary; text-style: bold; }
    PermissionFrame #ways { height: 1fr; width: 100%; }
    PermissionFrame #code { width: auto; height: auto; padding-left: 2; display: none; }
    PermissionFrame.with-code #code { display: block; }
    PermissionFrame #words { width: 1fr; height: 100%; }
    PermissionFrame #verdict { padding: 0 2; margin-bottom: 1; }
    PermissionFrame.with-room #link { margin-bottom: 1; }
    """

    def __init__(self, look: Look, services: Services, session: Session | None, *, facts: BoxFacts | None) -> None:
        super().__init__(look, services, session)
        self.facts = facts
        self._link = Static("", id="link", markup=False)
        self._code = Qr(whole=look.glyphs is ASCII)
        self._how_to = HowTo(look, self.maker.consent.lookup_key if self.maker.consent is not None else "")
        self._verdict = PermissionVerdict(look)

    def hint(self) -> str:
        """How it's looked at again, or what to do next."""
        raise NotImplementedError(type(self).__name__)

    # ------------------------------------------------------------------------------------------ what's known

    @property
    def granted(self) -> bool:
        """Northe itself has shown that it has the permission, with both roles."""
        return self.facts is not None and self.facts.passed(Cause.ROLE_MISSING)

    @property
    def serial_number(self) -> str | None:
        """Whose installation it's about, once something has been asked about it."""
        return self.facts.reading.value if self.facts is not None else None

    @property
    def link(self) -> str | None:
        """The maker's consent link, where enough is known for one that works."""
        link_of, place = brand_record(self.box_type.brand).consent_link, self.maker.consent
        if link_of is None or place is None:
            return None
        seen = self.facts.evidence if self.facts is not None else BoxEvidence()
        return link_of(place, seen, self.box_type.model)

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
        if self._code_place is CodePlace.ALONE:
            keys.append(("F4", self.t("permission.keys.code")))
        if self.maker.signed_in_as is None:
            keys.append(("F7", self.t("connect.keys.zaptec")))
        if self.has_class("with-code"):
            if self.look.glyphs is not ASCII:
                keys.append(("F6", self.t("shell.keys.no_scan")))
            if self.look.guesses_light:
                keys.append(("F3", self.t("shell.keys.inverted")))
        back = [] if self.granted else [("F9", self.t("shell.keys.back"))]  # F10 goes back then
        return [*keys, *back, ("F1", self.t("shell.keys.help")), ("^Q", self.t("shell.keys.quit"))]

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Another size may have room for the code, or none any more."""
        self.set_out()

    def set_out(self) -> None:
        """Puts link, code and words where they're whole."""
        link = self.link
        self._link.update(link or "")
        self._link.display = link is not None
        self._code.show(link or "", whole=self.look.glyphs is ASCII)
        place = self._code_place
        self.set_class(place is CodePlace.BESIDE, "with-code")
        self.set_class(self._has_room, "with-room")
        if link is None:
            first = ""
        elif place is CodePlace.BESIDE:
            first = "permission.scan.one"
        else:
            first = "permission.scan.one_code" if place is CodePlace.ALONE else "permission.scan.one_link"
        self._how_to.show(self.facts, first)
        self._verdict.show(self.facts, self.hint())
        for button in self.query(ActionButton):
            button.set_class(button.id == ("back" if self.granted else "check"), "primary")
        for line in self.query(KeysLine):
            line.show(self.keys())

    @property
    def _code_place(self) -> CodePlace:
        """Beside the words, whole, below the link and above the buttons; else for F4 on a screen of its own."""
        if self.link is None:
            return CodePlace.NOWHERE
        around = {CodePlace.BESIDE: (2 + BESIDE, self._frame_rows), CodePlace.ALONE: (0, 0)}
        return code_place(self.size, self._code.cells, around)

    @property
    def _frame_rows(self) -> int:
        """Rows of head, link, buttons and keys."""
        return 6 + -(-cell_len(self.link or "") // max(1, self.size.width - 4))

    @property
    def _has_room(self) -> bool:
        """For an empty row below the link."""
        rows = self._code.cells[1] if self._code_place is CodePlace.BESIDE else LEAST_ROWS
        return self.size.height > rows + self._frame_rows

    def action_code(self) -> None:
        """F4: the code alone, where it has no room beside the words."""
        from screens.permission.code import CodeScreen

        link = self.link
        if link is not None and self._code_place is CodePlace.ALONE:
            self.app.push_screen(CodeScreen(self.look, link))

    def action_larger_code(self) -> None:
        """F6: the code can't be scanned, so it's shown in whole cells, which no font draws with a seam."""
        from screens.permission.code import CodeScreen

        link = self.link
        if link is None or not self.has_class("with-code") or self.look.glyphs is ASCII:
            return
        columns, rows = needed = cells(self._code.modules, whole=True)
        if fits(self.size, needed):
            self.app.push_screen(CodeScreen(self.look, link, larger=True))
        else:
            self.notice.say(Tone.INFO, self.t("permission.code.larger", columns=columns, rows=rows))
