"""How a session goes on: which step may be reached, and which answers a change makes void."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.activation.session import Session
from services.activation.step_record import record_of
from services.activation.steps import STEPS

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import StepAnswer
    from services.activation.steps import Step
    from services.contracts import Account


def answer_of(session: Session, step: Step) -> StepAnswer | None:
    """What a step came to, None while it's open."""
    answer: StepAnswer | None = getattr(session, step.value)
    return answer


def first_open(session: Session) -> Step:
    """Where to go on: the first step without an answer, or the last."""
    return next((step for step in STEPS if answer_of(session, step) is None), STEPS[-1])


def may_reach(session: Session, step: Step) -> bool:
    """A step can be reached only while somebody is signed in and the earlier steps hold."""
    return session.account is not None and STEPS.index(step) <= STEPS.index(first_open(session))


def with_account(session: Session, account: Account) -> Session:
    """Signed in, or the account read again: drops what doesn't hold in it any more.

    Another customer's answers never carry over, not even when the first one's sign-in ran out before.
    """
    customer = account.email.casefold()
    before = session.account.email.casefold() if session.account is not None else session.customer
    if before != customer:
        session = Session()
    for step in STEPS:
        answer = answer_of(session, step)
        if answer is not None and not record_of(step).holds(answer, account):
            session = without_answer(session, step)
    return session.model_copy(update={"account": account, "customer": customer})


def another_box(session: Session, account: Account) -> Session:
    """The same customer's next box: the answers that aren't about the box stay, as they hold in the account now."""
    kept = (step for step in STEPS if not record_of(step).of_box)
    before = with_account(session.model_copy(update={"connect": None}), account)
    following = Session(account=account, customer=before.customer)
    for step in kept:
        answer = answer_of(before, step)
        following = with_typed(following, step, before.typed_in(step))
        if answer is not None:
            following = with_answer(following, record_of(step).made(answer, account))
    return following


def with_typed(session: Session, step: Step, typed: Typed) -> Session:
    """Keeps what stands in a step's fields, right or wrong."""
    return session.model_copy(update={"typed": {**session.typed, step: dict(typed)}})


def with_answer(session: Session, answer: StepAnswer) -> Session:
    """Takes an answer and drops what depended on the one before, and nothing else."""
    step = next(step for step in STEPS if record_of(step).answer is type(answer))
    return _replaced(session, step, answer)


def without_answer(session: Session, step: Step) -> Session:
    """A step is open again, and what depended on its answer goes."""
    return _replaced(session, step, None)


def _replaced(session: Session, step: Step, answer: StepAnswer | None) -> Session:
    void = record_of(step).voids(answer_of(session, step), answer)
    changes: dict[str, Any] = {one.value: None for one in void.answers}
    if void.typed:
        changes["typed"] = {name: typed for name, typed in session.typed.items() if name not in void.typed}
    return session.model_copy(update={**changes, step.value: answer})
