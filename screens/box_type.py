"""Step 1, Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from screens.look.states import Tone
from screens.messages import Completed
from screens.step import StepScreen
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field
from screens.widgets.signed_lines import SignedLine, SignedLines
from services.activation.answers import AnswersWrong
from services.activation.box_type import LONGEST_NAME, check_box_type
from services.activation.steps import Step
from services.rules import catalogue
from services.rules.serials import holds_serial

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
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
        yield Field(
            self.look,
            "name",
            self.t("box_type.name.label"),
            value=self.kept_text("name", self.t("box_type.default_name")),
            proposed=self.t("box_type.default_name"),
            hint=self.t("box_type.name.hint"),
            help_text=self.t("box_type.name.help"),
            max_length=LONGEST_NAME * 2,
        )
        brands = catalogue.brands()
        brand = next((one for one in brands if one.id == self.kept_text("brand")), brands[0])
        self._brand = brand.id
        self._models[brand.id] = self.kept_text("model")
        with Horizontal(classes="columns"):
            yield ChoiceField(
                self.look,
                "brand",
                self.t("box_type.brand.label"),
                [(one.id, self._brand_name(one)) for one in brands],
                value=brand.id,
                help_text=self.t("box_type.brand.help"),
                stacked=True,
            )
            yield ChoiceField(
                self.look,
                "model",
                self.t("box_type.model.label"),
                [(one.id, one.name) for one in brand.models],
                value=self._models[brand.id],
                help_text=self.t("box_type.model.help"),
                stacked=True,
            )
        yield SignedLines(*self._brand_note(brand), id="brand-note")

    def _brand_name(self, brand: catalogue.Brand) -> str:
        return brand.name if brand.documented else self.t("box_type.brand.unconfirmed", brand=brand.name)

    def _brand_note(self, brand: catalogue.Brand) -> list[SignedLine]:
        if brand.documented:
            return []
        text = self.t("box_type.brand.unconfirmed_note", brand=brand.name)
        return [SignedLine(self.look.glyphs.warning, text, "$warning")]

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another brand has other models; the one that was picked at each brand is remembered."""
        event.stop()
        value = event.field.value
        if event.field.field_name == "model":
            self._models[self._brand] = value
        elif value != self._brand:
            self._brand = value
            brand = catalogue.brand(value)
            self.query_one("#brand-note", SignedLines).set_lines(self._brand_note(brand))
            self.form.choice("model").offer([(one.id, one.name) for one in brand.models], self._models.get(value))

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
        if not holds_serial(self._brand, name):
            return False
        self._warned_of = name
        field.note(self.t("box_type.name.serial"), Tone.WARNING)
        return name != before

    def action_complete(self) -> None:
        """Checks and goes on."""
        self.notice.clear()
        if self._warn_of_serial():
            self.form.field("name").input.focus()
            return
        typed = self.typed()
        try:
            answer = check_box_type(typed)
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
            return
        self.post_message(Completed(Step.BOX_TYPE, typed, answer))
