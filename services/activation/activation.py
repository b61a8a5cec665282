"""Drives one activation, whoever asks: holds the session, keeps the draft, and signs out however it ends."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from services.activation.box_check import BoxCheck
from services.activation.connect import is_online
from services.activation.connect_order import IdempotencyKeys, order_of
from services.activation.connecting import ConnectAttempt, ConnectPace
from services.activation.customer_sign_in import CustomerSignIn
from services.activation.draft_keeper import DraftKeeper
from services.activation.kept_sign_ins import KeptSignIns
from services.activation.scanned_label import LabelEffect, with_label, without_label
from services.activation.session import Session
from services.activation.session_rules import (
    another_box,
    first_open,
    may_reach,
    with_account,
    with_answer,
    with_typed,
    without_answer,
)
from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step, step_after
from services.contracts import ServiceError
from services.contracts.listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from services.activation.answers import Typed
    from services.activation.session import ConnectAnswer, StepAnswer
    from services.contracts import Account, Services
    from services.contracts.drafts import Drafts
    from services.rules.labels import SerialLabel
    from services.text.words import Message

SIGN_OUT_WITHIN = 4.0
"""Seconds that a way out without questions (a signal, a crash) waits for the cloud."""

NOTICEABLE = 2
"""Minutes by which a clock may be wrong before a person would notice."""


class Activation:
    """`still_typed`: what stands in the fields just now, by step; whoever has no fields that outlast a line has none.
    `kept`: what outlives this customer; whoever activates one only needs none.

    In `async with` it keeps the draft beside whatever is done in it, and leaves at the end: nobody stays signed in.
    Whoever runs things beside each other in a way of their own runs `draft.run`, and calls `leave`.
    """

    def __init__(
        self,
        services: Services,
        drafts: Drafts | None = None,
        still_typed: Callable[[], Mapping[Step, Typed]] = dict,
        kept: KeptSignIns | None = None,
    ) -> None:
        self.services = services
        self.kept = kept or KeptSignIns(services)
        self.session = Session()
        self.draft = DraftKeeper(drafts, self._as_it_stands, self._tell)
        self._still_typed = still_typed
        self._listeners = Listeners()
        self._keys = IdempotencyKeys()
        self._keeping: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._keeping = asyncio.create_task(self.draft.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._keeping is not None:
                self._keeping.cancel()
                with suppress(asyncio.CancelledError):
                    await self._keeping
        finally:
            await self.leave()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls it when the session or what's known of its draft is another, until what's returned is called."""
        return self._listeners.add(listener)

    def _tell(self) -> None:
        self._listeners.tell()

    def _replace(self, session: Session) -> None:
        self.session = session
        self._tell()
        self.draft.keep_now()

    def _as_it_stands(self) -> Session:
        session = self.session
        for step, typed in self._still_typed().items():
            session = with_typed(session, step, typed)
        return session

    # ------------------------------------------------------------------------------------------ in the account

    def customer_sign_in(self, changed: Callable[[], None] = lambda: None) -> CustomerSignIn:
        """The two ways into the customer's account; what comes of them is handed to `enter`."""
        return CustomerSignIn(self.services, changed, kept=self.kept)

    @property
    def customer(self) -> str:
        """The name of whoever is signed in, or nothing."""
        return self.session.account.customer_name if self.session.account is not None else ""

    @property
    def may_charge_at_home(self) -> bool:
        """Whether the customer's fleet pays for charging at home at all; without it the way ends here."""
        return self.session.account is not None and self.session.account.fleet.home_charging

    @property
    def clock_off(self) -> int | None:
        """Minutes by which this machine's clock is wrong beside the cloud's, if a person would notice."""
        skew = self.services.northe.clock_skew
        minutes = round(abs(skew.total_seconds()) / 60) if skew is not None else 0
        return minutes if minutes >= NOTICEABLE else None

    def enter(self, account: Account) -> None:
        """The account is open, or was read again: what doesn't hold in it any more goes."""
        self._replace(with_account(self.session, account))

    async def take_up(self) -> Message | None:
        """Once the account is open: goes on where this customer's draft was left. Answers with a word on it, or None.

        Where everything is still here, as after a sign-in that ran out, there's nothing to take up.
        """
        if self.session.account is None or self.session.typed:
            return None
        session, word = await self.draft.take_up(self.session.account)
        if session is not None:
            self._replace(session)
        return word

    def end_session(self) -> None:
        """The cloud has ended the customer's session: answers stay, and somebody has to sign in again."""
        self.services.northe.forget()
        self._replace(self.session.model_copy(update={"account": None}))

    # ------------------------------------------------------------------------------------------ the steps

    @property
    def first_open(self) -> Step:
        """Where to go on: the first step without an answer, or the last."""
        return first_open(self.session)

    def reach(self, step: Step) -> Step | None:
        """The step itself, or an earlier one that doesn't hold any more; None with nobody signed in."""
        if self.session.account is None:
            return None
        return step if may_reach(self.session, step) else self.first_open

    @property
    def is_done(self) -> bool:
        """The box is online, or left waiting. An answer on which that depends would have dropped it."""
        answer = self.session.connect
        return answer is not None and (answer.left_waiting or is_online(self.session))

    def ask_again(self, step: Step) -> None:
        """What a step was gone past for is wanted after all."""
        self._replace(without_answer(self.session, step))

    def next_after(self, step: Step) -> Step | None:
        """Where Next leads once `step` is answered: to a step that's still open, else to the last; None: to Done."""
        if self.is_done or step is STEPS[-1]:
            return None
        return max(step_after(step) or step, self.first_open, key=STEPS.index)

    def begin_another_box(self, account: Account) -> None:
        """For the same customer, at the same site and with the same bank account. `account`: as it's read now."""
        self._replace(another_box(self.session, account))

    def keep_typed(self, step: Step, typed: Typed) -> None:
        """What stands in the fields of a step that's left, right or wrong."""
        self._replace(with_typed(self.session, step, typed))

    def take_answer(self, step: Step, typed: Typed, answer: StepAnswer) -> None:
        """What a step came to; what depended on another answer before goes."""
        self._replace(with_answer(with_typed(self.session, step, typed), answer))

    async def answer(self, step: Step, typed: Typed) -> Any:
        """What was typed is kept, checked, and taken by Northe where that makes the answer; gives what it came to.

        At Connect that's the box to be checked and connected (`check_box`, `connect`), which isn't an answer yet.
        Raises `AnswersWrong` and `ServiceError`; then everything that was typed is there still.
        """
        record = record_of(step)
        self.keep_typed(step, typed)
        answer = await asyncio.to_thread(record.check, self.session, typed)
        if record.send is not None:
            account, answer = await record.send(self.services, self.session, answer)
            self.enter(account)
        kept = {name: value for name, value in typed.items() if name not in record.forgets}
        if step_after(step) is not None:
            self.take_answer(step, kept, answer)
        return answer

    def skip(self, step: Step) -> None:
        """Goes past a step, which somebody has said a clear yes to. Raises `LookupError` where that can't be."""
        answer = record_of(step).skip
        if answer is None:
            raise LookupError(f"{step} can't be skipped")
        self.take_answer(step, self.session.typed_in(step), answer)

    # ------------------------------------------------------------------------------------------ the box

    def take_label(self, label: SerialLabel) -> LabelEffect:
        """A charge box's label was scanned, at whatever step."""
        session, effect = with_label(self.session, label)
        self._replace(session)
        return effect

    def drop_label(self) -> None:
        """As before the label was scanned."""
        self._replace(without_label(self.session))

    def check_box(self) -> BoxCheck:
        """The read-only check of a box of the type that was picked. Raises `LookupError` before that."""
        if self.session.box_type is None:
            raise LookupError("there's no type whose box could be checked")
        return BoxCheck(self.services, self.session.box_type)

    def connect(
        self,
        answer: ConnectAnswer,
        changed: Callable[[], object] = lambda: None,
        pace: ConnectPace | None = None,
    ) -> ConnectAttempt:
        """One try at connecting a box that was checked: to be run, left waiting, or taken back.

        What the step has come to is kept in the session at each moment. `changed` is called after that.
        """

        def keep() -> None:
            typed = self.session.typed_in(Step.CONNECT)
            if attempt.answer.box is not None or self.session.connect is not None:
                self.take_answer(Step.CONNECT, typed, attempt.answer)
            changed()

        pace = pace or ConnectPace(patience=self.services.connect_patience)
        order = order_of(self.session, answer)
        attempt = ConnectAttempt(self.services, order, answer, self._keys, pace=pace, changed=keep)
        return attempt

    # ------------------------------------------------------------------------------------------ ways out

    def remember(self) -> None:
        """Takes what stands in the fields into the session, on the way out, while they're still there. Tells nobody."""
        self.session = self._as_it_stands()

    async def sign_out(self) -> None:
        """Ends the customer's session at the cloud. Raises `ServiceError`; then it's still open."""
        await self.services.northe.sign_out()

    async def finish(self) -> None:
        """Done, and signed out: nothing of this customer stays. The installer's own sign-ins do, if they may."""
        await self.discard()
        self.kept.customer_done()

    async def discard(self) -> None:
        """Nothing of it is wanted any more."""
        await self.draft.discard()
        self._replace(Session())

    async def leave(self, within: float | None = None) -> bool:
        """The last word of every way out, with no questions asked: what was typed stays, nobody stays signed in.

        A fault in keeping comes out only then. False if the cloud couldn't be told `within` so many seconds.
        """
        try:
            await self.draft.release()
        finally:
            left = await self._left(SIGN_OUT_WITHIN if within is None else within)
        return left

    async def _left(self, within: float) -> bool:
        self.kept.forget()
        northe = self.services.northe
        if not northe.signed_in:
            return True
        try:
            async with asyncio.timeout(within):
                await northe.sign_out()
        except (TimeoutError, ServiceError):
            return False
        return True
