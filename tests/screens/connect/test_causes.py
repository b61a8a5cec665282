"""What a check was told no for: where it leads, what it holds, and that nothing is tried by itself."""

from __future__ import annotations

from typing import Any

import pytest

from screens.messages import FleetRefused, GoTo, SessionEnded
from screens.widgets.action_button import ActionButton
from services.activation.steps import Step
from services.contracts import BoxEvidence, Cause, CheckAnswer, Services
from services.fake import FakeClock, FakeNorthe, fake_services
from tests.support.screens.connect_screen import SIZE, checked, primary, step_of
from tests.support.screens.one_screen import shown, wait_until
from tests.support.sessions.before_connect import connect_screen

pytestmark = pytest.mark.anyio


def refusing(cause: Cause, **more: Any) -> Services:
    northe = FakeNorthe()
    northe.refuse("check_box", cause, times=None, **more)
    return fake_services(northe=northe, clock=FakeClock())


async def test_a_session_that_has_ended_is_told_with_all_that_was_typed() -> None:
    app = connect_screen(refusing(Cause.SESSION_EXPIRED))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: app.heard(SessionEnded))
        said = app.heard(SessionEnded)[0]
        assert said.step is Step.CONNECT
        assert said.typed == {"serial_number": "ZAP900001"}
        assert "Kim Larsson" in step_of(app).look.words.say(said.reason)


@pytest.mark.parametrize(
    ("cause", "label", "target"),
    [
        (Cause.LIMIT_EXCEEDED, "Go to Charge site", Step.CHARGE_SITE),
        (Cause.BANK_REJECTED, "Go to Bank account", Step.BANK_ACCOUNT),
    ],
)
async def test_what_is_put_right_in_an_earlier_step_leads_there(cause: Cause, label: str, target: Step) -> None:
    app = connect_screen(refusing(cause))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert primary(app) == [f"[ {label} ]"]
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(GoTo))
        said = app.heard(GoTo)[0]
        assert (said.step, said.target, said.typed) == (Step.CONNECT, target, {"serial_number": "ZAP900001"})


async def test_a_fleet_without_home_charging_ends_the_way() -> None:
    app = connect_screen(refusing(Cause.FLEET_NOT_ENABLED))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "Home charging is off" in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(FleetRefused))


async def test_a_wait_that_northe_asks_for_is_counted_down_and_nothing_is_tried_by_itself() -> None:
    northe, clock = FakeNorthe(), FakeClock()
    northe.refuse("check_box", Cause.THROTTLED, retry_after=20.0)
    app = connect_screen(fake_services(northe=northe, clock=clock))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert shown(app).count("20 seconds") == 1, "a second one would soon be wrong"
        assert "Wait 20 seconds before the next try." in shown(app)
        assert "F10" not in shown(app)
        assert app.step.query_one("#check", ActionButton).disabled
        await pilot.press("f5", "f10")
        clock.advance(19)
        await wait_until(pilot, lambda: "Wait 1 second before the next try." in shown(app))
        clock.advance(2)
        await wait_until(pilot, lambda: not app.step.query_one("#check", ActionButton).disabled)
        assert "before the next try" not in shown(app)
        assert northe.called("check_box") == 1
        await checked(pilot, app)
        assert northe.called("check_box") == 2


async def test_a_lock_leaves_the_cursor_nowhere_and_not_on_back() -> None:
    """Which an impatient Enter would press."""
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PAIRING_LOCKED, BoxEvidence(), retry_after=86400.0))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.step.query_one("#check", ActionButton).disabled)
        await wait_until(pilot, lambda: not step_of(app).waiting)
        assert not isinstance(app.focused, ActionButton)
        await pilot.press("enter")
        await pilot.pause()
        assert app.said == []


async def test_a_lock_belongs_to_one_number_and_another_one_may_be_tried_at_once() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PAIRING_LOCKED, BoxEvidence(), retry_after=86400.0))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "Wait 24 hours before the next try." in shown(app)
        assert app.step.query_one("#check", ActionButton).disabled
        app.step.form.field("serial_number").input.focus()
        await pilot.press("end", "backspace", "2")
        await wait_until(pilot, lambda: not app.step.query_one("#check", ActionButton).disabled)
        assert "before the next try" not in shown(app)
