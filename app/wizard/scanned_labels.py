"""What the wizard does with a label that was scanned: into the activation, or kept until somebody has signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.wizard.shown_screens import say, still_typed
from screens.look.states import Tone
from services.activation.steps import Step

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App

    from screens.look import Look
    from services.activation.activation import Activation
    from services.activation.answers import Typed
    from services.activation.scanned_label import LabelEffect
    from services.rules.labels import LabelKind, SerialLabel
    from services.text.words import Message


class ScannedLabels:
    """`activation` gives the one that's under way, `show_step` puts a step's screen up anew.

    `waiting`: the last label that was scanned before there was an account to put it in.
    """

    def __init__(
        self,
        app: App[int],
        look: Look,
        activation: Callable[[], Activation | None],
        show_step: Callable[[Step], Awaitable[None]],
    ) -> None:
        self._app, self._look = app, look
        self._activation, self._show_step = activation, show_step
        self.waiting: SerialLabel | None = None

    def scanned(self, label: SerialLabel | LabelKind) -> None:
        """Off any screen, by a scanner or a paste."""
        self._app.run_worker(self._scanned(label), group="labels")

    async def _scanned(self, label: SerialLabel | LabelKind) -> None:
        from services.activation.scanned_label import about_waiting
        from services.rules.labels import SerialLabel, about_label

        activation = self._activation()
        if not isinstance(label, SerialLabel):
            self._say(Tone.WARNING, about_label(label))
        elif activation is None or activation.session.account is None:
            if label.refused is None:
                self.waiting = label
            self._say(Tone.OK if label.refused is None else Tone.WARNING, about_waiting(label))
        else:
            for step, typed in still_typed(self._app).items():
                activation.keep_typed(step, typed)
            await self._take(activation, label)

    async def taken(self, step: Step, typed: Typed, label: SerialLabel | None) -> None:
        """A step says that the box is what `label` says; None: that what the last one has set isn't wanted."""
        activation = self._activation()
        if activation is None:
            return
        activation.keep_typed(step, typed)
        if label is not None:
            await self._take(activation, label)
        else:
            activation.drop_label()
            await self._show_step(step)

    async def _take(self, activation: Activation, label: SerialLabel) -> None:
        """The step that shows is drawn anew where it's another one now."""
        from services.activation.scanned_label import LabelEffect, about_effect

        effect = activation.take_label(label)
        shown = self._shown_step
        changes = effect not in {LabelEffect.NO_BOX, LabelEffect.TOO_LATE}
        if changes and shown in {Step.BOX_TYPE, Step.CONNECT}:
            await self._show_step(shown)
        if self._shown_step is not Step.BOX_TYPE or not changes:  # there it stands above the brand
            self._say(_tone(effect), about_effect(effect, label))

    @property
    def _shown_step(self) -> Step | None:
        return next(iter(still_typed(self._app)), None)

    def hand_over(self) -> Message | None:
        """What was scanned before signing in goes into the activation; a word about it, where Type doesn't say it."""
        from services.activation.scanned_label import about_effect

        activation, label = self._activation(), self.waiting
        self.waiting = None
        if label is None or activation is None:
            return None
        effect = activation.take_label(label)
        return None if activation.first_open is Step.BOX_TYPE else about_effect(effect, label)

    def _say(self, tone: Tone, message: Message) -> None:
        say(self._app, tone, self._look.words.say(message))


def _tone(effect: LabelEffect) -> Tone:
    from services.activation.scanned_label import LabelEffect

    return Tone.WARNING if effect in {LabelEffect.NO_BOX, LabelEffect.TOO_LATE} else Tone.OK
