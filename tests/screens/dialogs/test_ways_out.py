"""Each way out of a dialog has its key, Alt with its digit, and a button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog
from screens.dialogs.tell import TellDialog
from screens.widgets.action_button import ActionButton
from tests.support.screens.one_screen import OneScreen, look, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

pytestmark = pytest.mark.anyio

DIALOGS: dict[str, tuple[Callable[[], Screen[Any]], list[str]]] = {
    "a question": (lambda: ConfirmDialog(look(), "Quit?", "Nothing is lost.", yes="Quit", no="Stay"), ["f9"]),
    "one thing told": (lambda: TellDialog(look(), "Read this", "It's so.", close="Close"), ["f9"]),
    "help": (lambda: HelpDialog(look(), "Serial number", "On the label."), ["f1", "f9"]),
}


@pytest.mark.parametrize("name", DIALOGS)
async def test_each_way_out_is_a_key_a_digit_with_alt_and_a_button(name: str, keyboards: None) -> None:
    del keyboards
    make, keys = DIALOGS[name]
    pressed = [*keys, *(f"alt+{key[1:]}" for key in keys), "escape", "enter"]
    for key in pressed:
        app = OneScreen(make)
        async with app.run_test(size=(80, 24)) as pilot:
            dialog = app.screen
            bound = {
                one.key for one in (active.binding for active in dialog.active_bindings.values()) if one.key[0] == "f"
            }
            assert {one for one in bound if one[1:].isdigit()} - {"f3"} == set(keys), "each of them is tried here"
            assert any(button.action == "away" for button in dialog.query(ActionButton))
            await pilot.press(key)
            await wait_until(pilot, lambda app=app, dialog=dialog: app.screen is not dialog)  # type: ignore[misc]  # mypy and default arguments
