"""Quitting asks first, and signs out before it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.activation.steps import Step
from services.contracts import Cause
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.screens.plain_wizard import (
    SIZE,
    PlainStep,
    PlainWizard,
    at_step,
    begin,
    dialog,
    ended,
    oneline,
    sign_in,
    with_plain_steps,
)

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


async def test_quit_asks_first_and_staying_is_the_easy_answer() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        assert "Kim Larsson will be signed out" in oneline(app)
        await pilot.press("enter")
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.northe.signed_in
        assert app.session is not None


async def test_escape_and_f9_stay_too() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        for key in ("escape", "f9"):
            await pilot.press("ctrl+q")
            await dialog(app, pilot, "Quit?")
            await pilot.press(key)
            await at_step(app, pilot, Step.BOX_TYPE)
        assert app.northe.called("sign_out") == 0


async def test_quitting_signs_out_at_the_cloud_and_ends_with_0() -> None:
    app = PlainWizard()
    gate = app.northe.hold("sign_out")
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.northe.called("sign_out"))
        await pilot.press("ctrl+q")
        assert "Quit?" not in shown(app), "it's on its way already"
        gate.set()
        await ended(app, pilot)
    assert app.northe.called("sign_out") == 1
    assert not app.northe.signed_in
    assert app.return_code == 0


async def test_quitting_from_start_asks_for_nobody() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        assert "Nobody is signed in" in shown(app)
        await pilot.press("right", "enter")
        await ended(app, pilot)
    assert app.northe.called("sign_out") == 0
    assert app.return_code == 0


async def test_quitting_while_the_customer_has_just_approved_signs_out_too() -> None:
    """Signed in at the cloud, but the account isn't read yet: the wizard knows no name."""
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        app.northe.signed_in = True
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        assert "Nobody is signed in" not in shown(app)
        await pilot.press("tab", "enter")
        await ended(app, pilot)
    assert app.northe.called("sign_out") == 1


async def test_ctrl_q_twice_asks_once() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("ctrl+q", "ctrl+q")
        await pilot.press("escape")
        await at_step(app, pilot, Step.BOX_TYPE)
        assert len(app.screen_stack) == 2


@pytest.mark.parametrize("field", ["answer", "secret"])
async def test_ctrl_c_asks_as_well_and_copies_nothing(monkeypatch: pytest.MonkeyPatch, field: str) -> None:
    """Textual would copy what's selected, and a secret is selected as soon as one comes to it."""
    copied: list[str] = []
    app = PlainWizard()
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        line = app.wizard_screen.form.field(field).input
        line.focus()
        await type_in(pilot, "hush")
        line.select_all()
        await pilot.press("ctrl+x", "super+c", "ctrl+c")
        await dialog(app, pilot, "Quit?")
        await pilot.press("escape")
        await at_step(app, pilot, Step.BOX_TYPE)
        assert line.value == "hush"
    assert copied == []


async def test_ctrl_q_over_help_asks_and_leads_back_to_it() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f1", "ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("escape", "escape")
        await wait_until(pilot, lambda: app.at_start)


async def test_ctrl_q_works_while_a_call_hangs() -> None:
    app = PlainWizard()
    gate = app.northe.hold("start_link")
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        await wait_until(pilot, lambda: app.northe.called("start_link"))
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("tab", "enter")
        await ended(app, pilot)
    gate.set()
    assert app.return_code == 0


async def test_an_answer_that_comes_while_quitting_takes_no_question_away() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("tab", "enter")
        await dialog(app, pilot, "Not signed out yet")
        step = app.wizard_screen
        assert isinstance(step, PlainStep)
        step.action_complete()  # as when Northe's answer to Next comes only now
        await pilot.pause()
        await dialog(app, pilot, "Not signed out yet")
        await pilot.press("enter")
        await ended(app, pilot)
    assert not app.northe.signed_in
