"""Checks a charge box before anything is changed: what was typed of it, what both clouds say, and what that allows.

Whoever asks the installer hands in what was typed, asks, and shows what's known by then: the items of the check list,
the sentence that sums them up, and what may be done next.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from services.activation import diagnosis
from services.activation.answers import clear
from services.activation.connect import SERIAL, check_connect
from services.activation.connect_order import box_request
from services.activation.diagnosis import CheckItem, CheckSubject, ItemState, Outcome, Overall
from services.activation.explanations import counted_down, describe, wait
from services.activation.steps import Step
from services.contracts import Cause, CheckAnswer, ServiceError
from services.contracts.causes import NAMED_FIRST
from services.contracts.listeners import Listeners
from services.rules import catalogue
from services.rules.labels import OtherBrand, SerialLabel, read_number
from services.rules.serials import SerialWrong
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.answers import Typed
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import BoxTypeAnswer, ConnectAnswer
    from services.contracts import Services
    from services.rules.catalogue import Brand
    from services.rules.serials import SerialReading


class Summary(NamedTuple):
    """One sentence about all that's known, and how it stands."""

    state: ItemState
    text: Message


class BoxCheck:
    """What's known of one box, as long as the answers that it was asked for stay as they were.

    `answer` is what was read last, None where that can't be a box's. `facts` is what the clouds said, None before they
    were asked; `items` is the check list. `refusal` is Northe's last no, to a check or to connecting. `may_retry`: the
    last try at connecting has failed for a reason that passes. `right_label`: what the number that was read last says
    that it is, where that's another model or brand than the one that was picked.
    """

    def __init__(self, services: Services, box_type: BoxTypeAnswer) -> None:
        self._services = services
        self.box_type = box_type
        self.answer: ConnectAnswer | None = None
        self.facts: BoxFacts | None = None
        self.items: tuple[CheckItem, ...] = ()
        self.refusal: ServiceError | None = None
        self.may_retry = False
        self.right_label: SerialLabel | None = None
        self._labelled: tuple[str, ...] = ()
        self._overall = Overall(Outcome.UNKNOWN)
        self._summary: Summary | None = None
        self._asked: Typed = {}
        self._checked: Typed = {}
        self._held_until = 0.0
        self._listeners = Listeners()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls it whenever something else is known, until what's returned is called."""
        return self._listeners.add(listener)

    @property
    def brand(self) -> Brand:
        """The brand that was picked in the first step."""
        return catalogue.brand(self.box_type.brand)

    @property
    def product(self) -> str:
        """Brand and model as they're shown: "Zaptec Go"."""
        return f"{self.brand.name} {catalogue.model(self.brand, self.box_type.model).name}"

    # ------------------------------------------------------------------------------------------ what was typed

    def is_number(self, text: str) -> bool:
        """Whether a text is a whole serial number."""
        with suppress(SerialWrong):
            return bool(self._reading(text))
        return False

    def _reading(self, text: str) -> SerialReading:
        return read_number(self.box_type.brand, self.box_type.model, text)

    def read_number(self, text: str) -> SerialReading:
        """A serial number by itself, as the chosen brand writes them. Raises `SerialWrong`."""
        before, self.right_label, self._labelled = self.right_label, None, ()
        try:
            reading = self._reading(text)
            if reading.other_models:
                self._is_of_another_type(text, SerialLabel(reading.value, self.brand.id, reading.other_models))
        except OtherBrand as wrong:
            self._is_of_another_type(text, wrong.label)
            raise
        finally:
            if self.right_label != before:
                self._listeners.tell()
        return reading

    def _is_of_another_type(self, text: str, label: SerialLabel) -> None:
        self.right_label, self._labelled = label, (text, label.value)

    def newer_number(self, text: str) -> str:
        """Of a number that was scanned behind the one checked last, the new one; any other text as it is."""
        checked = self._checked.get(SERIAL)
        if isinstance(checked, str) and text.startswith(checked):
            scanned = text.removeprefix(checked)
            if self.is_number(scanned):
                return scanned
        return text

    def read(self, typed: Typed) -> SerialReading:
        """Takes what was typed as what's asked about next, and tells what was put right. Raises `AnswersWrong`."""
        self.answer = None
        with suppress(SerialWrong):  # it's told by the check
            self.read_number(clear(typed.get(SERIAL, "")))
        self.answer, reading = check_connect(self.box_type, typed)
        self._asked = {**typed, SERIAL: reading.value}
        return reading

    def holds_for(self, typed: Typed) -> bool:
        """Whether what's known is about the box that these answers name."""
        if self.right_label is not None and typed.get(SERIAL) not in self._labelled:
            return False
        return not self.items or typed == self._checked

    def retyped(self, typed: Typed, field: str) -> None:
        """Another answer stands in `field`, so that what was found says nothing about this box.

        A lock is the box's own, whatever PIN is typed; and it's no other box's.
        """
        if self.holds_for(typed):
            return
        if self.cause is Cause.PAIRING_LOCKED:
            if field != SERIAL:
                return
            self._held_until = 0.0
        self.forget()

    def forget(self) -> None:
        """Back to before the check. A wait that Northe has asked for stays."""
        self.facts, self.items, self.refusal, self._summary = None, (), None, None
        self.right_label, self._labelled = None, ()
        self._overall, self.may_retry = Overall(Outcome.UNKNOWN), False
        self._listeners.tell()

    # ------------------------------------------------------------------------------------------ asking

    async def ask(self) -> BoxFacts:
        """Asks both clouds about what was read last: read-only, as often as one likes. Changes nothing before `take`.

        Raises `LookupError` where nothing was read.
        """
        if self.answer is None:
            raise LookupError("there's no answer to ask about")
        reading = self.read_number(self.answer.serial_number)
        return await diagnosis.gather(self._services, box_request(self.box_type, self.answer), self.product, reading)

    def take(self, facts: BoxFacts, typed: Typed | None = None) -> bool:
        """New facts. False, and they're dropped, if `typed` isn't any more what they were asked for."""
        self._checked = self._asked
        if typed is not None and typed != self._asked:
            return False
        asked_anew = self.facts is None or facts.northe is not self.facts.northe
        self.facts, self.may_retry, self._summary = facts, False, None
        self.refusal = _refusal(facts.northe)
        self._judge(diagnosis.diagnose(facts))
        if not self.session_over:
            self._summary = self._sum_up(facts)
            if asked_anew and self.refusal is not None and self.cause is not None:
                self._hold(self.cause, self.refusal.retry_after)
        self._listeners.tell()
        return True

    def _judge(self, items: tuple[CheckItem, ...]) -> None:
        self.items, self._overall = items, diagnosis.overall(items)

    def _sum_up(self, facts: BoxFacts) -> Summary | None:
        if not self.passed:
            return None
        if facts.has_pin:
            return Summary(ItemState.UNKNOWN, Message("connect.ready_but_pin"))
        if any(item.state is ItemState.WARNING for item in self.items):
            return Summary(ItemState.WARNING, Message("connect.ready_with_warnings"))
        return Summary(ItemState.OK, Message("connect.ready"))

    def take_refusal(self, error: ServiceError) -> None:
        """Why connecting has failed: it stands at the item that it's about, else at the last one."""
        self.refusal = error
        if not self.session_over:
            title, what, remedy = describe(counted_down(error))
            failed = Message("connect.failed", {"title": title})
            self._summary = None
            if self.facts is not None and (error.cause in NAMED_FIRST or error.cause.field):
                known = CheckAnswer(error.cause, error.evidence or self.facts.evidence, error.retry_after)
                self._judge(diagnosis.diagnose(replace(self.facts, northe=known)))
                self._summary = Summary(ItemState.WRONG, failed)
            else:
                last = CheckItem(CheckSubject.READY, ItemState.WRONG, failed, (what,), remedy, error.cause)
                self._judge((*self.items[:-1], last))
            self.may_retry = error.cause.passes
            self._hold(error.cause, error.retry_after)
        self._listeners.tell()

    # ------------------------------------------------------------------------------------------ what it comes to

    @property
    def passed(self) -> bool:
        """Everything is right."""
        return self._overall.outcome is Outcome.READY and self.right_label is None

    @property
    def may_connect(self) -> bool:
        """Everything is right, or only the box is offline, or the last try failed for a reason that passes."""
        if self.right_label is not None:
            return False
        return self.may_retry or self._overall.outcome in {Outcome.READY, Outcome.WAITING}

    @property
    def cause(self) -> Cause | None:
        """What stands in the way."""
        return self._overall.cause

    @property
    def session_over(self) -> bool:
        """Northe has ended the customer's session, so that they have to sign in again."""
        return self.refusal is not None and self.refusal.cause is Cause.SESSION_EXPIRED

    @property
    def maker_session_over(self) -> bool:
        """The maker's cloud doesn't take the installer's sign-in any more."""
        said = self.facts.maker if self.facts is not None else None
        return isinstance(said, ServiceError) and said.cause in diagnosis.SIGNED_OUT

    @property
    def wrong_field(self) -> str | None:
        """The name of the field that Northe's last no is about; None where it's about none."""
        return None if self.refusal is None else self.refusal.field or self.refusal.cause.field

    @property
    def step(self) -> Step | None:
        """The earlier step in which the cause is put right, if that isn't done here."""
        stem = self.cause.step if self.cause is not None else None
        return Step(stem) if stem is not None else None

    @property
    def ends_activation(self) -> bool:
        """The cause can't be put right at all."""
        return self.cause is not None and self.cause.ends_activation

    @property
    def summary(self) -> Summary | None:
        """The sentence that sums it up; None where the items say it. While Northe has asked to wait: for how long."""
        if self.held:
            return Summary(ItemState.WARNING, Message("connect.hold", {"wait": wait(self.seconds_left)}))
        if self.right_label is not None:
            about = {"product": self.right_label.product, "chosen": self.product}
            return Summary(ItemState.WRONG, Message("connect.other_type", about))
        return self._summary

    # ------------------------------------------------------------------------------------------ asked to wait

    @property
    def seconds_left(self) -> float:
        """For how long nothing may be tried, since Northe has asked to wait; 0 where it hasn't."""
        return max(0.0, self._held_until - self._services.clock.monotonic())

    @property
    def held(self) -> bool:
        """Northe has asked to wait, and it isn't over yet."""
        return self.seconds_left > 0

    def _hold(self, cause: Cause, seconds: float | None) -> None:
        if seconds and cause.asks_to_wait:
            self._held_until = self._services.clock.monotonic() + seconds
            self._summary = None


def _refusal(said: CheckAnswer | ServiceError | None) -> ServiceError | None:
    """Northe's no to a check, in whichever of the two ways it was said."""
    if isinstance(said, CheckAnswer):
        if said.cause is None:
            return None
        return ServiceError(said.cause, retry_after=said.retry_after, evidence=said.evidence)
    return said
