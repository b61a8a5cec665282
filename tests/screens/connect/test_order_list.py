"""Look before you leap: what will be connected stands in one place, and each part leads to its step."""

from __future__ import annotations

import pytest

from screens.connect.order_list import OrderList
from screens.messages import GoTo
from services.activation.bank_account import SKIPPED
from services.activation.steps import Step
from tests.support.screens.connect_screen import SIZE, step_of
from tests.support.screens.one_screen import shown, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

pytestmark = pytest.mark.anyio
LARGE = (120, 40)


@pytest.mark.parametrize("size", [SIZE, LARGE])
async def test_all_that_is_connected_stands_together(size: tuple[int, int]) -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        flat = " ".join(shown(app).split())
        for part in ("for Kim Larsson", "Garage, Zaptec Go", "Testgatan 10, 111 22 Stockholm", "2.50 SEK per kWh"):
            assert part in flat
        assert "•••• 3456" in flat, "the account's number is masked"


async def test_a_missing_bank_account_is_doubtful_and_says_so() -> None:
    session = ready_to_connect(typed={})
    assert session.account is not None
    app = connect_screen(session=session.model_copy(update={"bank_account": SKIPPED}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "! Bank account: Not connected" in shown(app)


@pytest.mark.parametrize(
    ("ups", "step"), [(0, Step.BANK_ACCOUNT), (1, Step.CHARGE_SITE), (2, Step.CHARGE_SITE), (3, Step.BOX_TYPE)]
)
async def test_each_part_leads_to_its_step(ups: int, step: Step) -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.focused is not None)
        await pilot.press("up")
        await wait_until(pilot, lambda: isinstance(app.focused, OrderList))
        await pilot.press(*["up"] * ups, "enter")
        await wait_until(pilot, lambda: app.heard(GoTo))
        assert app.heard(GoTo)[0].target is step
        assert not step_of(app).waiting
