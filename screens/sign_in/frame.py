"""How the Sign in screen is laid out: the code beside the words, above them, or as a link where there's no room."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll

from screens.asking import AskingScreen
from screens.look.glyphs import ASCII
from screens.sign_in.credentials_panel import CredentialsPanel
from screens.sign_in.link_panel import LinkPanel
from screens.widgets.action import ActionButton
from screens.widgets.code_place import CodePlace, code_place
from screens.widgets.keys import KeysLine
from screens.widgets.qr import Qr, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look
    from services.contracts import Services

BESIDE = 34
"""Columns that the words beside the code need, with the space around them."""

BELOW = 18
"""Rows that the words below the code need, in a window that is narrow but high."""

FRAME = 6
"""Rows of head, buttons and keys."""

HIGHEST_NOTICE = 9
"""Rows: beside the code it's narrow, but there's room."""

USUAL = 33
"""Modules on each side of the code that Northe offers (version 3); its place is kept free until it's here."""


class Form(Enum):
    """How the code is asked for; each time it can't be scanned, the next one."""

    AS_FITS = auto()
    LARGER = auto()
    """In whole cells, which every font and terminal draws without a seam."""
    LINK = auto()


_WITH_WORDS = {CodePlace.BESIDE: (2 + BESIDE, FRAME), CodePlace.ABOVE: (4, FRAME + BELOW)}
AROUND: dict[Form, dict[CodePlace, tuple[int, int]]] = {
    Form.AS_FITS: _WITH_WORDS,
    Form.LARGER: {**_WITH_WORDS, CodePlace.ALONE: (2, FRAME)},
    Form.LINK: {},
}
"""Columns and rows that each place of the code needs besides it, by the form that's asked for."""


class SignInFrame(AskingScreen):
    """The notice stands beside the code, so that it never takes rows from it.

    Parts that a watch changes are held and not looked up: it may tell of something while the screen is taken down.
    """

    AREA: ClassVar[str] = "sign_in"
    AUTO_FOCUS: ClassVar[str | None] = ""  # nothing to press while the customer scans: the screen goes on by itself
    AHEAD: ClassVar[bool] = True

    DEFAULT_CSS = """
    SignInFrame #ways { height: 1fr; width: 100%; }
    SignInFrame #code { width: auto; height: auto; padding-left: 2; display: none; }
    SignInFrame #words { width: 1fr; height: 100%; }
    SignInFrame.code-beside #code, SignInFrame.code-above #code, SignInFrame.code-alone #code { display: block; }
    SignInFrame.code-alone #words { display: none; }
    SignInFrame.code-beside #words { max-height: 22; padding-left: 1; }
    SignInFrame.code-above #ways { layout: vertical; }
    SignInFrame.code-above #words { width: 100%; height: 1fr; padding-top: 1; }
    SignInFrame.code-as-link #link-title { margin-bottom: 0; }
    SignInFrame #credentials-panel { display: none; }
    SignInFrame.without-customer #credentials-panel { display: block; }
    SignInFrame.without-customer #link-panel { display: none; }
    """

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self.link = LinkPanel(look, with_phone=services.phone is not None)
        self.credentials = CredentialsPanel(look)
        self._code = Qr()
        self._form = Form.AS_FITS
        self._payload: str | None = ""
        self._other = ActionButton(self.t("sign_in.qr.other_button"), id="other")
        self.go = ActionButton(self.t("sign_in.qr.new"), id="go", primary=True)
        self._keys_line = KeysLine(look, self.keys())
        self.notice.styles.max_height = HIGHEST_NOTICE

    def compose(self) -> ComposeResult:
        """As every screen, but for the code at the left of body and notice."""
        yield self.compose_head()
        with Horizontal(id="ways"):
            with Vertical(id="code"):
                yield self._code
            with Vertical(id="words"):
                with VerticalScroll(id="body", can_focus=False):
                    yield self.link
                    yield self.credentials
                yield self.notice
        with Horizontal(id="actions"):
            yield ActionButton(self.t("shell.back"), id="back")
            yield self.spring()
            yield self._other
            yield self.go
        yield self._keys_line

    @property
    def without_customer(self) -> bool:
        """Whether the fields show, and not the code."""
        return self.has_class("without-customer")

    def keys(self) -> Sequence[tuple[str, str]]:
        """The other way first; F2 where there are secrets to show."""
        t = self.t
        first: list[tuple[str, str]]
        if self.without_customer:
            first = [("F10", t("sign_in.go")), ("F4", t("sign_in.keys.qr")), ("F2", t("shell.keys.show"))]
        else:
            first = [("F4", t("sign_in.keys.credentials"))]
            if self.services.phone is not None:
                first.append(("F8", t("sign_in.keys.approve")))
            if self._other_form() is not None:
                as_link = self.has_class(f"code-{CodePlace.AS_LINK}")
                first.append(("F6", t("sign_in.keys.qr" if as_link else "shell.keys.no_scan")))
            if self.look.guesses_light:
                return [*first, ("F3", t("shell.keys.inverted")), *self._last_keys()]
        return [*first, *self._last_keys(), ("F3", t("shell.keys.theme"))]

    def _last_keys(self) -> Sequence[tuple[str, str]]:
        t = self.t
        return [("F9", t("shell.keys.back")), ("F1", t("shell.keys.help")), ("^Q", t("shell.keys.quit"))]

    def turn(self, *, without_customer: bool) -> None:
        """Shows one way or the other."""
        self.set_class(without_customer, "without-customer")
        label = "sign_in.credentials.other_button" if without_customer else "sign_in.qr.other_button"
        self._other.say(self.t(label))
        self._keys_line.show(self.keys())
        self.place_code(self._payload)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Another size may have room for the code, or none any more."""
        self.place_code(self._payload)

    # ---------------------------------------------------------------------------------- the code's place

    def place_code(self, payload: str | None) -> None:
        """Puts the code where it's whole. Empty: it's about to come, so its place is kept; None: there's none."""
        self._payload = payload
        self._code.show(payload or "", whole=self._code.whole)  # its size decides on the place
        place, whole = self._look_of(self._form)
        self._code.show(payload or "", whole=whole)
        for one in CodePlace:
            self.set_class(place is one, f"code-{one}")
        columns, rows = self._cells(whole=whole)
        self._code.styles.min_width, self._code.styles.min_height = columns, rows
        as_link = place is CodePlace.AS_LINK and bool(payload)
        self.link.without_code(payload if as_link and payload else "", self._why() if as_link else "")
        self.link.with_link(
            payload if place in (CodePlace.BESIDE, CodePlace.ABOVE) else None, self._room_for_link(place)
        )
        self._keys_line.show(self.keys())

    def action_other_code(self) -> None:
        """F6: the code can't be scanned, so it's shown in another form."""
        self._form = self._other_form() or self._form
        self.place_code(self._payload)

    def _other_form(self) -> Form | None:
        """The next one that looks different from the present one; None where there's no code, or no room for any."""
        if self.without_customer or self._payload is None:
            return None
        forms = list(Form)
        after = forms.index(self._form) + 1
        now = self._look_of(self._form)
        return next((one for one in [*forms[after:], *forms[:after]] if self._look_of(one) != now), None)

    def _look_of(self, form: Form) -> tuple[CodePlace, bool]:
        """Where the code would be in that form, and whether in whole cells."""
        if self.without_customer or self._payload is None:
            return CodePlace.NOWHERE, False
        whole = form is Form.LARGER or self.look.glyphs is ASCII
        place = code_place(self.size, self._cells(whole=whole), AROUND[form])
        return place, whole and place is not CodePlace.AS_LINK

    def _cells(self, *, whole: bool) -> tuple[int, int]:
        return cells(self._code.modules or USUAL, whole=whole)

    def _why(self) -> str:
        """Why there's a link and no code."""
        if self._form is Form.LINK:
            return ""
        columns, rows = self._cells(whole=self._form is Form.LARGER or self.look.glyphs is ASCII)
        if self._form is Form.LARGER:
            return self.t("sign_in.link.larger", columns=columns + 2, rows=rows + FRAME)
        key = "sign_in.link.no_blocks" if self.look.glyphs is ASCII else "sign_in.link.small"
        return self.t(key, columns=columns + 2 + BESIDE, rows=rows + FRAME)

    def _room_for_link(self, place: CodePlace) -> int:
        """Columns for the link in one piece, so that it can be copied; where it doesn't fit, F1 shows it."""
        beside = self._code.cells[0] + 3 if place is CodePlace.BESIDE else 0
        return self.size.width - beside - 4

    def show_go(self, label: str, *, shown: bool, enabled: bool) -> None:
        """The primary button; nothing is painted that hasn't changed."""
        if shown:
            self.go.say(label)
        self.go.display = shown
        self.go.disabled = not enabled
