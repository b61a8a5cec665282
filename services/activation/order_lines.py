"""What's about to be connected, where, at what price and paid to whom: told before it's done, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from services.activation.bank_account import bank_missing
from services.activation.step_record import ReceiptView, record_of
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from services.activation.session import Session
    from services.text.words import Words


class OrderLine(NamedTuple):
    """One thing, and the step in which it's changed. `doubtful`: connecting leaves something to do about it."""

    step: Step
    label: str
    text: str
    doubtful: bool = False


def order_lines(words: Words, session: Session) -> list[OrderLine]:
    """Of all steps before the last, as the receipt will say it. The account's number is masked."""
    view = ReceiptView(words, session.model_copy(update={"connect": None}), None, masked=True)
    missing = bank_missing(session)
    return [
        OrderLine(step, label, text, doubtful=missing and step is Step.BANK_ACCOUNT)
        for step in STEPS[:-1]
        for label, text in record_of(step).receipt_rows(view)
    ]
