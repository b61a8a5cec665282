"""The read-only check on its screen: made by a key, or by itself once a whole number is there, and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Button

from screens.look.states import Tone
from screens.messages import SessionEnded
from services.activation.diagnosis import ItemState
from services.activation.own_pace import OwnPace
from services.activation.steps import Step
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.timer import Timer

    from screens.connect.box_fields import BoxFields
    from screens.connect.check_list import CheckList
    from screens.step import StepScreen
    from services.activation.box_check import BoxCheck

_TONES = {
    ItemState.OK: Tone.OK,
    ItemState.WRONG: Tone.ERROR,
    ItemState.WARNING: Tone.WARNING,
    ItemState.UNKNOWN: Tone.INFO,
}


class CheckView:
    """What a step that connects a box has to check it. `set_out` is called whenever something else may be done,
    `to_primary` once there's one thing to do next.
    """

    def __init__(
        self,
        screen: StepScreen,
        check: BoxCheck,
        fields: BoxFields,
        check_list: CheckList,
        *,
        customer: str,
        set_out: Callable[[], None],
        to_primary: Callable[[], None],
    ) -> None:
        self._screen, self._check, self._fields, self._list = screen, check, fields, check_list
        self._customer, self._set_out, self._to_primary = customer, set_out, to_primary
        self._count_down: Timer | None = None
        self._pace = OwnPace(screen.services.clock)
        check.listen(self._show)

    # ------------------------------------------------------------------------------------------ asking

    def ask(self) -> None:
        """Of what stands in the fields; what can't be right is refused there, and nobody is asked."""
        screen = self._screen
        if screen.waiting or self._check.held:
            return
        if self._fields.read() is not None:
            screen.notice.clear()
            self._pace.asked(screen.typed())
            screen.run_worker(self._ask(), group="checking", exclusive=True)

    def ask_by_itself(self) -> None:
        """Once all that the brand asks for is there and right; not again for what was asked about before."""
        screen, check = self._screen, self._check
        if screen.waiting or check.held or check.right_label is not None or check.items or not self._fields.whole:
            return
        if not self._pace.may_ask(screen.typed()):
            return
        if self._fields.read(say_problems=False) is not None and check.right_label is None:
            self._pace.asked(screen.typed())
            screen.run_worker(self._ask(by_itself=True), group="checking", exclusive=True)

    async def _ask(self, *, by_itself: bool = False) -> None:
        screen, before = self._screen, self._screen.focused
        async with screen.busy(screen.t("connect.checking")):
            facts = await self._check.ask()
        # nobody is taken out of a field to which they went meanwhile
        moves = not by_itself or screen.focused in {None, before} or isinstance(screen.focused, Button)
        if self._check.take(facts, screen.typed()) and not self._fields.refuse(focus=moves) and moves:
            self._to_primary()

    # ------------------------------------------------------------------------------------------ what's shown

    def _show(self) -> None:
        """What's known of the box now; it may have become known on a panel over this screen."""
        self._list.show(self._check.items)
        self._show_summary()
        if self._check.held and self._count_down is None:
            self._count_down = self._screen.set_interval(1.0, self._show_summary)
        self._set_out()
        if self._check.session_over:
            reason = Message("shell.session_ended.text", {"name": self._customer})
            self._screen.post_message(SessionEnded(reason, Step.CONNECT, self._screen.typed()))

    def _show_summary(self) -> None:
        """The sentence that sums it up. Where Northe has asked to wait it's another one each second."""
        if not self._check.held and self._count_down is not None:
            self._count_down.stop()
            self._count_down = None
            self._set_out()
        screen, summary = self._screen, self._check.summary
        if summary is None:
            screen.notice.clear()
        elif screen.notice.text != (text := screen.look.words.say(summary.text)):
            screen.notice.say(_TONES[summary.state], text)
