"""Sizes that follow each other quickly: the screen is laid out for the last one, and comes to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Resize
from textual.geometry import Size
from textual.screen import Screen

from tests.support.screens.plain_wizard import PlainWizard, begin

if TYPE_CHECKING:
    from screens.wizard_screen import WizardScreen

pytestmark = pytest.mark.anyio
MOST = 30
"""Layouts; without end it would be thousands."""
USUAL, LARGE = Size(80, 24), Size(120, 40)


async def test_two_sizes_at_once_dont_call_each_other_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[Size | None] = []
    layout = Screen._refresh_layout

    def counted(screen: WizardScreen, size: Size | None = None, **more: Any) -> None:
        laid_out.append(size)
        if len(laid_out) > MOST:
            raise RecursionError("each layout tells of its own size by another event")
        layout(screen, size, **more)

    app = PlainWizard()
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(app, pilot)
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        for size in (LARGE, USUAL):
            for screen in app.screen_stack:
                screen.post_message(Resize(size, size))
                screen.call_later(lambda: None)  # else the next one takes this one's place
        await pilot.pause(0.3)
        assert [screen.size for screen in app.screen_stack] == [USUAL, USUAL]
