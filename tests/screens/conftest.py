"""What some tests of screens need beside the screen: keys as the wizard takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.events import Key, Paste

from app.wizard import escape_digits, keyboard
from tests.support.screens.one_screen import OneScreen

if TYPE_CHECKING:
    from textual.events import Event


@pytest.fixture
def keyboards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys go by way of the wizard's keyboard, which has to wait for a second digit no longer than it takes to look."""
    for module in (escape_digits, keyboard):
        monkeypatch.setattr(module, "NUMBER_WITHIN", 0.001)
    of_app: dict[OneScreen, keyboard.Keyboard] = {}

    async def on_event(app: OneScreen, event: Event) -> None:
        if app not in of_app:
            of_app[app] = keyboard.Keyboard(app, lambda one: App.on_event(app, one), bool, bool)  # type: ignore[arg-type]  # what an app returns
            of_app[app].type_ahead.is_up()
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            await of_app[app].take(event)
        else:
            await App.on_event(app, event)

    monkeypatch.setattr(OneScreen, "on_event", on_event, raising=False)
