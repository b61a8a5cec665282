"""F1 and the question mark: about the wait, the field or the screen, and more than what stands below the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.dialogs.help import HelpDialog
from services.fake import FakeNorthe, fake_services
from tests.support.screens.one_screen import OneScreen, shown, type_in, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect
from tests.support.sessions.before_each_step import charge_site

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

SIZE = (120, 40)


async def helped(pilot: Pilot[Any], app: OneScreen, key: str = "f1") -> str:
    await pilot.press(key)
    await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
    return shown(app)


async def test_help_in_a_field_is_more_than_its_hint() -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "input-serial-number")
        says = await helped(pilot, app)
        assert "Serial number" in says
        assert app.step.form.field("serial_number").hint in says
        for key in ("F5", "F6", "F7"):
            assert f"{key} " in says


async def test_a_field_with_a_help_of_its_own_has_that_alone() -> None:
    app = charge_site()
    async with app.run_test(size=SIZE) as pilot:
        app.step.form.field("price").input.focus()
        says = await helped(pilot, app)
        assert "What the customer gets back for each kWh" in says
        assert app.step.t("charge_site.help").strip().splitlines()[0] not in says


async def test_help_in_a_wait_speaks_of_the_wait() -> None:
    northe = FakeNorthe()
    answer = northe.hold("check_box")
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: app.step.waiting)
        assert "Esc stops waiting." in await helped(pilot, app)
        answer.set()


async def test_a_question_mark_asks_for_help_where_no_field_takes_it() -> None:
    app = connect_screen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.focused is not None)
        app.step.form.field("serial_number").input.focus()
        await type_in(pilot, "?")
        await wait_until(pilot, lambda: "?" in app.step.form.field("serial_number").input.value)
        app.step.query_one("#back").focus()
        await helped(pilot, app, "question_mark")
        await pilot.press("question_mark")
        await wait_until(pilot, lambda: app.screen is app.step)
