"""The frame that all full screens share: head, body, notice, buttons and keys; waiting, moving about, and help."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import Reactive, reactive
from textual.screen import Screen
from textual.widgets import Static

from screens.cloud_wait import CloudWait
from screens.column import ScreenBody, in_column
from screens.footer import Footer
from screens.look.states import Tone
from screens.near_compositor import NearCompositor
from screens.quiet_focus import quiet_focus
from screens.single_paint import single_paint
from screens.widgets.action_button import ActionButton
from screens.widgets.head import Head, OpenAccount
from screens.widgets.keys_line import KeysLine
from screens.widgets.notice import Notice
from screens.widgets.pressable import Pressable
from screens.window_size import by_window
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from textual.app import ComposeResult
    from textual.layout import WidgetPlacement

    from screens.form import Form
    from screens.look import Look
    from screens.widgets.choices import ChoiceField
    from screens.widgets.field import Field
    from services.activation.session import Session
    from services.contracts import ServiceError, Services


class WizardScreen(Screen[None]):
    """A full screen in the common frame.

    A subclass fills `compose_body` and `compose_actions`, and answers with one message of `screens.messages`. It gets
    what it needs by constructor and the session by `data_bind`, as it does whether that's kept; it never asks the app
    for anything.

    A key is declared once, as a binding whose description names its words in the footer. `check_action` says whether it
    does anything now, `FOOTER` in which order keys show, and `key_words` what a key is for where that changes.
    """

    AREA: ClassVar[str] = "shell"
    """The area of its words: its title and its help stand there."""

    AHEAD: ClassVar[bool] = False
    """Whether the bar shows the steps that are still to come."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,question_mark", "help", "shell.keys.help"),
        Binding("down", "on", show=False),
        Binding("up", "off", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
        Binding("f9", "back", "shell.keys.back"),
        Binding("f10", "next", "shell.keys.next"),
        Binding("escape", "stop_waiting", show=False),
    ]

    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f9", "f1", "f3", "ctrl+q")
    """The keys that the footer names while they do something, the most important first."""

    form: Form | None = None
    """What asks, on a screen that has questions."""

    focused = quiet_focus()
    _screen_resized = by_window

    session: Reactive[Session | None] = reactive(None, repaint=False)
    not_kept = reactive[bool](default=False, repaint=False)
    """What was typed last can't be written to the disk."""

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self.look = look
        self.t = look.words.t
        self.notice = Notice(look)
        self.footer = Footer(self, look.key_names, words=self._words_of, has_fields=lambda: self.form is not None)
        self._wait = CloudWait(self, self.notice)
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
        with ScreenBody(id="body"):
            yield from self.compose_body()
        yield self.notice
        with Horizontal(id="actions"):
            yield from self.compose_actions()
        yield KeysLine(self.look)

    def process_layout(self, placements: list[WidgetPlacement]) -> list[WidgetPlacement]:
        """Textual asks where the parts that it has put one below the other are to stand."""
        return in_column(placements, self.app.size)

    def compose_head(self) -> Head:
        """The head; steps have their bar in it."""
        if self.AHEAD:
            return self.head_at(None)
        return self._tell(Head(self.look, account=self.account_line()))

    def head_at(self, here: int | None) -> Head:
        """The head with the bar of steps; `here`: the current one's number, as `StepsBar` has it."""
        gone_past = []
        if self.session is not None and here is not None:
            from services.activation.resume import skipped

            gone_past = [STEPS.index(Step(stem)) for stem in skipped(self.session)]
        names = {area: [self.t(f"shell.{area}.{step}") for step in STEPS] for area in ("steps", "steps_in_full")}
        ends = self.t("shell.bar.before"), self.t("shell.bar.after")
        head = Head(
            self.look, account=self.account_line(), steps=names["steps"], in_full=names["steps_in_full"], ends=ends,
            here=here, gone_past=gone_past,
        )  # fmt: skip
        return self._tell(head)

    def compose_body(self) -> ComposeResult:
        """The subclass's own part."""
        yield from ()

    def compose_actions(self) -> ComposeResult:
        """Its buttons, from left to right; the primary one is the rightmost."""
        yield from ()

    def spring(self) -> Static:
        """What pushes the buttons after it to the right. It says so where the body is longer than its room."""
        return Static("", classes="spring", markup=False)

    def _laid_out_anew(self) -> None:
        self.call_after_refresh(self._tell_more)

    def _tell_more(self) -> None:
        more = any(body.max_scroll_y for body in self.query(ScreenBody))
        for spring in self.query(".spring").results(Static):
            text = self.t("shell.more") if more else ""
            if spring.content != text:
                spring.update(text)

    @property
    def primary(self) -> ActionButton | None:
        """The one thing to do next; None while there's nothing to press."""
        rows = [child for child in self.children if child.id == "actions"]  # none while the screen is being put up
        buttons = [one for row in rows for one in row.children if isinstance(one, ActionButton)]
        pressable = (one for one in buttons if one.has_class("primary") and one.display and not one.disabled)
        return next(pressable, None)

    # ------------------------------------------------------------------------------------------ the footer

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether it does anything now. A wait for a cloud isn't asked about: the footer would flash with each call."""
        if action == "next":
            return self.primary is not None
        if action == "stop_waiting":
            return self.waiting
        return super().check_action(action, parameters)

    def footer_keys(self) -> Sequence[str]:
        """`FOOTER`, or another order where the moment asks for one."""
        return self.FOOTER

    def key_words(self, action: str) -> str | None:  # noqa: ARG002 - for screens where it depends on the moment
        """The key of the words that say what `action` is for just now; None: as its binding has it."""
        return None

    @property
    def gaps(self) -> dict[str, object]:
        """What fills the gaps in the words of its help and its footer."""
        return {}

    def tell_keys(self) -> None:
        """To be called when other keys do something, or when one does something else."""
        for line in self.query(KeysLine):  # none while the screen is being put up or taken down
            keys = self.footer_keys()
            line.show(self.footer.named(keys), self.footer.others(keys))

    def _words_of(self, binding: Binding) -> str:
        return self.t(self.key_words(binding.action) or binding.description, **self.gaps)

    async def on_keys_line_pressed(self, event: KeysLine.Pressed) -> None:
        """Enter on a key in the last line is that key."""
        event.stop()
        await self.footer.press(event.key)

    # ------------------------------------------------------------------------------------------ what the head says

    def account_line(self) -> str:
        """Whose account is open: customer and fleet, or nothing."""
        session = self.session
        if session is None or session.account is None:
            return ""
        return f"{session.account.customer_name} · {session.account.fleet.name}"

    def watch_session(self) -> None:
        """The head shows the account that the session has now."""
        for head in self.query(Head):
            head.show(self.account_line())

    def on_mount(self) -> None:
        """The footer; and from here on it's told when the line goes down or up, and an account is opened or closed."""
        self.begin()
        self.tell_keys()
        for body in self.query(ScreenBody):
            for what in ("show_vertical_scrollbar", "virtual_size"):
                self.watch(body, what, self._laid_out_anew, init=False)
        if self._services is not None:
            self._deaf = self._services.northe.listen(lambda: self.call_later(self.tell_head))
            self.tell_head()

    def on_unmount(self) -> None:
        self.end()
        if self._deaf is not None:
            self._deaf()

    def begin(self) -> None:
        """All of it stands there now: a screen that shows or asks something by itself does so here."""

    def end(self) -> None:
        """It's being taken down: a screen that listens to something stops here."""

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

    # ------------------------------------------------------------------------------------------ waiting for a cloud

    @property
    def waiting(self) -> bool:
        """Whether a call is under way: buttons and Next do nothing then."""
        return self._wait.under_way

    def busy(self, doing: str) -> AbstractAsyncContextManager[None]:
        """Around a call to a cloud: `doing` is shown while it takes long; Escape stops the wait."""
        return self._wait.around(doing)

    def action_stop_waiting(self) -> None:
        """Escape: stops waiting, and nothing else; what the wizard itself waits for (signing out) goes on."""
        if self.waiting and self.workers.cancel_node(self):
            self.notice.say(Tone.INFO, self.t("shell.stopped"))

    def fail(self, error: ServiceError) -> None:
        """What a cloud said no to, in the notice: what it is, and what to do about it."""
        from services.activation.explanations import describe

        title, what, remedy = (self.look.words.say(part) for part in describe(error))
        self.notice.say(Tone.ERROR, f"{title}\n{what} {remedy}")

    # ------------------------------------------------------------------------------------------ moving about

    def action_on(self) -> None:
        """Down and Enter: the next field or button; from the last field to the primary button, not past it."""
        primary = self.primary
        if primary is not None and self.at_last_answer:
            primary.focus()
        elif primary is None or self.focused is not primary:
            self.focus_next()

    @property
    def at_last_answer(self) -> bool:
        """Whether the cursor is in the last answer of the body, or in something to press: next come the buttons."""
        body = self.query_one("#body")
        inside = [widget for widget in self.focus_chain if body in widget.ancestors]
        answers = [widget for widget in inside if not isinstance(widget, Pressable)]
        return self.focused in answers[-1:] or (isinstance(self.focused, Pressable) and self.focused in inside)

    def on_field_entered(self, event: Field.Entered) -> None:
        """Enter in a text field moves on within the step."""
        event.stop()
        self.entered()

    def on_choice_field_entered(self, event: ChoiceField.Entered) -> None:
        event.stop()
        self.entered()

    def entered(self) -> None:
        """What Enter in a field does: it goes on as Down does, and never commits anything."""
        self.action_on()

    def action_off(self) -> None:
        """Up: the one before; not round from the first to the last."""
        chain = self.focus_chain
        if chain and self.focused is not chain[0]:
            self.focus_previous()

    def action_scroll_body(self, pages: int) -> None:
        """Page up and down: in a small window there may be words that no field leads to."""
        body = self.query_one("#body", ScreenBody)
        body.scroll_relative(y=pages * max(1, body.size.height - 1), animate=False)

    def expect_text(self) -> None:
        """Called before typed or scanned text goes to what has the focus: where does it belong?"""

    # ------------------------------------------------------------------------------------------ going on, help

    def action_back(self) -> None:
        """F9: a subclass that has something before it goes there."""

    def action_next(self) -> None:
        """F10: presses the primary button."""
        if self.primary is not None:
            self.primary.press()

    @contextmanager
    def out_of_sight(self) -> Iterator[None]:
        """For a message that leads away, posted when a dialog has just closed: nothing is painted until it's handled.

        Else this screen would show once more, and cost its bytes, for the moment until the next one is there.
        """
        app = self.app
        with single_paint(app) as holding:
            yield
            handled = holding.pop_all()
        self.call_later(lambda: app.call_later(handled.close))  # behind the message, which bubbles

    def action_help(self) -> None:
        """F1: about the wait, the field that has the cursor, or the screen. What stands below a field is known already,
        so where its help is that, the screen's follows.
        """
        title, about_screen = self.t(f"{self.AREA}.title", **self.gaps), self.t(self.help_key, **self.gaps)
        field = self.form.at_cursor if self.form is not None else None
        if self.waiting:
            self.show_help(title, self.t("shell.help_waiting"))
        elif field is None or not field.help_text:
            self.show_help(title, about_screen)
        elif field.help_text == field.hint:
            self.show_help(field.label, f"{field.help_text}\n\n{about_screen}")
        else:
            self.show_help(field.label, field.help_text)

    @property
    def help_key(self) -> str:
        """The key of what F1 says about the screen as a whole."""
        return f"{self.AREA}.help"

    def show_help(self, title: str, text: str) -> None:
        """In a dialog of its own."""
        from screens.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.look, title, text))
