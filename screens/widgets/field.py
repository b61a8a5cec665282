"""One question: label, a place to type, and a line below for the hint, the error or what was understood."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical
from textual.message import Message as TextualMessage
from textual.widgets import Input, Static

from screens.look.states import Tone
from screens.widgets.field_label import FieldLabel
from screens.widgets.field_note import FieldNote
from screens.widgets.typed_line import TypedLine

if TYPE_CHECKING:
    from pydantic import SecretStr
    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look


class Masking(StrEnum):
    """When what was typed is hidden: never, from the first character, or from the moment the field is left."""

    NEVER = "never"
    ALWAYS = "always"
    ONCE_LEFT = "once_left"


class Field(Vertical):
    """`name` is the field's name in the step's `Typed`. Posts `Field.Changed`, `Field.Left` and `Field.Entered`.

    `unit` stands behind a narrow input: what a number counts. `proposed` is what the program thinks the answer
    is: while it stands there untouched, it's selected when the cursor comes in, so that typing replaces it.
    """

    class Changed(TextualMessage):
        """What stands in the field has become another."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    class Left(Changed):
        """The cursor has gone elsewhere."""

    class Scanned(Changed):
        """A scan or a paste has gone in, and the cursor is still there."""

    class Entered(Changed):
        """Enter was pressed: on to what comes next in this step."""

    def __init__(
        self,
        look: Look,
        name: str,
        label: str,
        *,
        value: str = "",
        proposed: str = "",
        hint: str = "",
        help_text: str = "",
        masking: Masking = Masking.NEVER,
        max_length: int = 300,
        unit: str = "",
    ) -> None:
        super().__init__(id=f"field-{name.replace('_', '-')}", classes="measured" if unit else "")
        self.look = look
        self.field_name = name
        self.label = label
        self.hint = hint
        self.help_text = help_text
        self.masking = masking
        self._proposed = proposed
        self._put: str | None = None
        self._note = FieldNote(look, hint)
        self._label = FieldLabel(label)
        self._unit = Static(unit, classes="field-unit", markup=False)
        self.input = TypedLine(
            value,
            id=f"input-{name.replace('_', '-')}",
            password=masking is Masking.ALWAYS or (masking is Masking.ONCE_LEFT and bool(value)),
            compact=True,
            max_length=max_length,
            validate_on=(),  # the session validates; Textual's own would only work out the style twice at each Tab
        )
        self.input.cursor_blink = False
        self._select_when_entered()

    def compose(self) -> ComposeResult:
        """Label and input on one line, the note below."""
        with Horizontal(classes="field-row"):
            yield self._label
            yield self.input
            if self.has_class("measured"):
                yield self._unit
        yield self._note

    def ask(self, label: str, hint: str = "", help_text: str = "") -> None:
        """Another question in the same place, such as another country's kind of account number."""
        self.label, self.hint, self.help_text = label, hint, help_text
        self._label.update(label)
        self.note(hint)

    @property
    def value(self) -> str | SecretStr:
        """What's in it: as a secret where the field is one."""
        if self.masking is Masking.NEVER:
            return self.input.value
        from pydantic import SecretStr

        return SecretStr(self.input.value)

    @property
    def empty(self) -> bool:
        """Whether nothing but space is in it."""
        return not self.input.value.strip()

    def clear(self) -> None:
        """Empties it and takes the note back to the hint."""
        self.input.value = ""
        self.note(self.hint)

    def put(self, text: str) -> None:
        """Puts a text in, such as a serial number with its slips put right. What's noted below is about this text."""
        if text != self.input.value:
            self._put = text
        self.input.value = text
        self.input.cursor_position = len(text)
        self._select_when_entered()

    def propose(self, text: str) -> None:
        """Another proposal in place of the one before, unless something else is there."""
        untouched, self._proposed = self.input.value == self._proposed, text
        if untouched:
            self.put(text)
            if self.input.has_focus:
                self.input.select_all()

    def _select_when_entered(self) -> None:
        proposed = bool(self._proposed) and self.input.value == self._proposed
        self.input.select_on_focus = proposed or self.masking is not Masking.NEVER

    def note(self, text: str, tone: Tone = Tone.INFO) -> None:
        """The line below, as `FieldNote.say` has it."""
        self._note.say(text, tone)

    def refuse(self, text: str) -> None:
        self.note(text, Tone.ERROR)

    @property
    def refused(self) -> bool:
        """Whether an error stands below it."""
        return self._note.tone is Tone.ERROR

    def reveal(self, *, shown: bool) -> None:
        """Shows a masked value, or masks it again."""
        if self.masking is not Masking.NEVER:
            self.input.password = not shown

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said about another text goes at once; a number typed anew is seen until the field is left."""
        event.stop()
        put, self._put = self._put, None
        if self._note.tone is not Tone.INFO and event.value != put:
            self.note(self.hint)
        self._select_when_entered()
        if self.masking is Masking.ONCE_LEFT and self.input.has_focus and len(event.value) <= 1:
            self.input.password = False
        self.post_message(self.Changed(self))

    def on_typed_line_scan_ended(self, event: TypedLine.ScanEnded) -> None:
        event.stop()
        self.post_message(self.Scanned(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter never commits a step by itself: scanners and pastes send it."""
        event.stop()
        self.post_message(self.Entered(self))

    def on_input_blurred(self, event: Input.Blurred) -> None:
        """From now on a number such as an IBAN is masked."""
        event.stop()
        if self.masking is Masking.ONCE_LEFT:
            self.input.password = bool(self.input.value)
        self.post_message(self.Left(self))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """An emptied once-masked field is typed into in clear; a filled one stays masked until it's asked for."""
        event.stop()  # all that it stands in would hear of it, one after the other
        self._label.mark(here=True)
        if self.masking is Masking.ONCE_LEFT and not self.input.value:
            self.input.password = False

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        event.stop()
        self._label.mark(here=False)
