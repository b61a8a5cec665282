"""The frame that all screens share: head, body, notice, buttons, keys; and how they move, wait, help and refuse."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.widgets import Button, Static

from screens.widgets.action import ActionButton
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field, Masking
from screens.widgets.head import Head
from screens.widgets.keys import KeysLine
from screens.widgets.notice import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from screens.look import Look
    from services.contracts import ServiceError, Services
    from services.session import Session, Typed
    from services.words import Message

SHOW_WAIT_AFTER = 0.1
SHOW_WAIT_FOR = 1.0
"""A wait is shown after the first and then for at least the second (seconds), so that it never flashes."""

STEMS = ("box_type", "charge_site", "bank_account", "connect")
"""The values of `services.session.Step`, which would be slow to import before the first paint; a test compares them."""

BEAT = 0.5
"""Seconds between two steps of the busy sign: two a second cost about 100 bytes a second."""

REVEAL_FOR = 5.0
"""Seconds that a secret stays readable after it was asked for."""


class WizardScreen(Screen[None]):
    """A full screen in the common frame.

    A subclass fills `compose_body` and `compose_actions`, names its keys, and answers with one message of
    `screens.messages`. `AREA` is the area of its words. It gets what it needs by constructor and the session by
    `data_bind`; it never asks the app for anything.
    """

    AREA: ClassVar[str] = "shell"
    FIRST: ClassVar[str] = ""
    """Selector of the widget that has the focus at first; empty: the first one that can."""
    AHEAD: ClassVar[bool] = False
    """Whether the bar shows the four steps that are still to come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", show=False),
        Binding("f2", "reveal", show=False),
        Binding("down", "on", show=False),
        Binding("up", "off", show=False),
        Binding("f9", "back", show=False),
        Binding("f10", "next", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
        Binding("escape", "stop_waiting", show=False),
    ]

    # A Tab changes `focused`; repainting the whole screen for it would cost some 7 kB on the wire.
    focused = cast("Reactive[Widget | None]", Reactive(None, repaint=False))
    session: Reactive[Session | None] = reactive(None, repaint=False)

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__()
        self.look = look
        self.t = look.words.t
        self._services = services
        self.notice = Notice(look)
        self._busy = 0
        self._revealed: Field | None = None
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
        return Head(self.look, account=self.account_line(), steps=self.step_names() if self.AHEAD else ())

    def step_names(self) -> list[str]:
        """The four steps as the bar names them."""
        return [self.t(f"shell.steps.{stem}") for stem in STEMS]

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
        """To the first field, unless the subclass named another."""
        if self.FIRST:
            for widget in self.query(self.FIRST).results():
                widget.focus()
                break

    # ------------------------------------------------------------------------------------------ fields

    def fields(self) -> list[Field | ChoiceField]:
        """The fields that show, in their order."""
        return [
            one
            for one in self.query(".-question, Field, ChoiceField").results()
            if isinstance(one, Field | ChoiceField) and one.display
        ]

    def field(self, name: str) -> Field:
        """The text field with this name."""
        return self.query_one(f"#field-{name.replace('_', '-')}", Field)

    def choice(self, name: str) -> ChoiceField:
        """The choice with this name."""
        return self.query_one(f"#field-{name.replace('_', '-')}", ChoiceField)

    def typed(self) -> Typed:
        """What stands in the fields, right or wrong."""
        return {
            field.field_name: field.value
            for field in self.query("Field, ChoiceField").results()
            if isinstance(field, Field | ChoiceField)
        }

    def refuse(self, problems: dict[str, Message]) -> None:
        """One sentence at each field that's wrong, and the cursor in the first of them."""
        first = True
        for field in self.fields():
            message = problems.get(field.field_name)
            if message is None:
                continue
            field.refuse(self.look.words.say(message))
            if first:
                first = False
                (field.input if isinstance(field, Field) else field.choices).focus()
                field.scroll_visible(animate=False)
        shown = {field.field_name for field in self.fields()}
        rest = [message for name, message in problems.items() if name not in shown]
        if rest:
            self.notice.say(Tone.ERROR, self.look.words.say(rest[0]))

    def fail(self, error: ServiceError) -> None:
        """What a cloud said no to, in the notice: what it is, and what to do about it."""
        from services.causes import describe

        title, what, remedy = (self.look.words.say(part) for part in describe(error))
        self.notice.say(Tone.ERROR, f"{title}\n{what} {remedy}")

    def on_field_entered(self, event: Field.Entered) -> None:
        """Enter moves on within the step."""
        event.stop()
        self.action_on()

    def on_choice_field_entered(self, event: ChoiceField.Entered) -> None:
        """The same for a choice."""
        event.stop()
        self.action_on()

    def action_on(self) -> None:
        """Down and Enter: the next field or button; from the last field to the primary button, not past it."""
        primary = next(iter(self.query("ActionButton.primary").results(ActionButton)), None)
        fields = [field.input if isinstance(field, Field) else field.choices for field in self.fields()]
        if primary is not None and not primary.disabled and fields and self.focused is fields[-1]:
            primary.focus()
        elif not isinstance(self.focused, Button) or self.focused is not primary:
            self.focus_next()

    def action_off(self) -> None:
        """Up: the one before; not round from the first to the last."""
        chain = self.focus_chain
        if chain and self.focused is not chain[0]:
            self.focus_previous()

    def action_scroll_body(self, pages: int) -> None:
        """Page up and down: in a small window there may be words that no field leads to."""
        body = self.query_one("#body", VerticalScroll)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    # ------------------------------------------------------------------------------------------ help, secrets

    def action_help(self) -> None:
        """F1: about the focused field, or about the screen."""
        from screens.dialogs.help import HelpDialog

        node: Any = self.focused
        while node is not None and not isinstance(node, Field | ChoiceField):
            node = node.parent
        if node is not None and node.help_text:
            self.app.push_screen(HelpDialog(self.look, node.label, node.help_text))
        else:
            self.app.push_screen(HelpDialog(self.look, self.t(f"{self.AREA}.title"), self.t(f"{self.AREA}.help")))

    def action_reveal(self) -> None:
        """F2: the focused secret for a few seconds."""
        for field in self.query(Field).results():
            if field.input is self.focused and field.masking is not Masking.NEVER and field.input.password:
                field.reveal(shown=True)
                self._revealed = field
                self.set_timer(REVEAL_FOR, self.hide_secrets)

    def hide_secrets(self) -> None:
        """Masks what F2 had shown."""
        field, self._revealed = self._revealed, None
        if field is not None and field.is_attached:
            field.reveal(shown=not field.input.value)

    # ------------------------------------------------------------------------------------------ waiting

    @property
    def waiting(self) -> bool:
        """Whether a call is under way: buttons and Next do nothing then."""
        return self._busy > 0

    @asynccontextmanager
    async def busy(self, doing: str) -> AsyncIterator[None]:
        """Around a call to a cloud: shown after 0.1 s and then for at least 1 s; Escape stops the wait."""
        import asyncio

        clock = asyncio.get_running_loop().time
        shown_at: list[float] = []

        def show() -> None:
            shown_at.append(clock())
            self.notice.say(Tone.BUSY, doing)

        self._busy += 1
        timers = [
            self.set_timer(SHOW_WAIT_AFTER, show),
            self.set_interval(BEAT, lambda: self.notice.say(Tone.BUSY, doing) if shown_at else None),
        ]
        try:
            yield
            if shown_at and (left := shown_at[0] + SHOW_WAIT_FOR - clock()) > 0:
                await asyncio.sleep(left)
        finally:
            self._busy -= 1
            for timer in timers:
                timer.stop()
            if self.notice.tone is Tone.BUSY:
                self.notice.clear()

    def action_stop_waiting(self) -> None:
        """Escape: stops waiting, and nothing else; what the wizard itself waits for (signing out) goes on."""
        if self.waiting and self.workers.cancel_node(self):
            self.notice.say(Tone.INFO, self.t("shell.stopped"))

    # ------------------------------------------------------------------------------------------ going on

    def action_back(self) -> None:
        """F9: a subclass that has something before it goes there."""

    def action_next(self) -> None:
        """F10: presses the primary button."""
        for button in self.query("ActionButton.primary").results(ActionButton):
            if button.display and not button.disabled:
                button.press()


class StepScreen(WizardScreen):
    """One of the numbered steps: a bar that shows where one is, Back and Next, and one answer."""

    STEP: ClassVar[str]
    """The stem, a value of `services.session.Step`."""

    def compose_head(self) -> Head:
        """With the bar."""
        return Head(self.look, account=self.account_line(), steps=self.step_names(), here=STEMS.index(self.STEP))

    def compose_actions(self) -> ComposeResult:
        """Back at the left, Next at the right."""
        yield ActionButton(self.t("shell.back"), id="back")
        yield self.spring()
        yield ActionButton(self.t("shell.next"), id="next", primary=True)

    def keys(self) -> Sequence[tuple[str, str]]:
        """Next and Back first: they are what's needed."""
        return [
            ("F10", self.t("shell.keys.next")), ("F9", self.t("shell.keys.back")), ("F1", self.t("shell.keys.help")),
            ("F3", self.t("shell.keys.theme")), ("^Q", self.t("shell.keys.quit")),
        ]  # fmt: skip

    @property
    def kept(self) -> Typed:
        """What had been typed here before."""
        from services.session import Step

        return self.session.typed_in(Step(self.STEP)) if self.session is not None else {}

    def kept_text(self, name: str, default: str = "") -> str:
        """One of them as text, to fill its field with. A secret goes into the field only, never into a variable."""
        value = self.kept.get(name, default)
        return value if isinstance(value, str) else value.get_secret_value()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back and Next; the rest is the subclass's own."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        elif event.button.id == "next" and not self.waiting:
            self.notice.clear()
            self.complete()

    def complete(self) -> None:
        """Checks the answers through the session and posts `Completed`, or refuses at the fields."""
        raise NotImplementedError(type(self).__name__)

    def action_back(self) -> None:
        """One step back, with everything that was typed."""
        from screens.messages import WentBack
        from services.session import Step

        self.workers.cancel_node(self)
        self.post_message(WentBack(Step(self.STEP), self.typed()))
