"""The try at connecting that's under way: shown stage by stage, left waiting, or cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.connect.progress_list import ProgressList
from screens.look.states import Tone
from screens.messages import Answered, Completed
from services.activation.connect_order import IdempotencyKeys
from services.activation.connecting import ConnectAttempt, ConnectPace
from services.activation.explanations import describe
from services.activation.steps import Step
from services.contracts import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from screens.step import StepScreen
    from services.activation.connect_order import Order
    from services.activation.session import ConnectAnswer


class AttemptView:
    """What a step that connects a box has to show a try, one after another.

    `set_out` is called whenever something else may be done, `to_primary` once there's one thing to do next, and
    `refused` after a try that has failed.
    """

    def __init__(
        self,
        screen: StepScreen,
        pace: ConnectPace | None,
        *,
        set_out: Callable[[], None],
        to_primary: Callable[[], None],
        refused: Callable[[ServiceError], None],
    ) -> None:
        self._screen = screen
        self._pace = pace or ConnectPace(patience=screen.services.connect_patience)
        self._set_out, self._to_primary, self._refused = set_out, to_primary, refused
        self._keys = IdempotencyKeys()
        self.progress_list = ProgressList(screen.look)
        self.progress_list.display = False
        self.attempt: ConnectAttempt | None = None
        self._told: ConnectAnswer | None = None
        self._arrived: ConnectAnswer | None = None
        self._every_second: Timer | None = None

    def begin(self, order: Order, answer: ConnectAnswer) -> None:
        """A try at connecting what's ordered. If the answer has a box already, that's only followed."""
        screen = self._screen
        self.attempt = ConnectAttempt(
            screen.services, order, answer, self._keys, pace=self._pace, changed=self._show_attempt
        )
        self._told, self._arrived = answer, None
        self.progress_list.show(self.attempt)
        screen.notice.clear()
        self._run(self.attempt)
        self._every_second = screen.set_interval(1.0, self._show_progress)
        screen.set_focus(None)
        self._set_out()

    @property
    def may_leave(self) -> bool:
        """Whether nothing is missing but the box, so that it may be left waiting."""
        return self.attempt is not None and self.attempt.may_leave

    @property
    def times_up(self) -> bool:
        """Whether it takes longer than it should."""
        return self.attempt is not None and self.attempt.times_up

    def _run(self, attempt: ConnectAttempt) -> None:
        self._screen.run_worker(self._connect(attempt), group="connecting", exclusive=True)

    async def _connect(self, attempt: ConnectAttempt) -> None:
        try:
            answer = await attempt.run()
        except ServiceError as error:
            self._stop()
            self._refused(error)
        else:
            self.arrive(answer)

    def _stop(self) -> None:
        """The try is over."""
        self.attempt = None
        if self._every_second is not None:
            self._every_second.stop()
            self._every_second = None

    # ------------------------------------------------------------------------------------------ what's shown

    def _show_attempt(self) -> None:
        """The try has come further. What its answer is by now is the session's to keep."""
        if self.attempt is None:
            return
        self._show_progress()
        if self.attempt.answer != self._told:
            self._told = self.attempt.answer
            self._screen.post_message(Answered(Step.CONNECT, self._screen.typed(), self._told))
        self._set_out()

    def _show_progress(self) -> None:
        """How far it is, and how long that has taken."""
        if self.attempt is None:
            return
        was_up = self.progress_list.times_up
        self.progress_list.show(self.attempt)
        if self.progress_list.times_up and not was_up:
            self._set_out()
            self._to_primary()

    # ------------------------------------------------------------------------------------------ how it ends

    def arrive(self, answer: ConnectAnswer) -> None:
        """The step is answered: said to the wizard, but not from behind a dialog that asks something else."""
        self._arrived = answer
        if self._screen.app.screen is self._screen:
            self.say_arrived()

    def say_arrived(self) -> None:
        """Says so, if it was answered while a dialog was there."""
        arrived, self._arrived = self._arrived, None
        if arrived is not None:
            self._stop()
            self._screen.post_message(Completed(Step.CONNECT, self._screen.typed(), arrived))

    def keep_waiting(self) -> None:
        """It may take as long again."""
        if self.attempt is not None:
            self._screen.set_focus(None)
            self.attempt.keep_waiting()

    def leave_waiting(self) -> None:
        """Northe goes on by itself once the box is online."""
        if self.attempt is not None and self.attempt.may_leave:
            self._screen.workers.cancel_group(self._screen, "connecting")
            self.arrive(self.attempt.leave_waiting())

    def ask_to_cancel(self, customer: str) -> None:
        """Asks before anything is undone. `customer`: in whose account it would be."""
        if self.attempt is not None:
            self._screen.run_worker(self._cancel(customer), group="cancelling", exclusive=True)

    async def _cancel(self, customer: str) -> None:
        from screens.dialogs.confirm import sure

        screen, t = self._screen, self._screen.t
        certain = await sure(screen.app, screen.look, "connect.cancelling", name=customer)
        attempt = self.attempt
        if not certain or attempt is None or self._arrived is not None:
            return
        screen.workers.cancel_group(screen, "connecting")
        async with screen.busy(t("connect.cancelling.doing")):
            gone = await attempt.take_back()
        if not gone:
            self._go_on(attempt)
            return
        self._stop()
        screen.notice.say(Tone.INFO, t("connect.cancelling.done"))
        self._set_out()
        self._to_primary()

    def _go_on(self, attempt: ConnectAttempt) -> None:
        """It may still be in the account, so it's followed on: cancelling can be tried again."""
        if attempt.not_taken_back is not None and attempt.box is not None:
            title = self._screen.look.words.say(describe(attempt.not_taken_back).title)
            self._screen.notice.say(Tone.ERROR, self._screen.t("connect.cancelling.failed", title=title))
        self._run(attempt)
