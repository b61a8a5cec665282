"""What the tests of this step share: filling its form by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import SecretStr
from textual.events import Paste
from textual.widgets import Input

from tests.support.screens.one_screen import OneScreen, wait_until

if TYPE_CHECKING:
    from textual.pilot import Pilot

SIZE = (80, 24)


async def fill(pilot: Pilot[Any], *numbers: str) -> None:
    """From the first number, where the cursor is, to behind the last; pasted, since every typed key takes its time."""
    for number in numbers:
        await paste(pilot, number)
        await pilot.press("enter")


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Into the focused field."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.post_message(Paste(text))
    await wait_until(pilot, lambda: text in field.value)


async def focused_on(pilot: Pilot[Any], app: OneScreen, identifier: str) -> None:
    await wait_until(pilot, lambda: app.step.focused is not None and app.step.focused.id == identifier)


def clear(typed: Any) -> dict[str, str]:
    """What stands in the fields, with the secrets in clear."""
    return {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in typed.items()}
