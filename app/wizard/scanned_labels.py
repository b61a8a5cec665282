"""What the wizard does with a label that was scanned: into the activation, or kept until somebody has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.wizard.shown_screens import say, still_typed
from screens.look.states import Tone
from services.activation.steps import Step

if TYPE_CHECKING:
    from app.wizard.wizard_app import WizardApp
    from services.activation.scanned_label import LabelEffect
    from services.rules.labels import LabelKind, SerialLabel
    from services.text.words import Message


class ScannedLabels:
    """`waiting`: the last one that was scanned before there was an account to put it in."""

    def __init__(self, app: WizardApp) -> None:
        self._app = app
        self.waiting: SerialLabel | None = None

    def scanned(self, label: SerialLabel | LabelKind) -> None:
        """Off any screen, by a scanner or a paste."""
        self._app.run_worker(self._scanned(label), group="labels")

    async def _scanned(self, label: SerialLabel | LabelKind) -> None:
        from services.activation.scanned_label import about_waiting
        from services.rules.labels import SerialLabel, about_label

        if not isinstance(label, SerialLabel):
            self._say(Tone.WARNING, about_label(label))
        elif self._app.session is None or self._app.session.account is None:
            if label.refused is None:
                self.waiting = label
            self._say(Tone.OK if label.refused is None else Tone.WARNING, about_waiting(label))
        else:
            for step, typed in still_typed(self._app).items():
                self._app.keep_typed(step, typed)
            await self.take(label)

    async def take(self, label: SerialLabel) -> None:
        """Into the activation that's under way; the step that shows is drawn anew where it's another one now."""
        from services.activation.scanned_label import LabelEffect, about_effect

        activation = self._app.activation
        if activation is None:
            return
        effect = activation.take_label(label)
        shown = next(iter(still_typed(self._app)), None)
        changes = effect not in {LabelEffect.NO_BOX, LabelEffect.TOO_LATE}
        if changes and shown in {Step.BOX_TYPE, Step.CONNECT}:
            await self._app.show_step(shown)
        shown = next(iter(still_typed(self._app)), None)
        if shown is not Step.BOX_TYPE or not changes:  # there it stands above the brand
            self._say(_tone(effect), about_effect(effect, label))

    async def drop(self, step: Step) -> None:
        """What the last one has set isn't wanted."""
        if self._app.activation is not None:
            self._app.activation.drop_label()
            await self._app.show_step(step)

    def hand_over(self) -> Message | None:
        """What was scanned before signing in goes into the activation; a word about it, None without one."""
        from services.activation.scanned_label import about_effect

        label, self.waiting = self.waiting, None
        if label is None or self._app.activation is None:
            return None
        effect = self._app.activation.take_label(label)
        return about_effect(effect, label)

    def _say(self, tone: Tone, message: Message) -> None:
        say(self._app, tone, self._app.look.words.say(message))


def _tone(effect: LabelEffect) -> Tone:
    from services.activation.scanned_label import LabelEffect

    return Tone.WARNING if effect in {LabelEffect.NO_BOX, LabelEffect.TOO_LATE} else Tone.OK
