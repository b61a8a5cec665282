"""The questions on a screen: what stands in their fields, what's wrong with it, its help and its secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.look.states import Tone
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field, Masking

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr
    from textual.screen import Screen

    from screens.look import Look
    from screens.widgets.notice import Notice
    from services.activation.answers import Typed
    from services.contracts import ServiceError
    from services.text.words import Message

REVEAL_FOR = 5.0
"""Seconds that a secret stays readable after it was asked for."""


class Form:
    """All `Field`s and `ChoiceField`s on a screen, wherever they stand on it.

    `is_secret` gets a field's name and what was typed there in the open, and says whether that's a secret all the same.
    """

    def __init__(
        self,
        screen: Screen[Any],
        look: Look,
        notice: Notice,
        *,
        is_secret: Callable[[str, str], bool] = lambda _name, _text: False,
    ) -> None:
        self._screen = screen
        self._look = look
        self._notice = notice
        self._is_secret = is_secret
        self._revealed: list[Field] = []

    # ------------------------------------------------------------------------------------------ fields

    def fields(self) -> list[Field | ChoiceField]:
        """The fields that show, in the order of the screen."""
        return [field for field in self._all() if field.display]

    def field(self, name: str) -> Field:
        """The text field with this name in `Typed`. Raises Textual's `NoMatches` if there's none."""
        return self._screen.query_one(f"#field-{name.replace('_', '-')}", Field)

    def choice(self, name: str) -> ChoiceField:
        """The choice with this name in `Typed`. Raises Textual's `NoMatches` if there's none."""
        return self._screen.query_one(f"#field-{name.replace('_', '-')}", ChoiceField)

    def typed(self) -> Typed:
        """What stands in all fields, right or wrong, shown or not; secrets as `SecretStr`."""
        return {field.field_name: self._value(field) for field in self._all()}

    def _all(self) -> list[Field | ChoiceField]:
        found = self._screen.query("Field, ChoiceField").results()
        return [field for field in found if isinstance(field, Field | ChoiceField)]

    def _value(self, field: Field | ChoiceField) -> str | SecretStr:
        value = field.value
        if isinstance(value, str) and self._is_secret(field.field_name, value):
            from pydantic import SecretStr

            return SecretStr(value)
        return value

    # ------------------------------------------------------------------------------------------ what's wrong

    def refuse(self, problems: dict[str, Message], *, focus: bool = True) -> None:
        """`problems`: a sentence for each field that's wrong. With `focus` the cursor goes to the first of them."""
        shown = self.fields()
        wrong = [field for field in shown if field.field_name in problems]
        for field in wrong:
            field.refuse(self._look.words.say(problems[field.field_name]))
        if wrong and focus:
            first = wrong[0]
            (first.input if isinstance(first, Field) else first.choices).focus()
            first.scroll_visible(animate=False)
        names = {field.field_name for field in shown}
        hidden = [message for name, message in problems.items() if name not in names]
        if hidden:
            self._notice.say(Tone.ERROR, self._look.words.say(hidden[0]))

    def refuse_at_field(self, error: ServiceError, name: str | None, *, focus: bool = True) -> bool:
        """What a cloud said no to, at the field that it's about, where `focus` puts the cursor. False: none shows."""
        from services.activation.explanations import at_field

        if name is None or all(field.field_name != name for field in self.fields()):
            return False
        self.refuse({name: at_field(error)}, focus=focus)
        return True

    # ------------------------------------------------------------------------------------------ help, secrets

    @property
    def at_cursor(self) -> Field | ChoiceField | None:
        """The field that has the cursor."""
        focused = self._screen.focused
        above = focused.ancestors_with_self if focused is not None else ()
        return next((node for node in above if isinstance(node, Field | ChoiceField)), None)

    @property
    def has_secrets(self) -> bool:
        """Whether a field shows that hides what's typed."""
        return any(isinstance(one, Field) and one.masking is not Masking.NEVER for one in self.fields())

    def reveal(self) -> None:
        """Shows for a few seconds the secret at the cursor and all that are refused; every one where that's none."""
        secrets = [one for one in self.fields() if isinstance(one, Field) and one.masking is not Masking.NEVER]
        meant = [field for field in secrets if field.input is self._screen.focused or field.refused]
        revealed = meant or [field for field in secrets if not field.empty]
        for field in revealed:
            field.reveal(shown=True)
        self._revealed += revealed
        if revealed:
            self._screen.set_timer(REVEAL_FOR, self.hide_secrets)

    def hide_secrets(self) -> None:
        """Masks again what `reveal` has shown."""
        revealed, self._revealed = self._revealed, []
        for field in revealed:
            if field.is_attached:
                field.reveal(shown=not field.input.value)
