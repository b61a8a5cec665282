"""Every question of a step has its field on the step's screen, and no field asks what isn't a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step
from tests.support.screens.one_screen import OneScreen, wait_until
from tests.support.sessions.before_connect import connect_screen
from tests.support.sessions.before_each_step import bank_account, box_type, charge_site

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio

SCREENS: dict[Step, Callable[[], OneScreen]] = {
    Step.BOX_TYPE: box_type,
    Step.CHARGE_SITE: charge_site,
    Step.BANK_ACCOUNT: bank_account,
    Step.CONNECT: connect_screen,
}


def test_each_step_is_looked_at() -> None:
    assert [step for step in STEPS if step not in SCREENS] == []


@pytest.mark.parametrize("step", STEPS)
async def test_what_is_asked_has_a_field_that_shows(step: Step) -> None:
    app = SCREENS[step]()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: len(app.screen_stack) > 1 and app.step.form.fields())
        assert app.session is not None
        asked = [one.name for one in record_of(step).questions(app.session, app.step.form.typed())]
        shows = [field.field_name for field in app.step.form.fields()]
        alone = {"site"} - set(shows)  # a list with nothing but "a new address" isn't shown
        assert sorted(shows) == sorted(set(asked) - alone)
