"""What stands beside the QR code: what the customer does, how far it is, and the way round it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.countdown import shown
from screens.look.states import Tone, colour, sign
from services.contracts import LinkStatus, Reason

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.qr_sign_in import LinkWatch
    from services.contracts import ServiceError

STEPS = (1, 2, 3)
"""What the customer does, one after the other."""


class LinkPanel(Vertical):
    """Shows what it's told. `with_phone`: this is the sandbox, where a key stands in for the customer."""

    DEFAULT_CSS = """
    LinkPanel { height: auto; }
    LinkPanel #link-title { margin-bottom: 1; }
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
        self._without_code = False
        self._counted = ""
        self._said: tuple[Tone, str] | None = None
        self._other = Static(self.t("sign_in.qr.other"), id="link-other", markup=False)
        self._steps = {
            number: Static(self._step(number), id=f"link-step-{number}", classes="step-text", markup=False)
            for number in STEPS
        }
        self._why = Static("", id="link-why", markup=False)
        self._status = Static("", id="link-status", markup=False)
        self._left = Static("", id="link-left", markup=False)

    def compose(self) -> ComposeResult:
        """From top to bottom in the order in which it happens."""
        yield Static(self.t("sign_in.lead"), id="link-title", classes="title", markup=False)
        yield self._why
        with Vertical(id="link-steps"):
            for number in STEPS:
                with Horizontal(classes="step"):
                    yield Static(str(number), classes="step-number", markup=False)
                    yield self._steps[number]
        yield self._status
        yield self._left
        if self._with_phone:
            yield Static(self.t("sign_in.qr.phone"), id="link-phone", markup=False)
        yield self._other

    def _step(self, number: int) -> str:
        return self.t(f"sign_in.{'link' if self._without_code else 'qr'}.step_{number}")

    def about_link(self, why: str, *, instead: bool) -> None:
        """`instead`: the steps are about the link instead of the code. `why`; empty where that was asked for."""
        if instead is not self._without_code:
            self._without_code = instead
            for number, step in self._steps.items():
                step.update(self._step(number))
        if why != self._why.content:
            self._why.update(why)
            self._why.display = bool(why)

    def tell(self, watch: LinkWatch, ended: LinkStatus | ServiceError | None, *, late: bool) -> None:
        """How far the customer is, and how long the code is good for. `late`: the first code should be here by now."""
        self.say(*self._how_far(watch, ended, late=late))
        self.count(watch.left if ended is None and watch.offer is not None else None)

    def _how_far(self, watch: LinkWatch, ended: LinkStatus | ServiceError | None, *, late: bool) -> tuple[Tone, str]:
        if ended is LinkStatus.APPROVED:
            return Tone.OK, self.t("sign_in.qr.approved")
        if ended is LinkStatus.REFUSED:
            return Tone.ERROR, self.t("sign_in.qr.refused")
        if ended is not None:
            return Tone.ERROR, self.t("sign_in.qr.stopped")
        if watch.trouble is not None:
            return Tone.WARNING, self._trouble(watch.trouble, with_code=bool(watch.payload))
        if watch.offer is None:
            return (Tone.BUSY, self.t("sign_in.qr.fetching")) if late else (Tone.INFO, "")
        return Tone.INFO, self.t("sign_in.qr.renewed" if watch.renewed else "sign_in.qr.waiting")

    def _trouble(self, error: ServiceError, *, with_code: bool) -> str:
        if error.reason is Reason.OVER_AT_ONCE:
            return self.t("sign_in.qr.over_at_once")
        if error.retry_after is not None:
            return self.t("sign_in.qr.break", seconds=ceil(error.retry_after))
        return self.t(f"sign_in.qr.{'with' if with_code else 'without'}_code.{error.cause.value}")

    def say(self, tone: Tone, text: str) -> None:
        """How far it is; nothing is painted if it's the same. Its place is kept free for the first word."""
        if self._said == (tone, text) or not (text or self._said):
            return
        self._said = (tone, text)
        self._status.display = bool(text)
        self._other.display = tone is not Tone.OK
        before = sign(tone, self.look.glyphs) or self.look.glyphs.waiting  # it's always waiting for something here
        style = f"bold {colour(tone)}" if tone in {Tone.INFO, Tone.OK} else colour(tone)
        self._status.update(Content.styled(f"{before} {text}", style) if text else "")

    def count(self, seconds: float | None) -> None:
        """How long the code is good for, painted only when it reads differently; None: nothing to count."""
        text = "" if seconds is None else self._remaining(shown(seconds))
        if text != self._counted:
            self._left.update(text, layout=len(text) != len(self._counted))
            self._counted = text
        self._left.display = bool(text or self._said is None)

    def _remaining(self, seconds: int) -> str:
        if not seconds:
            return self.t("sign_in.qr.over")
        return self.t("sign_in.qr.left", time=f"{seconds // 60}:{seconds % 60:02}")
