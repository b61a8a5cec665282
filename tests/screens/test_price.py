"""The price in the step Charge site: what was understood is seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.support.screens.one_screen import shown, wait_until
from tests.support.sessions.before_each_step import STORGATAN, charge_site

if TYPE_CHECKING:
    from tests.support.screens.one_screen import OneScreen

pytestmark = pytest.mark.anyio


def price_is(app: OneScreen, text: str) -> bool:
    return app.step.form.field("price").input.value == text


async def test_a_price_with_a_sign_is_shown_as_it_was_read_or_refused_by_the_signs_name() -> None:
    app = charge_site(STORGATAN)
    async with app.run_test(size=(80, 24)) as pilot:
        price = app.step.form.field("price").input
        for typed, read in (("250 öre", "2.50"), ("kr. 2,-", "2.00"), ("2,25", "2,25")):
            price.focus()
            price.value = typed
            await pilot.press("tab")
            await wait_until(pilot, partial(price_is, app, read))
        price.focus()
        price.value = "2,50€"
        await pilot.press("tab")
        await wait_until(pilot, lambda: "✗ Type the price in SEK, not in €." in shown(app))
        assert price.value == "2,50€"
