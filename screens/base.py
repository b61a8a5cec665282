"""The frame that all screens share: head, body, notice, buttons and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import Reactive, reactive
from textual.widgets import Static

from screens.moving import MovingScreen
from screens.widgets.action import ActionButton
from screens.widgets.head import Head, OpenAccount
from screens.widgets.keys import KeysLine
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.session import Session
    from services.contracts import Services


class WizardScreen(MovingScreen):
    """A full screen in the common frame.

    A subclass fills `compose_body` and `compose_actions`, names its keys, and answers with one message of
    `screens.messages`. It gets what it needs by constructor and the session by
    `data_bind`, as it does whether that's kept; it never asks the app for anything.
    """

    AHEAD: ClassVar[bool] = False
    """Whether the bar shows the four steps that are still to come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "back", show=False),
        Binding("f10", "next", show=False),
        Binding("escape", "stop_waiting", show=False),
    ]

    session: Reactive[Session | None] = reactive(None, repaint=False)
    not_kept = reactive[bool](default=False, repaint=False)
    """What was typed last can't be written to the disk."""

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look)
        self._services = services
        self.maybe_open = False
        """Signing somebody out was given up here."""
        self._told_head: tuple[bool, bool, OpenAccount] | None = None
        self._deaf: Callable[[], None] | None = None
        self.title = ""

    @property
    def services(self) -> Services:
        """The services; a screen that has none was made wrongly."""
        if self._services is None:
            raise LookupError(f"{type(self).__name__} was made without services")
        return self._services

    # ------------------------------------------------------------------------------------------ what it shows

    def compose(self) -> ComposeResult:
        """The frame, with the subclass's parts in it."""
        yield self.compose_head()
        with VerticalScroll(id="body", can_focus=False):
            yield from self.compose_body()
        yield self.notice
        with Horizontal(id="actions"):
            yield from self.compose_actions()
        yield KeysLine(self.look, self.keys())

    def compose_head(self) -> Head:
        """The head; steps have their bar in it."""
        head = Head(self.look, account=self.account_line(), steps=self.step_names() if self.AHEAD else ())
        return self._tell(head)

    def head_at(self, here: int) -> Head:
        """The head with the bar of steps; `here`: the current one's number, or past the last."""
        gone_past = []
        if self.session is not None:
            from services.activation.resume import skipped

            gone_past = [STEPS.index(Step(stem)) for stem in skipped(self.session)]
        steps = self.step_names()
        return self._tell(Head(self.look, account=self.account_line(), steps=steps, here=here, gone_past=gone_past))

    def step_names(self) -> list[str]:
        """The four steps as the bar names them."""
        return [self.t(f"shell.steps.{step}") for step in STEPS]

    def compose_body(self) -> ComposeResult:
        """The subclass's own part."""
        yield from ()

    def compose_actions(self) -> ComposeResult:
        """Its buttons, from left to right; the primary one is the rightmost."""
        yield from ()

    def spring(self) -> Static:
        """What pushes the buttons after it to the right."""
        return Static("", classes="spring")

    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys in the last line, the most important first."""
        return [("F1", self.t("shell.keys.help")), ("^Q", self.t("shell.keys.quit"))]

    def account_line(self) -> str:
        """Whose account is open."""
        session = self.session
        if session is None or session.account is None:
            return ""
        return f"{session.account.customer_name} · {session.account.fleet.name}"

    def watch_session(self) -> None:
        """The head shows the account that the session has now."""
        for head in self.query(Head):
            head.show(self.account_line())

    def on_mount(self) -> None:
        """From here on it's told when the line goes down or up, and an account is opened or closed."""
        if self._services is not None:
            self._deaf = self._services.northe.listen(lambda: self.call_later(self.tell_head))
            self.tell_head()

    def on_unmount(self) -> None:
        """Nobody sees it any more."""
        if self._deaf is not None:
            self._deaf()

    def watch_not_kept(self) -> None:
        """The head shows it as long as it lasts."""
        self.tell_head()

    def tell_head(self) -> None:
        """What the head says is looked up anew: the line, the account, and whether what's typed is kept."""
        if self._news != self._told_head:  # looking for the head costs more than all else of an idle second
            self._told_head = self._news
            for head in self.query(Head):
                self._tell(head)

    @property
    def _news(self) -> tuple[bool, bool, OpenAccount]:
        """Whether what's typed is kept, whether the line is down, and what's known of the account."""
        rest = OpenAccount.MAYBE if self.maybe_open else OpenAccount.NO
        if self._services is None:
            return not self.not_kept, False, rest
        northe = self._services.northe
        return not self.not_kept, northe.reached is False, OpenAccount.YES if northe.signed_in else rest

    def _tell(self, head: Head) -> Head:
        kept, down, account = self._news
        head.tell_kept(kept=kept)
        if self._services is not None:
            head.tell_line(down=down)
            head.tell_open(account)
        return head

    # ------------------------------------------------------------------------------------------ going on

    def expect_text(self) -> None:
        """Called before typed or scanned text goes to what has the focus: where does it belong?"""

    def action_back(self) -> None:
        """F9: a subclass that has something before it goes there."""

    def action_next(self) -> None:
        """F10: presses the primary button."""
        for button in self.query("ActionButton.primary").results(ActionButton):
            if button.display and not button.disabled:
                button.press()
