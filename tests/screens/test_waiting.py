"""A wait for a cloud: shown soon, and never over what's said meanwhile."""

from __future__ import annotations

import pytest

from screens.cloud_wait import SHOW_WAIT_AFTER
from screens.look.states import Tone
from screens.start import StartScreen
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until

pytestmark = pytest.mark.anyio


async def test_a_wait_is_shown_and_taken_away() -> None:
    app = OneScreen(lambda: StartScreen(look()))
    async with app.run_test(size=(80, 24)) as pilot:
        app.step.notice.say(Tone.ERROR, "As it was before")
        async with app.step.busy("Asking ..."):
            await wait_until(pilot, lambda: "Asking ..." in shown(app))
        await wait_until(pilot, lambda: "Asking ..." not in shown(app))


async def test_what_is_said_meanwhile_stays() -> None:
    """Escape says that the wait was stopped, a moment before the wait itself comes to know of it."""
    app = OneScreen(lambda: StartScreen(look()))
    async with app.run_test(size=(80, 24)) as pilot:
        async with app.step.busy("Asking ..."):
            app.step.notice.say(Tone.INFO, "Stopped.")
            await pilot.pause(SHOW_WAIT_AFTER * 2)  # when it would have been shown
        await wait_until(pilot, lambda: "Stopped." in shown(app))
        assert "Asking ..." not in shown(app)
