"""How a session goes on: what may be reached, what a change makes void, and that customers never mix."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from services.activation.session import (
    BankAccountAnswer,
    BoxTypeAnswer,
    ChargeSiteAnswer,
    ConnectAnswer,
    Session,
    StepAnswer,
)
from services.activation.session_rules import may_reach, with_account, with_answer, with_typed
from services.activation.steps import STEPS, Step
from services.contracts import BankSummary
from services.fake import ACCOUNT
from tests.support.sessions.after_connect import finished
from tests.support.sessions.before_each_step import STORGATAN, account

BOX_TYPE = BoxTypeAnswer(name="Garage", brand="zaptec", model="go")
SITE = ChargeSiteAnswer(site_id="site-1", address=STORGATAN.address, price_per_kwh=Decimal("2.50"), currency="SEK")
BANK = BankAccountAnswer(masked="SE45 •••• 7466")
CONNECT = ConnectAnswer(serial_number="ZAP900001", fields={"serial_number": SecretStr("ZAP900001")})
OF_ITS_OWN: dict[Step, StepAnswer] = {
    Step.BOX_TYPE: BOX_TYPE,
    Step.CHARGE_SITE: SITE,
    Step.BANK_ACCOUNT: BANK,
    Step.CONNECT: CONNECT,
}
ANSWERED: tuple[StepAnswer, ...] = tuple(OF_ITS_OWN.get(step) or getattr(finished(), step.value) for step in STEPS)
"""An answer for each step, in their order."""
ALL = {step.value for step in STEPS}
OWNER = account(STORGATAN, bank=BankSummary("SE45 •••• 7466"))
TYPED = {step: {"name": step.value} for step in STEPS}


def whole() -> Session:
    session = with_account(Session(typed={}), OWNER)
    for answer in ANSWERED:
        session = with_answer(session, answer)
    for step, typed in TYPED.items():
        session = with_typed(session, step, typed)
    return session


def answered(session: Session) -> set[str]:
    return {step.value for step in STEPS if getattr(session, step.value) is not None}


def test_a_step_can_be_reached_only_when_the_earlier_ones_hold() -> None:
    session = Session()
    assert not any(may_reach(session, step) for step in STEPS)
    session = with_account(session, OWNER)
    for step, answer in zip(STEPS, ANSWERED, strict=True):
        assert [one for one in STEPS if may_reach(session, one)] == list(STEPS[: STEPS.index(step) + 1])
        session = with_answer(session, answer)


def test_the_same_answer_again_changes_nothing() -> None:
    session = whole()
    for answer in ANSWERED:
        assert with_answer(session, answer) == session


def test_another_brand_asks_the_serial_number_anew() -> None:
    session = with_answer(whole(), BoxTypeAnswer(name="Garage", brand="easee", model="home"))
    assert answered(session) == ALL - {"connect"}
    assert session.typed_in(Step.CONNECT) == {}, "it was a Zaptec serial number"
    assert session.typed_in(Step.CHARGE_SITE) == TYPED[Step.CHARGE_SITE]


@pytest.mark.parametrize(
    "answer", [BOX_TYPE.model_copy(update={"model": "pro"}), SITE.model_copy(update={"price_per_kwh": Decimal(2)})]
)
def test_another_model_or_site_is_connected_anew_but_nothing_typed_is_lost(
    answer: BoxTypeAnswer | ChargeSiteAnswer,
) -> None:
    session = with_answer(whole(), answer)
    assert answered(session) == ALL - {"connect"}
    assert session.typed == TYPED


def test_another_bank_account_leaves_the_rest_alone() -> None:
    assert answered(with_answer(whole(), BankAccountAnswer(skipped=True))) == ALL


def test_the_account_read_again_keeps_the_answers_that_hold() -> None:
    session = whole()
    assert with_account(session, OWNER) == session


@pytest.mark.parametrize(
    "changes",
    [
        {"sites": ()},
        {"fleet": replace(OWNER.fleet, limit_per_kwh=Decimal("2.49"))},
        {"fleet": replace(OWNER.fleet, currency="NOK")},
    ],
    ids=["site gone", "limit lower", "other currency"],
)
def test_a_site_or_price_that_no_longer_holds_is_asked_again(changes: dict[str, Any]) -> None:
    session = with_account(whole(), replace(OWNER, **changes))
    assert answered(session) == ALL - {"charge_site", "connect"}
    assert session.typed == TYPED


def test_a_new_site_does_not_have_to_be_in_the_account() -> None:
    session = with_answer(whole(), SITE.model_copy(update={"site_id": None}))
    assert with_account(session, replace(OWNER, sites=())).charge_site is not None


def test_a_bank_account_that_is_gone_is_asked_again_but_a_skipped_one_stays_skipped() -> None:
    assert with_account(whole(), replace(OWNER, bank=None)).bank_account is None
    skipped = with_answer(whole(), BankAccountAnswer(skipped=True))
    assert with_account(skipped, replace(OWNER, bank=None)).bank_account == BankAccountAnswer(skipped=True)


def test_the_same_customer_finds_everything_after_a_sign_in_that_ran_out() -> None:
    session = whole().model_copy(update={"account": None})
    again = with_account(session, replace(OWNER, email=OWNER.email.upper()))
    assert answered(again) == ALL
    assert again.typed == TYPED


@pytest.mark.parametrize("ran_out", [False, True])
def test_another_customer_finds_nothing_of_the_one_before(ran_out: bool) -> None:
    session = whole()
    if ran_out:
        session = session.model_copy(update={"account": None})
    other = replace(ACCOUNT, email="sam@example.com", customer_name="Sam Berg")
    assert with_account(session, other) == Session(account=other, customer="sam@example.com")


def test_the_session_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError):
        setattr(whole(), "box_type", None)  # noqa: B010 - mypy would see it, and this is about those whom it doesn't


ANSWERS = st.one_of(
    st.builds(
        BoxTypeAnswer,
        name=st.sampled_from(["Home", "Garage"]),
        brand=st.sampled_from(["zaptec", "easee"]),
        model=st.sampled_from(["go", "pro", "home"]),
    ),
    st.builds(ChargeSiteAnswer, site_id=st.sampled_from([None, "site-1"]), address=st.just(STORGATAN.address), price_per_kwh=st.sampled_from([Decimal(1), Decimal(2)]), currency=st.just("SEK")),
    st.builds(BankAccountAnswer, skipped=st.booleans()),
    st.just(CONNECT),
)  # fmt: skip


@given(st.lists(ANSWERS, max_size=8))
def test_in_any_order_an_answer_that_was_given_is_the_one_that_holds(answers: list[Any]) -> None:
    session = with_account(Session(), OWNER)
    for answer in answers:
        before = session
        session = with_answer(session, answer)
        name = next(
            step.value for step in STEPS if type(answer).__name__.casefold() == f"{step.value.replace('_', '')}answer"
        )
        assert getattr(session, name) == answer
        lost = answered(before) - answered(session)
        assert lost <= {"connect"}, "only connecting depends on what comes before it"
