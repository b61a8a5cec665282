"""Scans and pastes: they land in their field and never run through the wizard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.events import Key, Paste

from screens.sign_in import SignInScreen
from services.fake import ACCOUNT
from services.session import Step
from tests.app.shell import SIZE, Shell, at_step, field, sign_in, with_plain_steps
from tests.screens.harness import until

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio

OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def burst(app: Shell, text: str) -> None:
    """As a scanner types, or a terminal delivers a paste without brackets: all at once."""
    for char in text:
        key = {"\r": "enter", "\t": "tab"}.get(char, char)
        app.post_message(Key(key, char))


async def test_a_scan_into_a_button_presses_nothing() -> None:
    app = Shell()
    async with app.run_test(size=SIZE) as pilot:
        assert app.focused is not None
        assert app.focused.id == "begin"
        burst(app, "ZAP900001\r")
        await pilot.pause()
        await pilot.pause(0.15)
        assert app.at_start
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, SignInScreen))


async def test_a_scan_into_a_field_moves_on_once_and_never_through_the_wizard() -> None:
    app = Shell()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        burst(app, "ZAP900001\r\r\r\r\r\r")
        await until(pilot, lambda: field(app) == "ZAP900001")
        await pilot.pause(0.15)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.focused is not None
        assert app.focused.id == "input-secret", "one line end, one field on"


async def test_a_pasted_page_ends_up_in_one_field() -> None:
    app = Shell()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        app.post_message(Paste("\r\n  ZAP900001\t\r\nsecond line\r\n"))
        await until(pilot, lambda: field(app) == "ZAP900001")
        await at_step(app, pilot, Step.BOX_TYPE)
