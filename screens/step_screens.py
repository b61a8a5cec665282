"""Finds the screen of a step by the step's stem: `charge_site` is `ChargeSiteScreen` in `screens.charge_site`."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from screens.step import StepScreen
    from services.activation.steps import Step


def screen_class(step: Step) -> type[StepScreen]:
    """Imported when it's first shown, since the first paint shouldn't wait for it."""
    name = "".join(part.title() for part in step.value.split("_")) + "Screen"
    return cast("type[StepScreen]", getattr(import_module(f"screens.{step.value}"), name))
