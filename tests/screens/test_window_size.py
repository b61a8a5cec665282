"""Sizes that follow each other quickly: the screen is laid out for the last one, and comes to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen

from tests.support.screens.one_screen import shown, wait_until
from tests.support.screens.plain_wizard import PlainWizard

if TYPE_CHECKING:
    from screens.wizard_screen import WizardScreen

pytestmark = pytest.mark.anyio
USUAL, LARGE = Size(80, 24), Size(120, 40)


async def test_two_sizes_at_once_dont_call_each_other_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Size | None] = []
    layout = Screen._refresh_layout

    def counted(screen: WizardScreen, size: Size | None = None, **more: Any) -> None:
        laid_out.append(size)
        layout(screen, size, **more)

    app = PlainWizard()
    async with app.run_test(size=(80, 24)) as pilot:
        await wait_until(pilot, lambda: "Begin" in shown(app))
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        for size in (LARGE, USUAL):
            app.screen.post_message(Resize(size, size))
        await pilot.pause(0.3)
        assert len(laid_out) < 20, "each layout tells of its own size by another event"
        assert app.screen.size == USUAL
        await pilot.press("f1")
        await wait_until(pilot, lambda: len(app.screen_stack) > 1)
