"""Takes an unfinished activation up again: what was typed is checked anew, and what Northe has already is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.box_type import check_box_type
from services.activation.changes import with_account, with_answer, with_typed
from services.activation.charge_site import check_charge_site
from services.activation.connect import check_connect
from services.activation.connecting import in_account
from services.activation.session import BankAccount, Session
from services.activation.steps import STEPS, Step
from services.contracts import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from services.activation.changes import Answer
    from services.activation.session import ChargeSite
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
    return tuple(step.value for step in STEPS if getattr(session, step.value) is not None)


def skipped(session: Session) -> tuple[str, ...]:
    """Those of them that were gone past with a clear yes."""
    bank = session.bank_account
    return (Step.BANK_ACCOUNT.value,) if bank is not None and bank.skipped else ()


def resumed(
    account: Account, typed: Mapping[str, Mapping[str, str]], done: Iterable[str], gone_past: Iterable[str] = ()
) -> Session:
    """The session as it was, as far as it holds in the account as it stands now.

    A step whose answer doesn't hold any more is asked again, with what was typed in its fields; so are the later ones.
    """
    session = with_account(Session(), account)
    for step in STEPS:
        if step.value in typed:
            session = with_typed(session, step, typed[step.value])
    wanted, passed = set(done), set(gone_past)
    for step in STEPS:
        answer = _answer(session, account, step, passed=step.value in passed) if step.value in wanted else None
        if answer is None:
            break
        session = with_answer(session, answer)
    return _with_box(session, account)


def _answer(session: Session, account: Account, step: Step, *, passed: bool) -> Answer | None:
    typed = session.typed_in(step)
    try:
        if step is Step.BOX_TYPE:
            return check_box_type(typed)
        if step is Step.CHARGE_SITE:
            return _known_by_now(check_charge_site(account, typed), account)
    except AnswersWrong:
        return None
    if step is Step.BANK_ACCOUNT:
        if account.bank is not None:
            return BankAccount(masked=account.bank.masked)
        return BankAccount(skipped=True) if passed else None
    return None


def _known_by_now(site: ChargeSite, account: Account) -> ChargeSite:
    """A new address may have become a charge site before the line dropped."""
    if site.site_id is not None:
        return site
    made = next((one for one in account.sites if one.address == site.address), None)
    return site if made is None else site.model_copy(update={"site_id": made.site_id})


def _with_box(session: Session, account: Account) -> Session:
    """The box that Northe was asked to connect, if it's still at work on it: followed on instead of asked for again."""
    if session.box_type is None or session.charge_site is None or session.bank_account is None:
        return session
    try:
        answer, _ = check_connect(session.box_type, session.typed_in(Step.CONNECT))
    except AnswersWrong:
        return session
    box = in_account(account.boxes, session.box_type.brand, answer.serial_number)
    if box is None or box.stage is Stage.FAILED:
        return session
    return with_answer(session, answer.model_copy(update={"box": box}))
