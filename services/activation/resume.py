"""Takes an unfinished activation up again: what was typed is checked anew, and what Northe has already is used."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.session import Session
from services.activation.session_rules import answer_of, with_account, with_answer, with_typed
from services.activation.step_record import LeftStep, record_of
from services.activation.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from services.activation.session import StepAnswer
    from services.activation.steps import Step
    from services.contracts import Account

PlainTyped = dict[str, dict[str, str]]
"""By step and field, without the secret ones."""


def without_secrets(session: Session) -> PlainTyped:
    """What may be kept of what was typed. A secret is a `SecretStr` from the field on, so the type tells."""
    return {
        step.value: {name: value for name, value in typed.items() if isinstance(value, str)}
        for step, typed in session.typed.items()
    }


def answered(session: Session) -> tuple[str, ...]:
    """The stems of the steps that hold."""
    return tuple(step.value for step in STEPS if answer_of(session, step) is not None)


def skipped(session: Session) -> tuple[str, ...]:
    """Those of them that were gone past with a clear yes."""
    answers = {step: answer_of(session, step) for step in STEPS}
    return tuple(
        step.value for step, answer in answers.items() if answer is not None and answer == record_of(step).skip
    )


def resumed(
    account: Account,
    typed: Mapping[str, Mapping[str, str]],
    answered: Collection[str],
    skipped: Collection[str] = (),
) -> Session:
    """The session as it was, as far as it holds in the account as it stands now. The steps are named by their stems.

    A step whose answer doesn't hold any more is asked again, with what was typed in its fields; so are the later ones.
    """
    session = with_account(Session(), account)
    for step in STEPS:
        if step.value in typed:
            session = with_typed(session, step, typed[step.value])
    for step in STEPS:
        answer = _answer(session, step, LeftStep(step.value in answered, step.value in skipped))
        if answer is None:
            break
        session = with_answer(session, answer)
    return session


def _answer(session: Session, step: Step, left: LeftStep) -> StepAnswer | None:
    answer: StepAnswer | None = None
    with suppress(AnswersWrong):
        answer = record_of(step).resume(session, left)
    return answer
