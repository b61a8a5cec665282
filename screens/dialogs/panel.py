"""A full screen laid over Connect: it has the common frame, and every way out leads back to the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.asking import AskingScreen
from services.activation.steps import STEPS

if TYPE_CHECKING:
    from screens.look import Look
    from screens.widgets.head import Head
    from services.activation.session import Session
    from services.contracts import Services


class Panel(AskingScreen):
    """`session` as it is now: a panel doesn't stay long enough to see it change."""

    def __init__(self, look: Look, services: Services, session: Session | None) -> None:
        super().__init__(look, services)
        self.set_reactive(AskingScreen.session, session)

    def compose_head(self) -> Head:
        """The panels belong to the last step, and the head stays as it is there."""
        return self.head_at(len(STEPS) - 1)

    def action_back(self) -> None:
        """F9: back to the step."""
        self.workers.cancel_node(self)
        self.dismiss(None)

    def action_stop_waiting(self) -> None:
        """Escape: stops waiting, or goes back."""
        if self.waiting:
            super().action_stop_waiting()
        else:
            self.action_back()
