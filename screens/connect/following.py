"""Follows a box while Northe connects it: stages, time limit, cancelling, leaving it waiting, taking it up again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from screens.connect.progress_list import ProgressList
from screens.messages import Answered, Completed
from screens.step import StepScreen
from screens.widgets.notice import Tone
from services.activation.connecting import Connecting, ConnectPace, Keys, Leg, Order, Progress
from services.activation.explanations import describe
from services.activation.steps import Step
from services.contracts import Cause, ServiceError, Stage

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from textual.timer import Timer

    from screens.look import Look
    from services.activation.session import ConnectAnswer
    from services.contracts import ChargeBox, Services


class FollowingScreen(StepScreen):
    """The half of the step that comes after Connect was pressed. The other half says what's to be connected."""

    def __init__(self, look: Look, services: Services, pace: ConnectPace | None = None) -> None:
        super().__init__(look, services)
        self.pace = pace or ConnectPace(patience=services.connect_patience)
        self.course = ProgressList(look)
        self.course.display = False
        self.connecting: Connecting | None = None
        self._idempotency = Keys()
        self._answer: ConnectAnswer | None = None
        self._arrived: ConnectAnswer | None = None
        self._began = 0.0
        self._patience_ends = 0.0
        self._ticking: Timer | None = None

    # ------------------------------------------------------------------------------------------ for the other half

    def set_out(self) -> None:
        """Shows what belongs to the moment."""
        raise NotImplementedError(type(self).__name__)

    def refused(self, error: ServiceError) -> None:
        """Connecting has failed."""
        raise NotImplementedError(type(self).__name__)

    # ------------------------------------------------------------------------------------------ what there is

    @property
    def leg(self) -> Leg | None:
        """How far it is, while it's being connected."""
        return self.connecting.progress.leg if self.connecting is not None else None

    @property
    def may_leave(self) -> bool:
        """Northe has done its part, and only the box is missing."""
        return self.leg is Leg.WAITING

    @property
    def times_up(self) -> bool:
        """It has taken longer than it should."""
        return self.connecting is not None and self.services.clock.monotonic() >= self._patience_ends

    # ------------------------------------------------------------------------------------------ the way

    def follow(self, order: Order, answer: ConnectAnswer, box: ChargeBox | None = None) -> None:
        """Connects what's ordered; a `box` that Northe is already at work on is only followed."""
        self.connecting = Connecting(self.services, order, self._idempotency, self.pace, self._reported)
        self._answer, self._arrived = answer, None
        self._began = self.services.clock.monotonic()
        self._patience_ends = self._began + self.pace.patience
        self.notice.clear()
        self.course.begin(saves_site=order.site_id is None)
        self._run(self.connecting.run() if box is None else self.connecting.follow(box))
        if self._ticking is None:
            self._ticking = self.set_interval(1.0, self._tick)
        self.set_focus(None)
        self.set_out()

    def already_online(self, answer: ConnectAnswer, box: ChargeBox) -> None:
        """The box is online in this very account: nothing is left to do."""
        self._answer = answer
        self._complete(box, left_waiting=False)

    def _run(self, way: Coroutine[None, None, ChargeBox]) -> None:
        self.run_worker(self._go(way), group="connecting", exclusive=True)

    async def _go(self, way: Coroutine[None, None, ChargeBox]) -> None:
        try:
            box = await way
        except ServiceError as error:
            made = self.connecting.box if self.connecting is not None else None
            if made is not None and self._answer is not None and error.cause is not Cause.SESSION_EXPIRED:
                failed = replace(made, stage=Stage.FAILED, cause=error.cause)  # nothing to follow any more
                answer = self._answer.model_copy(update={"box": failed})
                self.post_message(Answered(Step.CONNECT, self.typed(), answer))
            self._stop()
            self.refused(error)
            return
        self._complete(box, left_waiting=False)

    def _reported(self, progress: Progress) -> None:
        before = self.course.progress
        self.course.show(progress)
        if progress.box is not None and (before is None or before.box != progress.box) and self._answer is not None:
            answer = self._answer.model_copy(update={"box": progress.box})
            self.post_message(Answered(Step.CONNECT, self.typed(), answer))
        self.set_out()

    def _tick(self) -> None:
        if self.connecting is None:
            return
        was_up = self.course.times_up
        self.course.count(self.services.clock.monotonic() - self._began, times_up=self.times_up)
        if self.course.times_up and not was_up:
            self.set_out()
            self.to_primary()

    def to_primary(self) -> None:
        """The cursor goes to the one thing to do next."""
        for button in self.query("ActionButton.primary"):
            if button.display and not button.disabled:
                button.focus()

    def _stop(self) -> None:
        self.connecting = None
        if self._ticking is not None:
            self._ticking.stop()
            self._ticking = None

    def _complete(self, box: ChargeBox, *, left_waiting: bool) -> None:
        """Says so to the wizard, but not from behind a dialog that asks something else."""
        if self._answer is None:
            return
        self._arrived = self._answer.model_copy(update={"box": box, "left_waiting": left_waiting})
        if self.app.screen is self:
            self._say_complete()

    def _say_complete(self) -> None:
        arrived, self._arrived = self._arrived, None
        if arrived is not None:
            self._stop()
            self.post_message(Completed(Step.CONNECT, self.typed(), arrived))

    def on_screen_resume(self) -> None:
        """The dialog is gone; in it, somebody may have signed in at Zaptec."""
        self._say_complete()
        self.set_out()

    # ------------------------------------------------------------------------------------------ ways out of it

    def keep_waiting(self) -> None:
        """Another while."""
        self._patience_ends = self.services.clock.monotonic() + self.pace.patience
        self._tick()
        self.set_focus(None)
        self.set_out()

    def action_leave_waiting(self) -> None:
        """F8: Northe goes on by itself once the box is online."""
        if self.connecting is not None and self.connecting.box is not None and self.may_leave:
            self.workers.cancel_group(self, "connecting")
            self._complete(self.connecting.box, left_waiting=True)

    def ask_to_cancel(self) -> None:
        """Escape, F9, Cancel: asked, since something would be undone."""
        if self.connecting is not None:
            self.run_worker(self._cancel(), group="cancelling", exclusive=True)

    async def _cancel(self) -> None:
        from screens.dialogs.confirm import ConfirmDialog

        t = self.t
        session = self.session
        name = session.account.customer_name if session is not None and session.account is not None else ""
        dialog = ConfirmDialog(
            self.look, t("connect.cancelling.title"), t("connect.cancelling.text", name=name),
            yes=t("connect.cancelling.yes"), no=t("connect.cancelling.no"),
        )  # fmt: skip
        sure = await self.app.push_screen_wait(dialog)
        trying = self.connecting
        if not sure or trying is None or self._arrived is not None:
            return
        self.workers.cancel_group(self, "connecting")
        try:
            async with self.busy(t("connect.cancelling.doing")):
                gone = await trying.take_back()
        except ServiceError as error:
            self._not_taken_back(trying, error)
            return
        if not gone and trying.box is not None:
            self._run(trying.follow(trying.box))
            return
        self._stop()
        if self._answer is not None:
            self.post_message(Answered(Step.CONNECT, self.typed(), self._answer))
        self.notice.say(Tone.INFO, t("connect.cancelling.done"))
        self.set_out()
        self.to_primary()

    def _not_taken_back(self, trying: Connecting, error: ServiceError) -> None:
        """It may still be in the account, so it's followed on: cancelling can be tried again."""
        if trying.box is None:
            self._stop()
            self.refused(error)
            return
        title = describe(error).title
        self.notice.say(Tone.ERROR, self.t("connect.cancelling.failed", title=self.look.words.say(title)))
        self._run(trying.follow(trying.box))
