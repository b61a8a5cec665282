"""From one step's screen to the next, to the one before, and to Done, by what the activation says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.wizard_screen import WizardScreen
from services.activation.steps import step_before

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

    from screens.look import Look
    from services.activation.activation import Activation
    from services.activation.steps import Step
    from services.contracts import Services


class StepWay:
    """`activation` gives the one that's under way, `show` puts a screen up in place of the one that was there."""

    def __init__(
        self,
        look: Look,
        services: Callable[[], Services | None],
        activation: Callable[[], Activation | None],
        show: Callable[[WizardScreen], Awaitable[None]],
    ) -> None:
        self._look, self._services, self._activation, self._show = look, services, activation, show

    async def to(self, step: Step) -> None:
        """The step; where an earlier one doesn't hold any more, that one."""
        from screens.step_screens import screen_class

        activation = self._activation()
        reached = activation.reach(step) if activation is not None else None
        if reached is not None:  # else it was asked for a moment before the session ended: signing in shows already
            await self._show(screen_class(reached)(self._look, self._services()))

    async def on_from(self, step: Step) -> None:
        """To what's next once this step is answered: a step that's open, or Done."""
        activation = self._activation()
        following = activation.next_after(step) if activation is not None else None
        await (self.to(following) if following is not None else self.to_done())

    async def back_from(self, step: Step) -> bool:
        """To the step before, or to Done where one has come from there; False from the first step."""
        activation = self._activation()
        if activation is not None and activation.is_done:
            await self.to_done()
            return True
        earlier = step_before(step)
        if earlier is not None:
            await self.to(earlier)
        return earlier is not None

    async def to_done(self) -> None:
        """Everything is done: nothing is left that could be taken up."""
        from screens.done import DoneScreen

        activation, services = self._activation(), self._services()
        if activation is not None and services is not None:
            await activation.draft.discard()
            await self._show(DoneScreen(self._look, services))

    async def to_another_box(self, shown: Screen[Any]) -> None:
        """For the same customer, at the same site: the account is read anew, since it has one more."""
        from services.contracts import ServiceError

        activation = self._activation()
        if activation is None or not isinstance(shown, WizardScreen):
            return
        try:
            async with shown.busy(self._look.words.t("done.another.reading")):
                account = await activation.services.northe.account()
        except ServiceError as error:
            shown.fail(error)
            return
        activation.begin_another_box(account)
        await self.to(activation.first_open)
