"""What the wizard asks of the screens that show: what stands in their fields, a word to say, a question to put."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import App

    from screens.look import Look
    from services.activation.answers import Typed
    from services.activation.steps import Step


def still_typed(app: App[int]) -> Mapping[Step, Typed]:
    """What stands in the fields of the step that shows."""
    from screens.step import StepScreen

    steps = [screen for screen in app.screen_stack if isinstance(screen, StepScreen)] if app.is_running else []
    return {screen.STEP: screen.typed() for screen in steps if screen.is_mounted}


def say(app: App[int], tone: str, text: str) -> bool:
    """A word in the notice of the screen that shows; False if that's a dialog, which has none."""
    from screens.widgets.notice import Tone
    from screens.wizard_screen import WizardScreen

    screen = app.screen
    if not isinstance(screen, WizardScreen):
        return False
    screen.notice.say(Tone(tone), text)
    return True


async def sure(app: App[int], look: Look, area: str, text: str = "", **gaps: object) -> bool:
    """A question with two answers, whose words stand in `area`: `title`, `yes`, `no`, and `text` or the key `text`."""
    from screens.dialogs.confirm import ConfirmDialog

    t = look.words.t
    question = t(text or f"{area}.text", **gaps)
    dialog = ConfirmDialog(look, t(f"{area}.title"), question, yes=t(f"{area}.yes"), no=t(f"{area}.no"))
    return await app.push_screen_wait(dialog)
