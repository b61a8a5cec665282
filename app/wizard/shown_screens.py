"""What the wizard asks of the screens that show: what stands in their fields, and a word to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.wizard_screen import WizardScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from screens.look.states import Tone
    from services.activation.answers import Typed
    from services.activation.steps import Step


def still_typed(app: App[int]) -> Mapping[Step, Typed]:
    """What stands in the fields of the step that shows."""
    from screens.step import StepScreen

    steps = [screen for screen in app.screen_stack if isinstance(screen, StepScreen)] if app.is_running else []
    return {screen.STEP: screen.typed() for screen in steps if screen.is_mounted}


def say(app: App[int], tone: Tone, text: str) -> bool:
    """A word in the notice of the screen that shows; False if that's a dialog, which has none."""
    screen = app.screen
    if not isinstance(screen, WizardScreen):
        return False
    screen.notice.say(tone, text)
    return True
