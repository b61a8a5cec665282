"""How the Sign in screen is laid out: the code beside the words, above them, or as a link where there's no room."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical, VerticalScroll

from screens.asking import AskingScreen
from screens.look.glyphs import ASCII
from screens.sign_in.credentials_panel import CredentialsPanel
from screens.sign_in.link_panel import LinkPanel
from screens.widgets.action import ActionButton
from screens.widgets.keys import KeysLine
from screens.widgets.qr import Qr

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

USUAL, USUAL_WHOLE = (33, 17), (66, 33)
"""Columns and rows of the code that Northe offers (version 3), kept free until it's here; the same in whole cells."""


class Place(StrEnum):
    """Where the code is."""

    BESIDE = "beside"
    ABOVE = "above"
    AS_LINK = "as-link"
    NOWHERE = "nowhere"


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
    SignInFrame.code-beside #code, SignInFrame.code-above #code { display: block; }
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
        self._code = Qr(whole=look.glyphs is ASCII)
        self._other = ActionButton(self.t("sign_in.qr.other_button"), id="other")
        self.go = ActionButton(self.t("sign_in.qr.new"), id="go", primary=True)
        self._keys_line = KeysLine(look, self.keys())
        self.notice.styles.max_height = HIGHEST_NOTICE
        self._payload: str | None = ""

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
        return [
            *first, ("F9", t("shell.keys.back")), ("F1", t("shell.keys.help")), ("^Q", t("shell.keys.quit")),
            ("F3", t("shell.keys.theme")),
        ]  # fmt: skip

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
        self._code.show(payload or "")
        place = self._place()
        for one in Place:
            self.set_class(place is one, f"code-{one}")
        columns, rows = self._cells()
        self._code.styles.min_width, self._code.styles.min_height = columns, rows
        as_link = place is Place.AS_LINK and bool(payload)
        self.link.without_code(payload if as_link and payload else "", self._why() if as_link else "")
        self.link.with_link(payload if place in (Place.BESIDE, Place.ABOVE) else None, self._room_for_link(place))

    def _cells(self) -> tuple[int, int]:
        usual = USUAL_WHOLE if self.look.glyphs is ASCII else USUAL
        return self._code.cells if self._code.payload else usual

    def _place(self) -> Place:
        if self.without_customer or self._payload is None:
            return Place.NOWHERE
        columns, rows = self._cells()
        if self.size.width >= columns + 2 + BESIDE and self.size.height >= rows + FRAME:
            return Place.BESIDE
        if self.size.width >= columns + 4 and self.size.height >= rows + FRAME + BELOW:
            return Place.ABOVE
        return Place.AS_LINK

    def _why(self) -> str:
        """Why there's a link and no code."""
        columns, rows = self._cells()
        key = "sign_in.link.no_blocks" if self.look.glyphs is ASCII else "sign_in.link.small"
        return self.t(key, columns=columns + 2 + BESIDE, rows=rows + FRAME)

    def _room_for_link(self, place: Place) -> int:
        """Columns for the link in one piece, so that it can be copied; where it doesn't fit, F1 shows it."""
        beside = self._cells()[0] + 3 if place is Place.BESIDE else 0
        return self.size.width - beside - 4

    def show_go(self, label: str, *, shown: bool, enabled: bool) -> None:
        """The primary button; nothing is painted that hasn't changed."""
        if shown:
            self.go.say(label)
        self.go.display = shown
        self.go.disabled = not enabled
