"""The one ordered list of the screens that an activation walks through. Order, add or skip a step here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.step import StepScreen
    from services.activation.session import Session
    from services.activation.steps import Step


@dataclass(frozen=True, slots=True)
class Stop:
    """One step: its stem, and where its screen is, imported when it's first shown."""

    stem: str
    module: str
    screen: str

    def load(self) -> type[StepScreen]:
        """The screen's class."""
        return cast("type[StepScreen]", getattr(import_module(self.module), self.screen))


STOPS = (
    Stop("box_type", "screens.box_type", "BoxTypeScreen"),
    Stop("charge_site", "screens.charge_site", "ChargeSiteScreen"),
    Stop("bank_account", "screens.bank_account", "BankAccountScreen"),
    Stop("connect", "screens.connect", "ConnectScreen"),
)


def stop(step: Step) -> Stop:
    """The stop of a step."""
    return next(one for one in STOPS if one.stem == step.value)


def after(step: Step) -> Step | None:
    """What comes after a step; None after the last."""
    from services.activation.steps import STEPS

    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else None


def before(step: Step) -> Step | None:
    """What comes before a step; None before the first."""
    from services.activation.steps import STEPS

    at = STEPS.index(step)
    return STEPS[at - 1] if at else None


def first_open(session: Session) -> Step:
    """Where to go on after signing in: the first step without an answer, or the last."""
    from services.activation.steps import STEPS

    return next((step for step in STEPS if getattr(session, step.value) is None), STEPS[-1])
