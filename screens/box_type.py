"""Step 1, Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from screens.base import StepScreen
from screens.messages import Completed
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field
from services import catalogue
from services.session import AnswersWrong, Step, check_box_type
from services.session.box_type import LONGEST_NAME

if TYPE_CHECKING:
    from textual.app import ComposeResult


class BoxTypeScreen(StepScreen):
    """The common case is three times Enter and Next: the first brand and model are Zaptec's Go."""

    AREA: ClassVar[str] = "box_type"
    STEP: ClassVar[str] = "box_type"
    FIRST: ClassVar[str] = "#input-name"

    def compose_body(self) -> ComposeResult:
        """Name, brand, model."""
        yield Static(self.t("box_type.lead"), classes="title lead", markup=False)
        yield Field(
            self.look,
            "name",
            self.t("box_type.name.label"),
            value=self.kept_text("name", self.t("box_type.default_name")),
            hint=self.t("box_type.name.hint"),
            help_text=self.t("box_type.name.help"),
            max_length=LONGEST_NAME * 2,
        )
        brands = catalogue.brands()
        brand = next((one for one in brands if one.id == self.kept_text("brand")), brands[0])
        yield ChoiceField(
            self.look,
            "brand",
            self.t("box_type.brand.label"),
            [(one.id, self._brand_name(one)) for one in brands],
            value=brand.id,
            help_text=self.t("box_type.brand.help"),
        )
        yield ChoiceField(
            self.look,
            "model",
            self.t("box_type.model.label"),
            [(one.id, one.name) for one in brand.models],
            value=self.kept_text("model"),
            help_text=self.t("box_type.model.help"),
        )

    def _brand_name(self, brand: catalogue.Brand) -> str:
        return brand.name if brand.documented else self.t("box_type.brand.unconfirmed", brand=brand.name)

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another brand has other models."""
        event.stop()
        if event.field.field_name != "brand":
            return
        brand = catalogue.brand(event.field.value)
        event.field.note("" if brand.documented else self.t("box_type.brand.unconfirmed_note"))
        self.choice("model").offer([(one.id, one.name) for one in brand.models], self.kept_text("model"))

    def complete(self) -> None:
        """Checks and goes on."""
        typed = self.typed()
        try:
            answer = check_box_type(typed)
        except AnswersWrong as wrong:
            self.refuse(wrong.problems)
            return
        self.post_message(Completed(Step.BOX_TYPE, typed, answer))
