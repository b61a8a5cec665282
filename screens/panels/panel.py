"""A full screen laid over Connect: it has the common frame, and every way out leads back to the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.wizard_screen import WizardScreen
from services.activation.steps import STEPS
from services.rules import catalogue

if TYPE_CHECKING:
    from screens.look import Look
    from screens.widgets.head import Head
    from services.activation.session import BoxTypeAnswer, Session
    from services.contracts import MakerCloud, Services


class Panel(WizardScreen):
    """`session` as it is now: a panel doesn't stay long enough to see it change."""

    def __init__(self, look: Look, services: Services, session: Session | None) -> None:
        super().__init__(look, services)
        self.set_reactive(WizardScreen.session, session)

    @property
    def box_type(self) -> BoxTypeAnswer:
        """What's being connected. Raises `LookupError` where that wasn't answered yet."""
        if self.session is None or self.session.box_type is None:
            raise LookupError("a panel over Connect was opened without a type")
        return self.session.box_type

    @property
    def maker(self) -> MakerCloud:
        """The cloud of the box's maker. Raises `LookupError` for a brand without one."""
        return self.services.makers[self.box_type.brand]

    @property
    def maker_name(self) -> str:
        """As the catalogue has it: "Zaptec"."""
        return catalogue.brand(self.box_type.brand).name

    @property
    def gaps(self) -> dict[str, object]:
        """Panels are about what the maker has."""
        return {"maker": self.maker_name}

    def compose_head(self) -> Head:
        """The panels belong to the last step, and the head stays as it is there."""
        return self.head_at(len(STEPS) - 1)

    def action_back(self) -> None:
        self.workers.cancel_node(self)
        self.dismiss(None)
