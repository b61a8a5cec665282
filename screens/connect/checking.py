"""The half of Connect before the box is touched: reading what was typed, checking it, saying what's wrong."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from screens.connect.check_list import CheckList
from screens.connect.following import FollowingScreen
from screens.messages import SessionEnded
from screens.widgets.notice import Tone
from services.activation import diagnosis
from services.activation.answers import AnswersWrong
from services.activation.connect import check_connect
from services.activation.diagnosis import CheckItem, ItemState, Outcome, Overall, What
from services.activation.explanations import COUNTED_DOWN, counted_down, describe, wait
from services.activation.steps import Step
from services.contracts import BoxRequest, Cause, CheckAnswer, ServiceError
from services.contracts.causes import NAMED_FIRST
from services.rules import catalogue
from services.rules.serials import SerialWrong, read_serial
from services.text.words import Message

if TYPE_CHECKING:
    from textual.timer import Timer

    from screens.look import Look
    from screens.widgets.field import Field
    from services.activation.answers import Typed
    from services.activation.connecting import ConnectPace
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import BoxTypeAnswer, ConnectAnswer
    from services.contracts import Services
    from services.rules.catalogue import Brand
    from services.rules.serials import SerialReading

SERIAL = catalogue.SERIAL_NUMBER

_FIELD_OF = {Cause.WRONG_PIN: diagnosis.PIN}
"""Where a no belongs whose field isn't named."""


class CheckingScreen(FollowingScreen):
    """Keeps what the last check found as long as the fields stay as they were."""

    def __init__(self, look: Look, services: Services, pace: ConnectPace | None = None) -> None:
        super().__init__(look, services, pace)
        self.checklist = CheckList(look, look.words.t("connect.hint"))
        self.facts: BoxFacts | None = None
        self.lines: tuple[CheckItem, ...] = ()
        self.may_retry = False
        self._outcome = Overall(Outcome.UNKNOWN)
        self._checked: Typed = {}
        self._held_until = 0.0
        self._holding: Timer | None = None

    # ------------------------------------------------------------------------------------------ what there is

    @property
    def box_type(self) -> BoxTypeAnswer:
        """Step 1's answer."""
        if self.session is None or self.session.box_type is None:
            raise LookupError("Connect was reached without a type")
        return self.session.box_type

    @property
    def brand(self) -> Brand:
        """The brand that was picked."""
        return catalogue.brand(self.box_type.brand)

    @property
    def product(self) -> str:
        """Brand and model as they're shown: "Zaptec Go"."""
        return f"{self.brand.name} {catalogue.model(self.brand, self.box_type.model).name}"

    @property
    def passed(self) -> bool:
        """The last check found everything right."""
        return self._outcome.outcome is Outcome.READY

    @property
    def may_connect(self) -> bool:
        """Everything is right, or only the box is offline, or the last try failed for a reason that passes."""
        return self.may_retry or self._outcome.outcome in {Outcome.READY, Outcome.WAITING}

    @property
    def cause(self) -> Cause | None:
        """What stands in the way."""
        return self._outcome.cause

    @property
    def held(self) -> bool:
        """Northe has asked to wait."""
        return self.services.clock.monotonic() < self._held_until

    # ------------------------------------------------------------------------------------------ what was typed

    def read(self) -> ConnectAnswer | None:
        """The fields, put right where that can be seen, or None and a sentence at each field that's wrong."""
        self._take_the_newer()
        typed = self.typed()
        try:
            answer, reading = check_connect(self.box_type, typed)
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
            return None
        self._show_reading(reading)
        return answer

    def request_of(self, answer: ConnectAnswer) -> BoxRequest:
        """What both clouds are asked about."""
        return BoxRequest(self.box_type.brand, self.box_type.model, answer.fields)

    def _show_reading(self, reading: SerialReading) -> None:
        """What was put right stands in the field, and is said below it."""
        field, say = self.form.field(SERIAL), self.look.words.say
        if field.input.value != reading.value:
            field.put(reading.value)
        remarks = " ".join(say(one) for one in (*reading.corrections[-1:], *reading.warnings))
        if remarks:
            field.note(remarks, Tone.WARNING if reading.warnings else Tone.OK)

    def _take_the_newer(self) -> None:
        """A number that's scanned behind the one checked last takes its place."""
        field, checked = self.form.field(SERIAL), self._checked.get(SERIAL)
        if isinstance(checked, str) and field.input.value.startswith(checked):
            scanned = field.input.value.removeprefix(checked)
            with suppress(SerialWrong):
                read_serial(self.box_type.brand, self.box_type.model, scanned)
                field.put(scanned)

    def is_number(self, text: str) -> bool:
        """Whether a text is a whole serial number, so that a scan is another one's."""
        with suppress(SerialWrong):
            return bool(read_serial(self.box_type.brand, self.box_type.model, text))
        return False

    def on_field_left(self, event: Field.Left) -> None:
        """A serial number is read as soon as it's left, so that a slip shows at once."""
        event.stop()
        if event.field.field_name != SERIAL or event.field.empty or self.connecting is not None:
            return
        self._take_the_newer()
        try:
            reading = read_serial(self.box_type.brand, self.box_type.model, event.field.input.value)
        except SerialWrong as wrong:
            event.field.refuse(self.look.words.say(wrong.message))
        else:
            self._show_reading(reading)

    def on_field_changed(self, event: Field.Changed) -> None:
        """Another serial number: what was found about the last one says nothing about it. A lock is the box's own,
        whatever PIN is typed.
        """
        event.stop()
        if not self.lines or self.typed() == self._checked:
            return
        event.field.note(event.field.hint)
        if self.cause is Cause.PAIRING_LOCKED:
            if event.field.field_name != SERIAL:
                return
            self._release()
        self.forget_check()

    def forget_check(self) -> None:
        """Back to before the check."""
        self.facts, self.lines, self._outcome = None, (), Overall(Outcome.UNKNOWN)
        self.may_retry = False
        if not self.held:
            self.notice.clear()
        self.checklist.show(())
        self.set_out()

    # ------------------------------------------------------------------------------------------ checking

    def action_check(self) -> None:
        """F5: read-only, as often as one likes."""
        if self.waiting or self.held or self.connecting is not None:
            return
        answer = self.read()
        if answer is not None:
            self.notice.clear()
            self.run_worker(self._check(answer), group="checking", exclusive=True)

    async def gather(self, answer: ConnectAnswer) -> BoxFacts:
        """Asks both clouds about the box, and remembers for which fields."""
        typed = self.typed()
        reading = read_serial(self.box_type.brand, self.box_type.model, answer.serial_number)
        facts = await diagnosis.gather(self.services, self.request_of(answer), self.product, reading)
        self._checked = typed
        return facts

    async def _check(self, answer: ConnectAnswer) -> None:
        async with self.busy(self.t("connect.checking")):
            facts = await self.gather(answer)
        if self.typed() == self._checked:  # else something was typed meanwhile, and the answer is about another box
            self.take(facts)
            if not self.refused_at_field(facts.northe):
                self.to_primary()

    def take(self, facts: BoxFacts) -> None:
        """New facts about the box that's in the fields, from here or from the permission panel."""
        self.facts = facts
        self.may_retry = False
        self._judge(diagnosis.diagnose(facts))
        if self.session_over(facts.northe):
            return
        retry_after = facts.northe.retry_after if facts.northe is not None else None
        if retry_after and self.cause in COUNTED_DOWN:
            self.hold(retry_after)
        elif self.passed and facts.has_pin:
            self.notice.say(Tone.INFO, self.t("connect.ready_but_pin"))
        elif self.passed:
            doubtful = any(line.state is ItemState.WARNING for line in self.lines)
            if doubtful:
                self.notice.say(Tone.WARNING, self.t("connect.ready_with_warnings"))
            else:
                self.notice.say(Tone.OK, self.t("connect.ready"))

    def _judge(self, lines: tuple[CheckItem, ...]) -> None:
        self.lines, self._outcome = lines, diagnosis.overall(lines)
        self.checklist.show(lines)
        self.set_out()

    def session_over(self, said: object) -> bool:
        """Whether Northe has ended the customer's session; the wizard then asks to sign in again."""
        if not isinstance(said, ServiceError) or said.cause is not Cause.SESSION_EXPIRED:
            return False
        account = self.session.account if self.session is not None else None
        reason = Message("shell.session_ended.text", {"name": account.customer_name if account else ""})
        self.post_message(SessionEnded(reason, Step.CONNECT, self.typed()))
        return True

    def show_refusal(self, error: ServiceError) -> None:
        """Why connecting has failed: at the line of the list that it's about, else at the last one."""
        if self.session_over(error):
            return
        title, what, remedy = describe(counted_down(error))
        text = Message("connect.failed", {"title": title})
        if self.facts is not None and (error.cause in NAMED_FIRST or error.cause in _FIELD_OF):
            known = CheckAnswer(error.cause, error.evidence or self.facts.evidence, error.retry_after)
            self._judge(diagnosis.diagnose(replace(self.facts, northe=known)))
            self.notice.say(Tone.ERROR, self.look.words.say(text))
        else:
            last = CheckItem(What.READY, ItemState.WRONG, text, (what,), remedy, error.cause)
            self._judge((*self.lines[:-1], last))
        self.may_retry = error.cause.passes
        if error.retry_after and error.cause in COUNTED_DOWN:
            self.hold(error.retry_after)
        self.set_out()

    def refused_at_field(self, said: object) -> bool:
        """Whether Northe's no is about a field that shows: then it's said there too, and the cursor is in it."""
        if isinstance(said, CheckAnswer) and said.cause is not None:
            said = ServiceError(said.cause)
        return isinstance(said, ServiceError) and self.form.refuse_at_field(
            said, said.field or _FIELD_OF.get(said.cause)
        )

    # ------------------------------------------------------------------------------------------ asked to wait

    def hold(self, seconds: float) -> None:
        """Northe asks to wait: counted down, and nothing is tried by itself."""
        self._held_until = self.services.clock.monotonic() + seconds
        self._count_down()
        if self._holding is None:
            self._holding = self.set_interval(1.0, self._count_down)
        self.set_out()

    def _count_down(self) -> None:
        left = self._held_until - self.services.clock.monotonic()
        if left <= 0:
            self._release()
            return
        text = self.t("connect.hold", wait=self.look.words.say(wait(left)))
        if self.notice.text != text:
            self.notice.say(Tone.WARNING, text)

    def _release(self) -> None:
        self._held_until = 0.0
        if self._holding is not None:
            self._holding.stop()
            self._holding = None
        self.notice.clear()
        self.set_out()
