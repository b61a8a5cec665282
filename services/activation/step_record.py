"""All that the heart knows of one step, in one record, which stands in the file that's named after the step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import tzinfo

    from services.activation.answers import Typed
    from services.activation.questions import Question
    from services.activation.session import Session
    from services.activation.steps import Step
    from services.contracts import Account, Services
    from services.text.words import Words

Answer = TypeVar("Answer")

ReceiptRows = list[tuple[str, str]]
"""Pairs of a label and a value, both as they're shown."""


@dataclass(frozen=True, slots=True)
class LeftStep:
    """How a step was left when the activation was broken off: with an answer, and whether by going past it."""

    answered: bool
    skipped: bool


@dataclass(frozen=True, slots=True)
class VoidedSteps:
    """What doesn't hold any more: the answers of these steps, and what was typed in those."""

    answers: frozenset[Step] = frozenset()
    typed: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What a receipt's rows are made of. Times are in `zone`, or in this machine's where it's None.

    `masked`: with the bank account's number as Northe masks it.
    """

    words: Words
    session: Session
    zone: tzinfo | None
    masked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord(Generic[Answer]):
    """`answer`: the type of what the step comes to, which is the field of the session with the step's stem.

    `questions`: what's asked, as it stands with what was typed so far. Nobody has to be signed in for it.
    `check`: what was typed as it's taken; raises `AnswersWrong` with a sentence for each question's name. A slow one:
    the first account number takes about 0.25 s.
    `send`: has Northe take what was checked, where that's what makes it an answer; gives the account as it is then, and
    the answer. Without it what was checked is the answer, at Connect one without the box, which Northe adds later.
    `forgets`: the questions whose typed answers are kept nowhere once the step is answered.
    `is_secret`: whether what was typed at a question (its name, the text) is a secret although the question asks for
    none: it's kept as a `SecretStr` then, too.
    `resume`: the answer that a broken-off activation had, checked anew in the account as it stands now, or None.
    `holds`: whether an answer still holds when the account was read again.
    `voids`: what else doesn't hold any more when the answer changes; None before the first, and when it's dropped.
    `of_box`: it's about this one box, so that the customer's next one has another answer.
    `made`: the answer as it stands in the account once it was sent with a box, such as a new site with its id.
    `skip`: the answer that the step was gone past, None where it can't be.
    `receipt_rows`: what the receipt says of it.
    """

    answer: type[Answer]
    questions: Callable[[Session, Typed], tuple[Question, ...]]
    check: Callable[[Session, Typed], Any]
    resume: Callable[[Session, LeftStep], Answer | None]
    receipt_rows: Callable[[ReceiptView], ReceiptRows]
    is_secret: Callable[[str, str], bool] = lambda name, text: False  # noqa: ARG005 - in most steps nothing is
    holds: Callable[[Answer, Account], bool] = lambda answer, account: True  # noqa: ARG005 - most always hold
    voids: Callable[[Answer | None, Answer | None], VoidedSteps] = lambda before, after: VoidedSteps()  # noqa: ARG005 - most: nothing
    send: Callable[[Services, Session, Any], Awaitable[tuple[Account, Answer]]] | None = None
    forgets: frozenset[str] = frozenset()
    skip: Answer | None = None
    of_box: bool = False
    made: Callable[[Answer, Account], Answer] = lambda answer, account: answer  # noqa: ARG005 - most are in it before


@cache
def record_of(step: Step) -> StepRecord[Any]:
    """The record of a step: `RECORD` in the module that's named after it."""
    return cast("StepRecord[Any]", import_module(f"services.activation.{step.value}").RECORD)
