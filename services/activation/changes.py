"""How a session goes on: which step may be reached, and which answers a change makes void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.charge_site import above_limit
from services.activation.session import BankAccount, BoxType, ChargeSite, Connect, Session
from services.activation.steps import STEPS, Step

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.contracts import Account

Answer = BoxType | ChargeSite | BankAccount | Connect

_STEP_OF: dict[type[Answer], Step] = {
    BoxType: Step.BOX_TYPE,
    ChargeSite: Step.CHARGE_SITE,
    BankAccount: Step.BANK_ACCOUNT,
    Connect: Step.CONNECT,
}


def may_reach(session: Session, step: Step) -> bool:
    """A step can be reached only while somebody is signed in and the earlier steps hold."""
    if session.account is None:
        return False
    return all(getattr(session, earlier.value) is not None for earlier in STEPS[: STEPS.index(step)])


def with_account(session: Session, account: Account) -> Session:
    """Signed in, or the account read again: drops what doesn't hold in it any more.

    Another customer's answers never carry over, not even when the first one's sign-in ran out before.
    """
    customer = account.email.casefold()
    before = session.account.email.casefold() if session.account is not None else session.customer
    if before != customer:
        session = Session()
    changes: dict[str, object] = {"account": account, "customer": customer}
    if session.charge_site is not None and not _holds(session.charge_site, account):
        changes |= {"charge_site": None, "connect": None}
    bank = session.bank_account
    if bank is not None and not bank.skipped and account.bank is None:
        changes["bank_account"] = None
    return session.model_copy(update=changes)


def _holds(answer: ChargeSite, account: Account) -> bool:
    """Whether a site is still there, and its price still one that the fleet pays."""
    gone = answer.site_id is not None and all(site.site_id != answer.site_id for site in account.sites)
    fleet = account.fleet
    return not gone and answer.currency == fleet.currency and not above_limit(answer.price_per_kwh, fleet)


def with_typed(session: Session, step: Step, typed: Typed) -> Session:
    """Keeps what stands in a step's fields, right or wrong."""
    return session.model_copy(update={"typed": {**session.typed, step: dict(typed)}})


def with_answer(session: Session, answer: Answer) -> Session:
    """Takes an answer and drops what depended on the one before, and nothing else.

    Another brand: what was typed at Connect is another brand's serial number and goes. Another model or charge site:
    what was typed stays, but it's checked and connected anew.
    """
    step = _STEP_OF[type(answer)]
    before = getattr(session, step.value)
    changes: dict[str, object] = {step.value: answer}
    if isinstance(answer, BoxType) and before is not None and before != answer:
        if before.brand != answer.brand:
            changes["typed"] = {name: typed for name, typed in session.typed.items() if name is not Step.CONNECT}
        changes["connect"] = None
    if isinstance(answer, ChargeSite) and before != answer:
        changes["connect"] = None
    return session.model_copy(update=changes)
