"""Start: what it's about, what to have at hand, and one button."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.messages import Begun, Forgotten
from screens.widgets.action_button import ActionButton
from screens.widgets.head import Head, OpenAccount
from screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.look import Look
    from screens.look.states import Tone

ROOMY = 24
"""Rows from which on there's air between the lines."""


class StartScreen(WizardScreen):
    """Needs no services, so that it's there before they are.

    `unfinished`: a line for each activation that was broken off. `remarks`: what's wrong with what was kept.
    `expecting`: such lines may come a moment later; room is left for them, so that nothing has to move.
    """

    AREA: ClassVar[str] = "start"
    AUTO_FOCUS: ClassVar[str | None] = "#begin"
    AHEAD: ClassVar[bool] = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "forget", "start.forget"),
        Binding("f10", "next", "start.begin"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f4", "f1", "f3", "ctrl+q")

    DEFAULT_CSS = """
    StartScreen #start-lead { height: auto; color: $nt-muted; }
    StartScreen .need { height: auto; }
    StartScreen .need-what { width: 15; height: auto; text-style: bold; }
    StartScreen .need-more { width: 1fr; height: auto; }
    StartScreen #start-needs { height: auto; }
    StartScreen #start-need { height: auto; margin-top: 1; color: $primary; }
    StartScreen #start-demo { height: auto; margin-top: 1; }
    StartScreen #start-keys { display: none; margin-top: 1; }
    StartScreen.demo #start-keys { margin-top: 0; }
    StartScreen.with-keys #start-keys { display: block; }
    StartScreen #notice { margin-top: 1; }
    StartScreen #start-unfinished { height: auto; margin-top: 1; }
    StartScreen.roomy #start-title { margin-top: 1; }
    StartScreen.roomy .need { margin-top: 1; }
    StartScreen.roomy .need-what { width: 18; }
    """

    def __init__(
        self, look: Look, unfinished: Sequence[str] = (), remarks: Sequence[str] = (), *, expecting: bool = False
    ) -> None:
        super().__init__(look)
        self._unfinished = tuple(unfinished)
        self._remarks = tuple(remarks)
        self._expecting = expecting
        self._block = Static(self._taking_up(), id="start-unfinished", markup=False)
        self._forget = ActionButton(self.t("start.forget"), id="forget", action="forget")

    def compose_body(self) -> ComposeResult:
        """What will happen, and the things that a walk back to the van would cost."""
        self.set_class(self.look.demo, "demo")
        self._set_roomy(self.app.size.height)  # before the first paint, or it's painted twice
        yield Static(self.t("start.title"), id="start-title", classes="title", markup=False)
        yield Static(self.t("start.lead"), id="start-lead", markup=False)
        yield Static(self.t("start.need"), id="start-need", markup=False)
        with Vertical(id="start-needs"):
            for name in ("customer", "box", "bank", "zaptec"):
                with Horizontal(classes="need"):
                    yield Static(self.t(f"start.need_{name}.what"), classes="need-what", markup=False)
                    yield Static(self._more(name), classes="need-more", markup=False)
        if self.look.demo:
            yield Static(self.t("start.demo"), id="start-demo", classes="warning", markup=False)
        yield self._block
        yield Static(self.t("start.no_f_keys"), id="start-keys", classes="muted", markup=False)

    def _more(self, name: str) -> Content:
        more, other = self.t(f"start.need_{name}.more"), f"start.need_{name}.or"
        if not self.look.words.has(other):
            return Content(more)
        return Content.assemble(more, "\n", (self.t(other), "$nt-muted"))

    def compose_actions(self) -> ComposeResult:
        """Begin, and at the other end what throws away."""
        yield self._forget
        yield self.spring()
        yield ActionButton(self.t("start.begin"), id="begin", action="begin", primary=True)

    def on_resize(self) -> None:
        """By the window's own size: beneath another screen it hears of older ones, too."""
        self._set_roomy(self.app.size.height)

    def _set_roomy(self, rows: int) -> None:
        lines = len(self._unfinished) or int(self._expecting)
        more = (3 + lines if lines else 0) + 3 * len(self._remarks)
        self.set_class(rows >= ROOMY + more, "roomy")
        told = self.look.key_names.escape or self.notice.tone is not None
        self.set_class(rows >= ROOMY + more and not told, "with-keys")

    def _taking_up(self) -> Content:
        lines: list[Content] = []
        if self._unfinished:
            lines.append(Content.styled(self.t("start.unfinished"), "$primary"))
            lines += [Content.styled(line, "bold") for line in self._unfinished]
            lines.append(Content.styled(self.t("start.go_on"), "$nt-muted"))
        lines += [Content.styled(f"{self.look.glyphs.warning} {remark}", "$warning") for remark in self._remarks]
        return Content("\n").join(lines)

    def begin(self) -> None:
        """With or without something to take up."""
        self.offer(self._unfinished, self._remarks)

    def offer(self, unfinished: Sequence[str], remarks: Sequence[str]) -> None:
        """What may be taken up has changed. It's told from beside, maybe while the screen is taken down."""
        self._unfinished, self._remarks = tuple(unfinished), tuple(remarks)
        self._block.update(self._taking_up())
        self._block.display = bool(unfinished or remarks)
        self._forget.display = bool(unfinished)
        self._set_roomy(self.app.size.height)
        if self._block.display:
            self.call_after_refresh(self._block.scroll_visible, animate=False)  # a small window hasn't room for all
        self.tell_keys()

    def action_forget(self) -> None:
        """F4: what's unfinished isn't wanted any more."""
        if not self.waiting:
            self.post_message(Forgotten())

    def welcome(self, tone: Tone | None, text: str, *, maybe_open: bool = False) -> None:
        """Shown again: how the last activation ended, if that's worth a word.

        `maybe_open`: signing out was given up.
        """
        for head in self.query(Head):
            head.tell_open(OpenAccount.MAYBE if maybe_open else OpenAccount.NO)
        self._expecting = False
        if tone is None or not text:
            self.notice.clear()
        else:
            self.notice.say(tone, text)
        self._set_roomy(self.app.size.height)
        self.query("#start-demo").set(display=not self.notice.tone)  # DEMO at the top still says it
        self.query_one("#begin", ActionButton).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be something to forget."""
        if action == "forget":
            return bool(self._unfinished)
        return super().check_action(action, parameters)

    def action_begin(self) -> None:
        if not self.waiting:
            self.post_message(Begun())
