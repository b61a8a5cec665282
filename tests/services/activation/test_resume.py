"""Taking an unfinished activation up again: only what holds in the account as it stands now, and nothing twice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import SecretStr

from services.activation.resume import answered, resumed, skipped, without_secrets
from services.activation.session import Session
from services.activation.session_rules import with_account
from services.activation.steps import STEPS, Step
from services.contracts import Account, BankSummary, ChargeBox, ChargeSite, Stage
from tests.support.sessions.after_connect import MASKED, SECRETS, TYPED, finished
from tests.support.sessions.before_each_step import STORGATAN, account

ALL = tuple(step.value for step in STEPS)
BEFORE_CONNECT = ALL[:-1]
WITH_BANK = account(bank=BankSummary(MASKED))
MADE = ChargeSite("site-9", finished().charge_site.address, Decimal("2.50"), "SEK")  # type: ignore[union-attr]  # it's there


def box(stage: Stage, serial: str = "ZAP900001") -> ChargeBox:
    return ChargeBox("box-1", "Garage", "zaptec", "go", serial, "site-9", stage=stage)


@pytest.mark.parametrize(
    ("now", "done", "past", "typed", "holds"),
    [
        (WITH_BANK, BEFORE_CONNECT, (), {}, BEFORE_CONNECT),
        (WITH_BANK, ALL, (), {}, BEFORE_CONNECT),  # Northe has no such box, so it's asked for anew
        (WITH_BANK, (), (), {}, ()),
        (WITH_BANK, ALL[:1], (), {}, ALL[:1]),
        (WITH_BANK, (*ALL[:1], *ALL[2:-1]), (), {}, ALL[:1]),  # a later step holds only after the earlier ones
        (account(), BEFORE_CONNECT, (), {}, ALL[:2]),  # the bank account isn't there (any more)
        (account(), BEFORE_CONNECT, ("bank_account",), {}, BEFORE_CONNECT),
        (WITH_BANK, BEFORE_CONNECT, (), {"box_type": {"name": "", "brand": "zaptec", "model": "go"}}, ()),
        (WITH_BANK, BEFORE_CONNECT, (), {"box_type": {"name": "x", "brand": "gone", "model": "go"}}, ()),
        (WITH_BANK, BEFORE_CONNECT, (), {"charge_site": {**TYPED["charge_site"], "price": "99"}}, ALL[:1]),
        (WITH_BANK, BEFORE_CONNECT, (), {"charge_site": {"site": "site-gone", "price": "2.50"}}, ALL[:1]),
        (WITH_BANK, ("strange",), (), {"strange": {"x": "y"}}, ()),
    ],
)
def test_what_still_holds(
    now: Account, done: tuple[str, ...], past: tuple[str, ...], typed: dict[str, Any], holds: tuple[str, ...]
) -> None:
    session = resumed(now, TYPED | typed, done, past)
    assert answered(session) == holds
    assert session.account == now
    assert skipped(session) == past
    for step in STEPS:
        assert session.typed_in(step) == (TYPED | typed)[step.value], "what was typed stays in its fields"


@pytest.mark.parametrize("spelling", [{}, {"street": "TESTGATAN 10"}, {"postcode": "11122"}, {"city": "stockholm"}])
def test_an_address_that_has_become_a_site_is_that_site_however_northe_spells_it(spelling: dict[str, str]) -> None:
    made = replace(MADE, address=replace(MADE.address, **spelling))
    session = resumed(account(STORGATAN, made, bank=BankSummary(MASKED)), TYPED, BEFORE_CONNECT)
    assert session.charge_site is not None
    assert session.charge_site.site_id == "site-9"


@pytest.mark.parametrize(
    ("found", "connected"),
    [
        (box(Stage.REQUESTED), True),
        (box(Stage.WAITING_FOR_BOX), True),
        (box(Stage.ONLINE), True),
        (box(Stage.FAILED), False),
        (box(Stage.ONLINE, "ZAP900004"), False),
    ],
)
def test_a_box_that_northe_has_is_not_asked_for_again(found: ChargeBox, connected: bool) -> None:
    session = resumed(replace(WITH_BANK, boxes=(found,)), TYPED, BEFORE_CONNECT)
    assert (session.connect is not None) is connected
    if session.connect is not None:
        assert session.connect.box == found


def test_a_box_says_nothing_while_an_earlier_step_is_open() -> None:
    assert resumed(replace(account(), boxes=(box(Stage.ONLINE),)), TYPED, BEFORE_CONNECT).connect is None


def test_no_secret_is_among_what_is_kept() -> None:
    session = finished()
    kept = without_secrets(session)
    assert kept == {
        "bank_account": {"first_name": "Kim", "last_name": "Larsson"},
        "connect": {"serial_number": "ZAP900001"},
    }
    assert not any(secret in str(kept) for secret in SECRETS.values())
    assert isinstance(session.typed_in(Step.CONNECT)["pin"], SecretStr)


def test_a_session_that_says_nothing_is_resumed_as_a_fresh_one() -> None:
    assert resumed(WITH_BANK, {}, ()) == with_account(Session(), WITH_BANK)
