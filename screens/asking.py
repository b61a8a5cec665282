"""How a screen asks: its fields, what's wrong with them, their help and their secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from screens.base import WizardScreen
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field, Masking
from screens.widgets.notice import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from screens.look import Look
    from services.activation.answers import Typed
    from services.contracts import ServiceError, Services
    from services.text.words import Message

REVEAL_FOR = 5.0
"""Seconds that a secret stays readable after it was asked for."""


class AskingScreen(WizardScreen):
    """A screen with questions."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "reveal", show=False)]

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self._revealed: list[Field] = []

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

    def refuse_at_field(self, error: ServiceError, name: str | None) -> bool:
        """What a cloud said no to, at the field that it's about, with the cursor there. False: no such field shows."""
        from services.activation.explanations import at_field

        if name is None or all(field.field_name != name for field in self.fields()):
            return False
        self.refuse({name: at_field(error)})
        return True

    def on_field_entered(self, event: Field.Entered) -> None:
        """Enter moves on within the step."""
        event.stop()
        self.action_on()

    def on_choice_field_entered(self, event: ChoiceField.Entered) -> None:
        """The same for a choice."""
        event.stop()
        self.action_on()

    def answers(self) -> Sequence[Widget]:
        """Of the fields that show."""
        return [field.input if isinstance(field, Field) else field.choices for field in self.fields()]

    # ------------------------------------------------------------------------------------------ help, secrets

    def action_help(self) -> None:
        """F1: about the focused field, or about the screen."""
        node: Any = self.focused
        while node is not None and not isinstance(node, Field | ChoiceField):
            node = node.parent
        if node is not None and node.help_text:
            self.show_help(node.label, node.help_text)
        else:
            super().action_help()

    def action_reveal(self) -> None:
        """F2: the focused secret for a few seconds; all of them where the cursor is in none."""
        secrets = [one for one in self.query(Field).results() if one.display and one.masking is not Masking.NEVER]
        focused = [field for field in secrets if field.input is self.focused]
        revealed = focused or [field for field in secrets if not field.empty]
        for field in revealed:
            field.reveal(shown=True)
        self._revealed += revealed
        if revealed:
            self.set_timer(REVEAL_FOR, self.hide_secrets)

    def hide_secrets(self) -> None:
        """Masks what F2 had shown."""
        revealed, self._revealed = self._revealed, []
        for field in revealed:
            if field.is_attached:
                field.reveal(shown=not field.input.value)
