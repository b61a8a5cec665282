"""The wizard's shell: from Start to Done and to Start again, and everything that can come between."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.tell import TellDialog
from screens.done import DoneScreen
from screens.messages import AccountRead, Answered, FleetRefused, GoTo, SessionEnded, WentBack
from screens.sign_in import SignInScreen
from services.activation.session import Session
from services.activation.steps import STEPS, Step
from services.contracts import Services
from services.fake import ACCOUNT, FLEET
from services.text.words import Message
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.screens.plain_wizard import (
    SIZE,
    PlainStep,
    PlainWizard,
    at_sign_in,
    at_step,
    complete,
    field,
    oneline,
    sign_in,
    with_plain_steps,
)
from tests.support.sessions.after_connect import finished

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def session_of(app: PlainWizard) -> Session | None:
    return app.session


# ---------------------------------------------------------------------------------------------- there and back


async def test_from_start_to_done_and_to_start_again() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        assert app.at_start
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert "Kim Larsson · Acme Fleet AB" in shown(app)
        assert f"1 of {len(STEPS)}" in shown(app)
        await type_in(pilot, "Kims garage")
        await complete(app, pilot)
        await wait_until(
            pilot, lambda: isinstance(app.screen, DoneScreen) and "The charge box “Garage” is online" in shown(app)
        )
        await wait_until(pilot, lambda: "receipts/" in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: at_sign_in(app))
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in
        assert session_of(app) == Session()
        assert "Kim Larsson is signed out." in oneline(app)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.at_start)
        assert session_of(app) is None
        assert len(app.screen_stack) == 1

        await sign_in(app, pilot, OTHER)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert "Robin Nilsson" in shown(app)
        assert field(app) == "", "no trace of the customer before"
        assert app.session is not None
        assert app.session.connect is None


async def test_finishing_keeps_the_installers_own_sign_in_for_the_next_customer() -> None:
    app = PlainWizard()
    app.zaptec.signed_in_as = "fitter@example.com"
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: at_sign_in(app))
        assert app.zaptec.signed_in_as == "fitter@example.com"


async def test_begin_waits_for_the_services() -> None:
    gate = asyncio.Event()

    class Slow(PlainWizard):
        async def make(self) -> Services:
            await gate.wait()
            return await super().make()

    app = Slow()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Getting ready" in shown(app))
        await pilot.press("f10", "enter", "f4")
        assert app.at_start
        gate.set()
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        assert len(app.screen_stack) == 2
        await wait_until(pilot, lambda: "Partner key" in shown(app))  # F4 was meant for what Begin opens


async def test_services_that_cant_be_made_end_the_program_with_their_error() -> None:
    class Broken(PlainWizard):
        async def make(self) -> Services:
            raise ValueError("no world")

    app = Broken()
    with pytest.raises(Exception, match="no world"):
        async with app.run_test(size=SIZE) as pilot:
            await wait_until(pilot, lambda: app.crashed_by is not None)
    assert isinstance(app.crashed_by, ValueError)
    assert app.return_code == 1


# ---------------------------------------------------------------------------------------------- what's kept


async def test_back_and_forth_keeps_what_was_typed_right_or_wrong() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.BANK_ACCOUNT)
        await type_in(pilot, "half an ans")
        await pilot.press("tab")
        await type_in(pilot, "hush")
        await pilot.press("f9")
        await at_step(app, pilot, Step.CHARGE_SITE)
        assert field(app) == ""
        assert app.session is not None
        kept = app.session.typed_in(Step.BANK_ACCOUNT)
        assert kept["answer"] == "half an ans"
        assert isinstance(kept["secret"], SecretStr)
        await pilot.press("f10")
        await at_step(app, pilot, Step.BANK_ACCOUNT)
        assert (field(app), field(app, "secret")) == ("half an ans", "hush")


async def test_a_step_can_send_to_an_earlier_one_and_keeps_its_own() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CONNECT)
        await at_step(app, pilot, Step.CONNECT)
        app.screen.post_message(GoTo(Step.CONNECT, {"answer": "ZAP"}, Step.BOX_TYPE))
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.session is not None
        assert app.session.typed_in(Step.CONNECT) == {"answer": "ZAP"}


async def test_an_answer_worth_keeping_is_kept_before_the_step_is_left() -> None:
    app = PlainWizard()
    connect = finished(waiting=True).connect
    assert connect is not None
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CONNECT)
        here = app.screen
        app.screen.post_message(Answered(Step.CONNECT, {"answer": "ZAP"}, connect))
        await wait_until(pilot, lambda: app.session is not None and app.session.connect is not None)
        assert app.screen is here


async def test_the_account_read_again_is_shown_and_the_step_stays() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        here = app.screen
        renamed = replace(ACCOUNT, fleet=replace(FLEET, name="Beta Fleet AB"))
        app.screen.post_message(AccountRead(renamed))
        await wait_until(pilot, lambda: "Beta Fleet AB" in shown(app))
        assert app.screen is here


# ---------------------------------------------------------------------------------------------- the session ends


def end_session(app: PlainWizard) -> None:
    """Northe says that it has ended."""
    screen = app.screen
    assert isinstance(screen, PlainStep)
    reason = Message("shell.session_ended.text", {"name": app.under_way.customer})
    screen.post_message(SessionEnded(reason, screen.STEP, screen.typed()))


async def expire(app: PlainWizard, pilot: Pilot[Any]) -> None:
    end_session(app)
    await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))


async def test_what_was_pressed_as_the_session_ended_shows_no_step() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.BANK_ACCOUNT)
        step = app.screen
        end_session(app)
        step.post_message(WentBack(Step.BANK_ACCOUNT, {}))
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await pilot.pause()
        assert isinstance(app.screen, SignInScreen)


async def test_next_leads_to_an_earlier_step_that_doesnt_hold_any_more() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.BANK_ACCOUNT)
        app.under_way.session = app.under_way.session.model_copy(update={"charge_site": None})
        await pilot.press("f10")
        await at_step(app, pilot, Step.CHARGE_SITE)


async def test_a_session_that_ended_is_signed_in_again_with_every_answer_kept() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CHARGE_SITE)
        await type_in(pilot, "Testgatan")
        await expire(app, pilot)
        assert "Your answers are kept" in shown(app).replace("\n", " ") or "answers" in shown(app)
        assert "Kim Larsson" in shown(app), "the reason names whose session it was"
        assert not app.northe.signed_in
        assert app.northe.called("sign_out") == 0, "there's nothing left to sign out of"
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.CHARGE_SITE)
        assert field(app) == "Testgatan"
        assert app.session is not None
        assert app.session.box_type == finished().box_type


async def test_another_customer_finds_nothing_of_the_one_before() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CHARGE_SITE)
        await type_in(pilot, "Testgatan")
        await expire(app, pilot)
        await sign_in(app, pilot, OTHER)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.session is not None
        assert app.session.typed == {}
        assert app.session.box_type is None


async def test_back_from_signing_in_again_asks_before_it_gives_up_everything() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CHARGE_SITE)
        await expire(app, pilot)
        await pilot.press("f9")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "Forget what was typed?" in shown(app)
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start)
        assert app.session is None


# ---------------------------------------------------------------------------------------------- the fleet, the clock


async def test_a_fleet_without_home_charging_is_told_apart_and_ends_politely() -> None:
    app = PlainWizard()
    account = replace(ACCOUNT, fleet=replace(FLEET, home_charging=False))
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, account)
        assert isinstance(app.screen, TellDialog)
        text = shown(app)
        assert "Home charging is not switched on" in text
        assert "Acme Fleet AB" in text
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.at_start)
        assert not app.northe.signed_in
        assert app.session is None


async def test_a_fleet_that_switches_home_charging_off_meanwhile_ends_the_way_too() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CONNECT)
        app.screen.post_message(FleetRefused())
        await wait_until(pilot, lambda: app.at_start)
        assert app.northe.called("sign_out") == 1


@pytest.mark.parametrize(("skew", "said"), [(timedelta(minutes=7), True), (timedelta(seconds=-50), False)])
async def test_a_wrong_clock_is_told(skew: timedelta, said: bool) -> None:
    app = PlainWizard()
    app.northe.clock_skew = skew
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        await pilot.pause()
        assert ("7 min off" in shown(app)) is said
