"""Scans and pastes: they land in their field and never run through the wizard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Paste

from screens.dialogs.confirm import ConfirmDialog
from screens.sign_in import SignInScreen
from services.activation.steps import Step
from services.fake import ACCOUNT
from tests.support.screens.one_screen import wait_until
from tests.support.screens.plain_wizard import SIZE, PlainStep, PlainWizard, at_step, field, sign_in, with_plain_steps

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio

OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def burst(app: PlainWizard, text: str) -> None:
    """As a scanner types, or a terminal delivers a paste without brackets: all at once."""
    for key in XTermParser().feed(text):
        app.post_message(key)


async def test_a_scan_into_a_button_presses_nothing() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        assert app.focused is not None
        assert app.focused.id == "begin"
        burst(app, "BOX900001\r")
        await pilot.pause()
        await pilot.pause(0.15)
        assert app.at_start
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))


@pytest.mark.parametrize("scan", ["1234\r", "1234\r\n", "1234\n", "1\r", "\x021234\x03\r", "BOX900001\r\n"])
async def test_a_few_scanned_characters_press_nothing_either(scan: str) -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        burst(app, scan)
        await pilot.pause(0.15)
        await pilot.pause()
        assert app.at_start


async def test_a_scan_presses_no_button_of_a_dialog() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f1")
        await wait_until(pilot, lambda: not app.at_start)
        for scan in ("1234\r", "BOX900001\r\n", "\x02BOX900001\x03\r"):
            burst(app, scan)
            await pilot.pause(0.15)
            assert not app.at_start, repr(scan)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.at_start)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t", "\x03\r", "\x03\n", "\x08\x15\x17\r"])
@pytest.mark.parametrize("begin", ["", "\x02", "\x11", "\x01", "\x03\x1a"])
async def test_every_way_to_frame_a_scan_ends_in_the_same_field(begin: str, end: str) -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        burst(app, f"{begin}BOX900001{end}")
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "input-secret")
        await pilot.pause(0.15)
        assert field(app) == "BOX900001"
        assert isinstance(app.screen, PlainStep), "no question whether to quit"
        assert app.focused is not None
        assert app.focused.id == "input-secret", "one line end, one field on"


async def test_ctrl_q_by_itself_asks_at_once() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        await pilot.press("a")
        await pilot.pause(0.05)
        burst(app, "\x11")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))


async def test_a_scan_into_a_field_moves_on_once_and_never_through_the_wizard() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        burst(app, "BOX900001\r\r\r\r\r\r")
        await wait_until(pilot, lambda: field(app) == "BOX900001")
        await pilot.pause(0.15)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.focused is not None
        assert app.focused.id == "input-secret", "one line end, one field on"


async def test_a_pasted_page_ends_up_in_one_field() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        app.post_message(Paste("\r\n  BOX900001\t\r\nsecond line\r\n"))
        await wait_until(pilot, lambda: field(app) == "BOX900001")
        await at_step(app, pilot, Step.BOX_TYPE)
