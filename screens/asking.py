"""How a screen asks: its fields, the way from one to the next, what's wrong with them, their help and their secrets."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button

from screens.unpainted import unpainted
from screens.waiting import WaitingScreen
from screens.widgets.action import ActionButton
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field, Masking
from screens.widgets.notice import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from screens.look import Look
    from services.session import Typed
    from services.words import Message

REVEAL_FOR = 5.0
"""Seconds that a secret stays readable after it was asked for."""


class AskingScreen(WaitingScreen):
    """`AREA` is the area of its words."""

    AREA: ClassVar[str] = "shell"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", show=False),
        Binding("f2", "reveal", show=False),
        Binding("down", "on", show=False),
        Binding("up", "off", show=False),
        Binding("pagedown", "scroll_body(1)", show=False),
        Binding("pageup", "scroll_body(-1)", show=False),
    ]

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._revealed: Field | None = None

    @contextmanager
    def out_of_sight(self) -> Iterator[None]:
        """For a message that leads away, posted when a dialog has just closed: nothing is painted until it's handled.

        Else this screen would show once more, and cost its bytes, for the moment until the next one is there.
        """
        app = self.app
        with unpainted(app) as holding:
            yield
            handled = holding.pop_all()
        self.call_later(lambda: app.call_later(handled.close))  # behind the message, which bubbles

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
