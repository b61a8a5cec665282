"""The fields of a box: a serial number is read as it's left, and what was put right in it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.states import Tone
from screens.widgets.field import Field
from services.activation.answers import AnswersWrong
from services.activation.connect import SERIAL
from services.rules.serials import SerialWrong

if TYPE_CHECKING:
    from screens.form import Form
    from screens.look import Look
    from services.activation.box_check import BoxCheck
    from services.activation.session import ConnectAnswer
    from services.rules.serials import SerialReading


class BoxFields:
    """Between the fields and what's known of the box: `form` has a field for each of the brand's own questions."""

    def __init__(self, look: Look, form: Form, check: BoxCheck) -> None:
        self._look, self._form, self._check = look, form, check

    @property
    def serial(self) -> Field:
        """Where the serial number stands."""
        return self._form.field(SERIAL)

    def take_scans(self) -> None:
        """A whole number that's scanned or pasted takes the place of the one before it."""
        self.serial.input.replaced_by_scans, self.serial.input.line_of = self._check.is_number, ", ".join

    def read(self, *, say_problems: bool = True) -> ConnectAnswer | None:
        """The answers, put right where that can be seen, or None and a sentence at each field that's wrong."""
        self._take_newer_number()
        try:
            reading = self._check.read(self._form.typed())
        except AnswersWrong as wrong:
            if say_problems:
                self._form.refuse(wrong.problems)
            return None
        self._show(reading)
        return self._check.answer

    def left(self, field: Field) -> None:
        """The cursor has left a field: a serial number is read at once, so that a slip shows."""
        if field.field_name != SERIAL or field.empty:
            return
        self._take_newer_number()
        try:
            reading = self._check.read_number(field.input.value)
        except SerialWrong as wrong:
            field.refuse(self._look.words.say(wrong.message))
        else:
            self._show(reading)

    def changed(self, field: Field) -> None:
        """Something else was typed: what was found about the last answer says nothing about this one."""
        typed = self._form.typed()
        if not self._check.holds_for(typed):
            field.note(field.hint)
            self._check.retyped(typed, field.field_name)

    @property
    def whole(self) -> bool:
        """Whether a number and all else that the brand needs is there."""
        empty = any(field.empty for field in self._form.fields() if isinstance(field, Field))
        return not empty and self._check.is_number(self.serial.input.value)

    def refuse(self, *, focus: bool = True) -> bool:
        """Whether Northe's no is about a field that shows: then it's said there, and `focus` puts the cursor there."""
        refusal = self._check.refusal
        return refusal is not None and self._form.refuse_at_field(refusal, self._check.wrong_field, focus=focus)

    def _take_newer_number(self) -> None:
        """A number that's scanned behind the one checked last takes its place."""
        newer = self._check.newer_number(self.serial.input.value)
        if newer != self.serial.input.value:
            self.serial.put(newer)

    def _show(self, reading: SerialReading) -> None:
        """What was put right stands in the field, and is said below it."""
        if self.serial.input.value != reading.value:
            self.serial.put(reading.value)
        if self._check.right_label is not None:
            return  # the verdict says so
        remarks = " ".join(self._look.words.say(one) for one in (*reading.corrections[-1:], *reading.warnings))
        if remarks:
            self.serial.note(remarks, Tone.WARNING if reading.warnings else Tone.OK)
