"""The step Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from screens.look.states import Tone
from screens.step import StepScreen
from screens.widgets.question_field import choice_field, options_of, text_field
from screens.widgets.signed_lines import SignedLine, SignedLines
from services.activation.questions import said
from services.activation.steps import Step

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from screens.widgets.choices import ChoiceField
    from screens.widgets.field import Field
    from services.activation.questions import Question
    from services.contracts import Services


class BoxTypeScreen(StepScreen):
    """The common case is three times Enter and Next: the first brand and model are Zaptec's Go."""

    STEP: ClassVar[Step] = Step.BOX_TYPE
    AUTO_FOCUS: ClassVar[str | None] = "#input-name"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "to_list('brand')", show=False),
        Binding("right", "to_list('model')", show=False),
    ]

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self._brand = ""
        self._models: dict[str, str] = {}
        self._warned_of = ""

    def compose_body(self) -> ComposeResult:
        """The name, and side by side the brands and the models of the one that's highlighted."""
        yield Static(self.t("box_type.lead"), classes="title lead", markup=False)
        asked = self.asked(self.kept)
        self._brand = asked["brand"].picked(self.kept)
        self._models[self._brand] = asked["model"].picked(self.kept)
        yield text_field(self.look, asked["name"], self.kept)
        with Horizontal(classes="columns"):
            yield choice_field(self.look, asked["brand"], self.kept, stacked=True)
            yield choice_field(self.look, asked["model"], self.kept, stacked=True)
        yield SignedLines(*self._brand_note(asked["brand"]), id="brand-note")

    def _brand_note(self, brand: Question) -> list[SignedLine]:
        text = said(brand.warning, self.look.words)
        return [SignedLine(self.look.glyphs.warning, text, "$warning")] if text else []

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another brand has other models; the one that was picked at each brand is remembered."""
        event.stop()
        value = event.field.value
        if event.field.field_name == "model":
            self._models[self._brand] = value
        elif value != self._brand:
            self._brand = value
            asked = self.asked(self.typed())
            self.query_one("#brand-note", SignedLines).set_lines(self._brand_note(asked["brand"]))
            self.form.choice("model").offer(options_of(asked["model"], self.look.words), self._models.get(value))

    def action_to_list(self, name: str) -> None:
        """Left and right between the two lists."""
        self.form.choice(name).choices.focus()

    def on_field_left(self, event: Field.Left) -> None:
        """A scan that went into the name shows at once: the customer would read it in the app."""
        event.stop()
        self._warn_of_serial()

    def _warn_of_serial(self) -> bool:
        """Whether there's something to say about this name that wasn't said before."""
        field = self.form.field("name")
        name, before = field.input.value, self._warned_of
        warning = said(self.asked(self.typed())["name"].warning, self.look.words)
        if not warning:
            return False
        self._warned_of = name
        field.note(warning, Tone.WARNING)
        return name != before

    def action_complete(self) -> None:
        """Checks and goes on; with a scan in the name only when it was seen."""
        if self._warn_of_serial():
            self.notice.clear()
            self.form.field("name").input.focus()
        else:
            super().action_complete()
