"""What an activation came to, read from the session: the rows that the last screen and the receipt share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.bank_account import bank_missing
from services.activation.connect import is_online
from services.activation.step_record import ReceiptView, record_of
from services.activation.steps import STEPS

if TYPE_CHECKING:
    from datetime import tzinfo

    from services.activation.session import Session
    from services.activation.step_record import ReceiptRows
    from services.text.words import Words


def headline(words: Words, session: Session) -> str:
    """The one sentence that it came to."""
    return words.t("receipt.online" if is_online(session) else "receipt.waiting", box=_box_name(words, session))


def rows(words: Words, session: Session, *, zone: tzinfo | None = None, masked: bool = False) -> ReceiptRows:
    """What was done, step by step. For `zone` and `masked` see `ReceiptView`."""
    view = ReceiptView(words, session, zone, masked)
    return [row for step in STEPS for row in record_of(step).receipt_rows(view)]


def left_to_do(words: Words, session: Session) -> ReceiptRows:
    """What somebody still has to do, as pairs of where and what; empty once the car can be charged."""
    left, t = [], words.t
    if not is_online(session):
        left.append((t("receipt.left.waiting.where"), t("receipt.left.waiting.what")))
    if bank_missing(session):
        what = t("receipt.left.bank.what", customer=customer_name(words, session))
        left.append((t("receipt.left.bank.where"), what))
    return left


def _box_name(words: Words, session: Session) -> str:
    return session.box_type.name if session.box_type else words.t("receipt.row.box")


def customer_name(words: Words, session: Session) -> str:
    return session.account.customer_name if session.account else words.t("receipt.row.customer")
