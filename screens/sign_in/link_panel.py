"""What stands beside the QR code: what the customer does, how far it is, and the way round it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.widgets.notice import Tone

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look

_STYLES = {
    Tone.INFO: "bold $foreground",
    Tone.OK: "bold $success",
    Tone.WARNING: "$warning",
    Tone.ERROR: "$error",
    Tone.BUSY: "$primary",
}


class LinkPanel(Vertical):
    """Shows what it's told. `with_phone`: this is the sandbox, where a key stands in for the customer."""

    DEFAULT_CSS = """
    LinkPanel { height: auto; }
    LinkPanel .step { height: auto; }
    LinkPanel .step-number { width: 3; height: 1; color: $primary; text-style: bold; }
    LinkPanel .step-text { width: 1fr; height: auto; }
    LinkPanel #link-why { height: auto; margin-bottom: 1; color: $warning; display: none; }
    LinkPanel #link-steps { height: auto; margin-bottom: 1; }
    LinkPanel #link-status { width: 1fr; height: auto; }
    LinkPanel #link-left { width: auto; height: 1; padding-left: 2; color: $nt-muted; }
    LinkPanel #link-phone { height: auto; margin-top: 1; color: $warning; }
    LinkPanel #link-other { height: auto; margin-top: 1; color: $nt-muted; }
    """

    def __init__(self, look: Look, *, with_phone: bool) -> None:
        super().__init__(id="link-panel")
        self.look = look
        self.t = look.words.t
        self._with_phone = with_phone
        self._without_code = ""
        self._counted = ""
        self._said: tuple[Tone, str] | None = None
        self._why = Static("", id="link-why", markup=False)
        self._status = Static("", id="link-status", markup=False)
        self._left = Static("", id="link-left", markup=False)

    def compose(self) -> ComposeResult:
        """From top to bottom in the order in which it happens."""
        yield Static(self.t("sign_in.lead"), classes="title lead", markup=False)
        yield self._why
        with Vertical(id="link-steps"):
            for number in (1, 2, 3):
                with Horizontal(classes="step"):
                    yield Static(str(number), classes="step-number", markup=False)
                    yield Static(self._step(number), id=f"link-step-{number}", classes="step-text", markup=False)
        yield self._status
        yield self._left
        if self._with_phone:
            yield Static(self.t("sign_in.qr.phone"), id="link-phone", markup=False)
        yield Static(self.t("sign_in.qr.other"), id="link-other", markup=False)

    def _step(self, number: int) -> str:
        way = "link" if self._without_code else "qr"
        return self.t(f"sign_in.{way}.step_{number}", payload=self._without_code)

    def without_code(self, payload: str, why: str) -> None:
        """The link stands in the steps instead of the code, and `why`; empty: the code is there."""
        if payload != self._without_code:
            self._without_code = payload
            for number in (1, 2, 3):
                self.query_one(f"#link-step-{number}", Static).update(self._step(number))
        if why != self._why.content:
            self._why.update(why)
            self._why.display = bool(why)

    def say(self, tone: Tone, text: str) -> None:
        """How far it is; nothing is painted if it's the same."""
        if self._said == (tone, text):
            return
        self._said = (tone, text)
        glyphs = self.look.glyphs
        signs = {
            Tone.INFO: glyphs.waiting,
            Tone.OK: glyphs.done,
            Tone.WARNING: glyphs.warning,
            Tone.ERROR: glyphs.wrong,
            Tone.BUSY: glyphs.busy[0],
        }
        self._status.update(Content.styled(f"{signs[tone]} {text}", _STYLES[tone]) if text else "")

    def count(self, seconds: float | None) -> None:
        """How long the code is good for, painted only when it reads differently; None: nothing to count."""
        text = "" if seconds is None else self._remaining(ceil(seconds))
        if text != self._counted:
            self._left.update(text, layout=len(text) != len(self._counted))
            self._counted = text

    def _remaining(self, seconds: int) -> str:
        if not seconds:
            return self.t("sign_in.qr.over")
        return self.t("sign_in.qr.left", time=f"{seconds // 60}:{seconds % 60:02}")
