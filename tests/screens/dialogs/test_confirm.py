"""A question: the safe answer is the easy one, and arrows reach the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.dialogs.confirm import ConfirmDialog
from tests.support.screens.one_screen import OneScreen, look, wait_until

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio


async def answered(*keys: str) -> bool | None:
    answers: list[bool | None] = []
    app = OneScreen(lambda: ConfirmDialog(look(), "Quit?", "All is lost.", yes="Quit", no="Stay"))

    async def ask(pilot: Pilot[Any]) -> None:
        dialog = app.screen
        assert isinstance(dialog, ConfirmDialog)
        app.pop_screen()
        app.push_screen(ConfirmDialog(look(), "Quit?", "All is lost.", yes="Quit", no="Stay"), answers.append)
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog) and app.screen is not dialog)

    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await pilot.press(*keys)
        await wait_until(pilot, lambda: answers)
    return answers[0]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], False),
        (["escape"], False),
        (["f9"], False),
        (["tab", "enter"], True),
        (["right", "enter"], True),
        (["down", "enter"], True),
        (["right", "left", "enter"], False),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
async def test_answers(keys: list[str], answer: bool) -> None:
    assert await answered(*keys) is answer
