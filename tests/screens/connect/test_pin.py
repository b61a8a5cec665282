"""A PIN: never called right before it was tried, and where it was wrong the cursor stands in it, the tries counted."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from screens.widgets.action_button import ActionButton
from services.contracts import BoxEvidence, Cause, ChargeBox, CheckAnswer, ServiceError, Stage
from services.fake import FakeNorthe, fake_services
from tests.support.screens.connect_screen import SIZE, checked, primary, step_of
from tests.support.screens.one_screen import OneScreen, shown, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

pytestmark = pytest.mark.anyio
UNTRIED = "Nothing stands in the way. Connect tries the PIN."
RIGHT = "Everything is right"
DAY = 86_400.0


def typed() -> dict[str, Any]:
    return {"serial_number": "EH900001", "pin": SecretStr("1111")}


def easee(northe: FakeNorthe) -> OneScreen:
    return connect_screen(fake_services(northe=northe), ready_to_connect(brand="easee", model="home", typed=typed()))


async def connected(pilot: Any, app: OneScreen) -> None:
    """Checked and tried, and Northe said no."""
    await checked(pilot, app)
    await pilot.press("f10")
    await wait_until(pilot, lambda: step_of(app).form.field("pin").refused)


def focus_of(app: OneScreen) -> str | None:
    return app.focused.id if app.focused is not None else None


async def test_a_check_says_that_connect_tries_the_pin_and_not_that_all_is_right() -> None:
    app = easee(FakeNorthe())
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "The PIN is tried at Connect" in shown(app)
        assert UNTRIED in shown(app)
        assert RIGHT not in shown(app)
        assert primary(app) == ["[ Connect ]"]


async def test_a_wrong_pin_is_told_at_the_pin_with_the_tries_that_are_left() -> None:
    northe = FakeNorthe()
    northe.refuse("connect_box", Cause.WRONG_PIN, field="pin", tries_left=4)
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await connected(pilot, app)
        assert "4 tries left, then it is locked for a day." in " ".join(shown(app).split())
        assert "Not connected: Wrong PIN" in shown(app)
        assert "Box not found" not in shown(app)
        assert focus_of(app) == "input-pin"
        assert app.step.query_one("#connect", ActionButton).disabled
        await pilot.press("2", "2", "2", "2")  # the old PIN is selected, so the new one takes its place
        assert not step_of(app).form.field("pin").refused
        await pilot.press("f10")
        await wait_until(pilot, lambda: step_of(app).check.passed)
        await pilot.press("f10")
        await wait_until(pilot, lambda: northe.called("connect_box") == 2)
        request = [call.args["request"] for call in northe.calls if call.name == "connect_box"][1]
        assert request.fields["pin"].get_secret_value() == "2222"


async def test_a_pin_that_northe_finds_wrong_only_later_is_told_there_too() -> None:
    northe = FakeNorthe()
    box = ChargeBox("box-1", "Garage", "easee", "home", "EH900001", "site-1", Stage.FAILED, Cause.WRONG_PIN)
    northe.answer("connect_box", box)
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await connected(pilot, app)
        assert focus_of(app) == "input-pin"
        assert "This is not the PIN of this box." in shown(app)


@pytest.mark.parametrize("said", [CheckAnswer(Cause.WRONG_PIN, BoxEvidence()), ServiceError(Cause.WRONG_PIN)])
async def test_so_is_one_that_a_check_finds_wrong(said: Any) -> None:
    northe = FakeNorthe()
    northe.answer("check_box", said)
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert step_of(app).form.field("pin").refused
        assert focus_of(app) == "input-pin"


async def test_the_last_try_locks_and_another_pin_does_not_unlock() -> None:
    northe = FakeNorthe()
    northe.refuse("connect_box", Cause.PAIRING_LOCKED, field="pin", retry_after=DAY)
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await connected(pilot, app)
        assert "Northe says: Pairing is locked" in shown(app)
        assert "Wait 24 hours before the next try." in shown(app)
        assert focus_of(app) == "input-pin"
        await pilot.press("2", "2", "2", "2")
        await pilot.press("f10", "f5")
        assert step_of(app).check.held
        assert "Wait 24 hours before the next try." in shown(app)
        assert northe.called("connect_box") == northe.called("check_box") == 1


@pytest.mark.parametrize("name", ["serial_number", "pin"])
@pytest.mark.parametrize("cause", [Cause.BOX_NOT_FOUND, Cause.HELD_BY_OTHER_OPERATOR, Cause.NORTHE_DOWN])
async def test_whatever_is_about_a_field_stands_at_it_with_the_cursor_there(cause: Cause, name: str) -> None:
    northe = FakeNorthe()
    northe.refuse("connect_box", cause, field=name)
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: step_of(app).form.field(name).refused)
        assert focus_of(app) == f"input-{name.replace('_', '-')}"


async def test_a_field_that_is_not_here_takes_no_cursor() -> None:
    northe = FakeNorthe()
    northe.refuse("connect_box", Cause.NORTHE_DOWN, field="charge_site_id")
    app = easee(northe)
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: step_of(app).check.may_retry)
        assert not any(
            field.refused for field in (step_of(app).form.field("pin"), step_of(app).form.field("serial_number"))
        )
        await wait_until(pilot, lambda: focus_of(app) == "connect")
