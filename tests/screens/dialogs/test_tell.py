"""A text with one button; however long the text is, the button shows and every line can be read."""

from __future__ import annotations

import pytest

from screens.dialogs.help import HelpDialog
from screens.dialogs.tell import TellDialog
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until

pytestmark = pytest.mark.anyio

LONG = "\n".join(f"Line {number} of 40" for number in range(1, 41))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_long_text_scrolls_between_title_and_button(size: tuple[int, int]) -> None:
    app = OneScreen(lambda: TellDialog(look(), "Title", LONG, close="Close"))
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: "Line 1 of 40" in shown(app))
        assert "Title" in shown(app)
        assert "[ Close ]" in shown(app)
        for _ in range(8):
            await pilot.press("down")
        await wait_until(pilot, lambda: "Line 40 of 40" in shown(app))
        assert "[ Close ]" in shown(app)
        for _ in range(8):
            await pilot.press("up")
        await wait_until(pilot, lambda: "Line 1 of 40" in shown(app))


@pytest.mark.parametrize("key", ["enter", "escape", "f1", "f9"])
async def test_any_way_out_of_help_leads_back(key: str) -> None:
    app = OneScreen(lambda: HelpDialog(look(), "Title", "Text"))
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        await pilot.press(key)
        await wait_until(pilot, lambda: not isinstance(app.screen, HelpDialog))
