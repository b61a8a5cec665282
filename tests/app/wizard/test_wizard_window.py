"""The wizard in its window: dark and light everywhere, and any size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.look.palette import DARK, LIGHT
from screens.start import StartScreen
from screens.too_small import TooSmallScreen
from services.activation.steps import Step
from services.fake import ACCOUNT
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.screens.plain_wizard import SIZE, PlainWizard, at_step, begin, field, sign_in, with_plain_steps

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio

OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


async def test_f3_changes_between_dark_and_light_everywhere() -> None:
    app = PlainWizard(light=True)
    async with app.run_test(size=SIZE) as pilot:
        assert app.theme == LIGHT
        await pilot.press("f3")
        assert app.theme == DARK
        await sign_in(app, pilot)
        await pilot.press("f3")
        assert app.theme == LIGHT
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("f3")
        assert app.theme == DARK


async def test_a_window_that_is_too_small_says_so_and_loses_nothing() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await type_in(pilot, "Garage")
        await pilot.resize_terminal(50, 15)
        await wait_until(pilot, lambda: "50 × 15" in shown(app))
        assert "60 × 20" in shown(app)
        await pilot.resize_terminal(40, 10)
        await wait_until(pilot, lambda: "40 × 10" in shown(app))
        await pilot.press("f10", "f9", "x")
        await pilot.resize_terminal(60, 20)
        await wait_until(pilot, lambda: not isinstance(app.screen, TooSmallScreen))
        await at_step(app, pilot, Step.BOX_TYPE)
        assert field(app) == "Garage"


async def test_a_window_that_is_too_small_from_the_start() -> None:
    app = PlainWizard()
    async with app.run_test(size=(40, 10)) as pilot:
        await wait_until(pilot, lambda: "40 × 10" in shown(app))
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: app.at_start)


async def test_too_small_stays_on_top_when_the_screen_below_changes() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        await pilot.resize_terminal(50, 15)
        await wait_until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        app.northe.approved.add("link-1")  # the customer approves while the window is small
        await wait_until(pilot, lambda: app.session is not None and app.session.account is not None, seconds=10)
        await wait_until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.resize_terminal(80, 24)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert len(app.screen_stack) == 2


async def test_a_dialog_over_too_small_leaves_nothing_behind() -> None:
    app = PlainWizard()
    async with app.run_test(size=(50, 15)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.resize_terminal(80, 24)
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.at_start)


async def test_too_small_over_a_dialog_gives_the_dialog_back() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.resize_terminal(50, 15)
        await wait_until(pilot, lambda: isinstance(app.screen, TooSmallScreen))
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("escape")
        await wait_until(pilot, lambda: isinstance(app.screen, StartScreen))
