"""Going on: connected at Northe, refused, waiting and stopping, skipped with a yes, connected before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from screens.dialogs.confirm import ConfirmDialog
from screens.messages import AccountRead, Completed, SessionEnded, WentBack
from screens.widgets.field import Field
from services.activation.answers import Typed
from services.activation.session import BankAccountAnswer
from services.activation.steps import Step
from services.contracts import BankSummary, Cause
from services.fake import ACCOUNT, FakeNorthe
from services.rules.banking import Verified
from services.text.words import Words
from tests.support.screens.bank_account_keys import SIZE, clear, fill, focused_on
from tests.support.screens.one_screen import OneScreen, shown, wait_until
from tests.support.sessions.before_each_step import (
    CLEARING,
    SWEDISH_ACCOUNT,
    SWEDISH_IBAN,
    account,
    bank_account,
    session,
)

pytestmark = pytest.mark.anyio

BEFORE = account(bank=BankSummary("SE45 •••• 3456"))


def answer(app: OneScreen) -> BankAccountAnswer:
    (completed,) = app.heard(Completed)
    assert completed.step is Step.BANK_ACCOUNT
    assert set(completed.typed) == {"first_name", "last_name", "kind"}, "no number stays in the session"
    assert isinstance(completed.answer, BankAccountAnswer)
    return completed.answer


# ---------------------------------------------------------------------------------------------- connecting


async def test_the_account_is_connected_at_northe_and_its_number_forgotten_here() -> None:
    northe = FakeNorthe()
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await focused_on(pilot, app, "next")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Completed))
        (call,) = northe.calls
        assert (call.name, call.args["first_name"], call.args["last_name"]) == ("set_bank_account", "Kim", "Larsson")
        assert call.args["iban"].get_secret_value() == SWEDISH_IBAN
        connected = answer(app)
        assert connected.masked == "SE45 •••• 7466"
        assert (connected.bank_name, connected.verified) == ("SEB", Verified.FORM_AND_CHECK_DIGITS)
        (read,) = app.heard(AccountRead)
        assert read.account == replace(ACCOUNT, bank=BankSummary("SE45 •••• 7466"))


async def test_a_slow_northe_is_waited_for_once_and_next_does_nothing_meanwhile() -> None:
    northe = FakeNorthe()
    gate = northe.hold("set_bank_account")
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Connecting the bank account ..." in shown(app))
        await pilot.press("f10", "f10", "f4", "enter")
        assert northe.called("set_bank_account") == 1
        assert not isinstance(app.screen, ConfirmDialog)
        gate.set()
        await wait_until(pilot, lambda: app.heard(Completed))
        assert northe.called("set_bank_account") == 1


async def test_escape_stops_the_wait_and_next_tries_again() -> None:
    northe = FakeNorthe()
    gate = northe.hold("set_bank_account")
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.step.waiting)
        await pilot.press("escape")
        await wait_until(pilot, lambda: not app.step.waiting)
        await wait_until(pilot, lambda: "Northe may have it already" in shown(app))
        assert not app.heard(Completed)
        gate.set()
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert northe.called("set_bank_account") == 2


async def test_back_works_while_northe_is_waited_for() -> None:
    northe = FakeNorthe()
    northe.hold("set_bank_account")
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.step.waiting)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(WentBack))
        assert clear(app.heard(WentBack)[0].typed)["first"] == CLEARING
        await wait_until(pilot, lambda: not app.step.waiting)


async def test_an_account_that_northe_refuses_is_said_at_the_number() -> None:
    northe = FakeNorthe()
    northe.refuse("set_bank_account", Cause.BANK_REJECTED)
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "✗ Northe does not take this bank account." in shown(app))
        await focused_on(pilot, app, "input-first")
        assert "Go through the number and both names with the customer" in shown(app)
        assert not app.heard(Completed)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))


@pytest.mark.parametrize(
    ("named", "shown_at"),
    [("first_name", "first-name"), ("last_name", "last-name"), ("iban", "first"), ("no_such_field", "first")],
)
async def test_a_refusal_stands_at_the_field_that_northe_names(named: str, shown_at: str) -> None:
    northe = FakeNorthe()
    northe.refuse("set_bank_account", Cause.BANK_REJECTED, field=named)
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await focused_on(pilot, app, f"input-{shown_at}")
        assert app.step.query_one(f"#field-{shown_at}", Field).refused


@pytest.mark.parametrize("cause", [Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.THROTTLED])
async def test_any_other_failure_says_what_to_do_and_loses_nothing(cause: Cause) -> None:
    northe = FakeNorthe()
    northe.refuse("set_bank_account", cause)
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: Words().t(f"causes.{cause}.title") in shown(app))
        assert Words().t(f"causes.{cause}.remedy") in " ".join(shown(app).split())
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))


async def test_a_session_that_northe_ended_takes_along_what_was_typed() -> None:
    northe = FakeNorthe()
    northe.refuse("set_bank_account", Cause.SESSION_EXPIRED)
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SessionEnded))
        (ended,) = app.heard(SessionEnded)
        assert Words().say(ended.reason).startswith("Kim Larsson was signed out by Northe.")
        assert ended.step is Step.BANK_ACCOUNT
        assert clear(ended.typed)["second"] == SWEDISH_ACCOUNT


# ---------------------------------------------------------------------------------------------- skipping


async def test_skipping_asks_with_the_consequence_and_the_safe_answer_has_the_focus() -> None:
    northe = FakeNorthe()
    app = bank_account(northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING)
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await wait_until(pilot, lambda: "Without a bank account Kim Larsson can't charge the car" in shown(app))
        assert "in the Northe app, or under User" in shown(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: not isinstance(app.screen, ConfirmDialog))
        assert not app.heard(Completed)
        assert clear(app.step.typed())["first"] == CLEARING
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("escape")
        await wait_until(pilot, lambda: not isinstance(app.screen, ConfirmDialog))
        assert not app.heard(Completed)
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("right", "enter")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BankAccountAnswer(skipped=True)
        assert northe.calls == []


async def test_a_skipped_step_says_so_and_an_account_can_still_be_connected() -> None:
    app = bank_account(session(bank_account=BankAccountAnswer(skipped=True)))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "! Skipped: no bank account is connected." in shown(app))
        assert "Kim Larsson can't charge the car until there is one." in shown(app)
        await pilot.press("f4")
        await focused_on(pilot, app, "input-first")
        assert "[ Skip ... ]" in shown(app)


async def test_next_after_skipping_goes_on_without_asking_again() -> None:
    app = bank_account(session(bank_account=BankAccountAnswer(skipped=True)))
    async with app.run_test(size=SIZE) as pilot:
        await focused_on(pilot, app, "next")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BankAccountAnswer(skipped=True)


# ---------------------------------------------------------------------------------------------- connected before


async def test_an_account_that_was_connected_before_is_told_and_next_goes_on() -> None:
    northe = FakeNorthe(BEFORE)
    app = bank_account(session(BEFORE), northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "✓ Connected: SE45 •••• 3456" in shown(app))
        assert "First name" not in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BankAccountAnswer(masked="SE45 •••• 3456")
        assert northe.calls == []


async def test_another_account_can_be_connected_instead_or_the_one_kept() -> None:
    northe = FakeNorthe(BEFORE)
    app = bank_account(session(BEFORE), northe=northe)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "[ Use another account ]" in shown(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "[ Keep SE45 •••• 3456 ]" in shown(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "✓ Connected: SE45 •••• 3456" in shown(app))
        await pilot.press("f4")
        await focused_on(pilot, app, "input-first")
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app).masked == "SE45 •••• 7466"


async def test_another_account_that_was_begun_is_gone_on_with_after_a_look_back() -> None:
    typed: Typed = {"kind": "se", "first": SecretStr(CLEARING), "second": SecretStr("825")}
    app = bank_account(session(BEFORE, typed={Step.BANK_ACCOUNT: typed}))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "[ Keep SE45 •••• 3456 ]" in shown(app))
        await focused_on(pilot, app, "input-first-name")
        assert clear(app.step.typed())["second"] == "825"


async def test_an_answered_step_tells_what_was_verified_then() -> None:
    given = BankAccountAnswer(masked="SE45 •••• 7466", bank_name="SEB", verified=Verified.FORM_ONLY)
    app = bank_account(session(account(bank=BankSummary("SE45 •••• 7466")), bank_account=given))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "✓ Connected: SE45 •••• 7466" in shown(app))
        assert "Looks like SEB." in shown(app)
        assert "Check digits could not be verified." in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == given


async def test_an_account_connected_elsewhere_since_it_was_skipped_counts() -> None:
    app = bank_account(session(BEFORE, bank_account=BankAccountAnswer(skipped=True)))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "✓ Connected: SE45 •••• 3456" in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(Completed))
        assert answer(app) == BankAccountAnswer(masked="SE45 •••• 3456")
