"""How a session goes on: which step may be reached, and which answers a change makes void."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.session.models import STEPS, BankAccount, BoxType, ChargeSite, Connect, Session, Step

if TYPE_CHECKING:
    from services.contracts import Account
    from services.session.models import Typed

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
    """Signed in, or the account read again. Another customer's answers never carry over."""
    before = session.account
    if before is not None and before.email.casefold() != account.email.casefold():
        session = Session()
    session = session.model_copy(update={"account": account})
    site = session.charge_site
    if site is not None and site.site_id is not None and all(one.site_id != site.site_id for one in account.sites):
        session = session.model_copy(update={"charge_site": None})
    return session


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
