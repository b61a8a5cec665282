"""Options on one line: arrows go round, letters jump, and what's shown is what's taken."""

from __future__ import annotations

import pytest

from screens.look.glyphs import ASCII
from screens.widgets.choices import ChoiceField
from tests.support.screens.one_screen import OneScreen, shown, wait_until
from tests.support.sessions.before_each_step import bank_account, charge_site, session

pytestmark = pytest.mark.anyio


def country(app: OneScreen) -> ChoiceField:
    return app.step.form.choice("country")


KEYS = [
    (["right"], "NO"),
    (["right", "right", "left"], "NO"),
    (["left"], "SK"),
    (["left", "right"], "SE"),
    (["end"], "SK"),
    (["end", "home"], "SE"),
    (["n"], "NO"),
    (["n", "o", "r"], "NO"),
    (["N", "E"], "NL"),
    (["a"], "AX"),
    (["x"], "SE"),
]


async def test_keys_change_the_answer() -> None:
    app = charge_site()
    async with app.run_test() as pilot:
        line = country(app).choices
        line.focus()
        for keys, code in KEYS:
            line.highlighted = 0  # Sweden
            line._last_letter = -10.0  # type: ignore[union-attr]  # long ago
            await pilot.press(*keys)
            await wait_until(pilot, lambda: country(app).value == code)  # noqa: B023 - asked before the next round


async def test_the_same_letter_later_goes_to_the_next_one() -> None:
    app = charge_site()
    async with app.run_test() as pilot:
        line = country(app).choices
        line.focus()
        await pilot.press("n")
        await wait_until(pilot, lambda: country(app).value == "NO")
        line._last_letter = -10.0  # type: ignore[union-attr]  # long ago
        await pilot.press("n")
        await wait_until(pilot, lambda: country(app).value == "NL")


async def test_the_answer_stands_between_arrows_and_what_follows_beside_it() -> None:
    app = charge_site()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "◂ Sweden ▸  Norway  Denmark  Finland" in shown(app))
        country(app).choices.focus()
        await pilot.press("right")
        await wait_until(pilot, lambda: "◂ Norway ▸  Denmark" in shown(app))
        assert "Sweden" not in shown(app), "no room for what comes before it"


async def test_options_that_all_fit_keep_their_places() -> None:
    app = bank_account(session(country="NO"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "IBAN  Swedish  ◂ Norwegian ▸  Danish" in shown(app))


async def test_it_can_be_read_without_unicode() -> None:
    app = charge_site(how={"glyphs": ASCII})
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "< Sweden >" in shown(app))
