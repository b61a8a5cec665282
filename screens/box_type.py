"""The step Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from screens.look.states import Tone
from screens.messages import LabelTaken
from screens.step import StepScreen
from screens.widgets.action_button import ActionButton
from screens.widgets.question_field import choice_field, options_of, text_field
from screens.widgets.signed_lines import SignedLine, SignedLines
from services.activation.questions import said
from services.activation.scanned_label import label_note
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
        Binding("f4", "drop_label", "labels.undo"),
        Binding("left", "to_list('brand')", show=False),
        Binding("right", "to_list('model')", show=False),
    ]

    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f4", "f9", "f1", "f3", "ctrl+q")

    DEFAULT_CSS = """
    BoxTypeScreen #label-note { height: auto; margin-bottom: 1; }
    BoxTypeScreen #label-note SignedLines { width: 1fr; }
    """

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self._brand = ""
        self._models: dict[str, str] = {}
        self._warned_of = ""

    def compose_body(self) -> ComposeResult:
        """The name, and side by side the brands and the models of the one that's highlighted."""
        yield from self._lead()
        asked = self.asked(self.kept)
        self._brand = asked["brand"].picked(self.kept)
        self._models[self._brand] = asked["model"].picked(self.kept)
        yield text_field(self.look, asked["name"], self.kept)
        with Horizontal(classes="columns"):
            yield choice_field(self.look, asked["brand"], self.kept, stacked=True)
            yield choice_field(self.look, asked["model"], self.kept, stacked=True)
        yield SignedLines(*self._brand_note(asked["brand"]), id="brand-note")

    def _lead(self) -> ComposeResult:
        """What's asked; once a label was scanned, what it says instead, and the way back."""
        note = label_note(self.session) if self.session is not None else None
        if note is None:
            yield Static(self.t("box_type.lead"), classes="title lead", markup=False)
            return
        with Horizontal(id="label-note"):
            yield SignedLines(SignedLine(self.look.glyphs.done, self.look.words.say(note), "bold $success"))
            yield ActionButton(self.t("labels.undo"), id="undo", action="drop_label")

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

    def action_drop_label(self) -> None:
        """F4: brand, model and number as they were before the label was scanned."""
        self.post_message(LabelTaken(self.STEP, self.typed(), None))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There must be a label to take back."""
        if action == "drop_label":
            return self.session is not None and self.session.scanned is not None
        return super().check_action(action, parameters)

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
