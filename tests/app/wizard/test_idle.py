"""An account doesn't stay open on a laptop that nobody touches: a warning, then signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.wizard.idle_watch import LOOK_EVERY, LOOK_SELDOM, IdleLimit
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.idle import IdleDialog
from services.activation.steps import Step
from services.contracts import Cause
from tests.support.screens.one_screen import shown, wait_until
from tests.support.screens.plain_wizard import (
    IDLE_LIMIT,
    IDLE_WARNING,
    SIZE,
    PlainWizard,
    at_step,
    begin,
    dialog,
    ended,
    sign_in,
    with_plain_steps,
)  # fmt: skip

if TYPE_CHECKING:
    from textual.pilot import Pilot

QUIET = IDLE_LIMIT - IDLE_WARNING
"""Seconds without a key after which it asks."""


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def passes(app: PlainWizard, seconds: float) -> None:
    """Time passes; then the wizard looks, as it does once a second."""
    app.clock.advance(seconds)
    app.idle.check()


@pytest.mark.anyio
async def test_it_looks_when_it_has_to_and_no_sooner() -> None:
    """Each look wakes a processor up, on a host with a hundred wizards open."""
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        assert app.idle.next_check() is None, "it's told when somebody signs in"
        await sign_in(app, pilot)
        passes(app, 0.0)
        await pilot.press("a")
        assert app.idle.next_check() == LOOK_SELDOM
        app.clock.advance(QUIET - 4.0)
        assert app.idle.next_check() == 4.0, "right when it's to be asked"
        app.clock.advance(10.0)
        assert app.idle.next_check() == LOOK_EVERY, "the seconds are counted"


async def warned(app: PlainWizard, pilot: Pilot[Any]) -> None:
    await wait_until(pilot, lambda: isinstance(app.screen, IdleDialog))


def test_the_watch_counts_down_from_the_last_key() -> None:
    watch = IdleLimit(limit=600.0, warning=60.0)
    watch.touch(1000.0)
    assert watch.left(1000.0) == 600.0
    assert not watch.warns(1539.9)
    assert watch.warns(1540.0)
    assert watch.left(1599.0) == 1.0
    assert watch.left(5000.0) == 0.0
    watch.touch(1599.0)
    assert not watch.warns(1600.0)


@pytest.mark.anyio
async def test_it_asks_first_and_counts_down_and_any_key_stays() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        passes(app, QUIET - 1)
        await pilot.pause()
        assert not isinstance(app.screen, IdleDialog)
        passes(app, 1)
        await warned(app, pilot)
        assert "Kim Larsson will be signed out in 60 seconds." in shown(app)
        passes(app, 15)
        await wait_until(pilot, lambda: "in 45 seconds" in shown(app))
        await pilot.press("x")
        await at_step(app, pilot, Step.BOX_TYPE)
        passes(app, QUIET - 1)
        await pilot.pause()
        assert not isinstance(app.screen, IdleDialog), "the key began a new count"
        assert app.northe.signed_in
        passes(app, 1)
        await warned(app, pilot)


@pytest.mark.anyio
async def test_the_key_that_stays_does_nothing_else() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        for key in ("enter", "escape", "f9", "f10", "space"):
            passes(app, QUIET)
            await warned(app, pilot)
            await pilot.press(key)
            await at_step(app, pilot, Step.BOX_TYPE)
            await pilot.pause()
            assert len(app.screen_stack) == 2, key
            assert app.session is not None


@pytest.mark.anyio
async def test_at_the_limit_it_signs_out_and_says_so() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        passes(app, QUIET)
        await warned(app, pilot)
        passes(app, IDLE_WARNING)
        await wait_until(pilot, lambda: app.at_start)
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in
        assert app.session is None
        assert "no key was pressed for 10 minutes" in shown(app)
        assert len(app.screen_stack) == 1


@pytest.mark.anyio
async def test_a_laptop_that_slept_through_the_warning_signs_out_by_itself_within_a_second() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        app.clock.advance(8 * 3600)
        await wait_until(pilot, lambda: app.at_start)
        assert not app.northe.signed_in


@pytest.mark.anyio
async def test_a_sign_out_that_fails_at_the_limit_is_told() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        passes(app, IDLE_LIMIT)
        await wait_until(
            pilot, lambda: app.at_start and "could not be reached to sign out" in " ".join(shown(app).split())
        )
        assert app.session is None
        assert not app.northe.signed_in


@pytest.mark.anyio
async def test_a_slow_sign_out_at_the_limit_is_not_begun_anew_each_second() -> None:
    app = PlainWizard()
    gate = app.northe.hold("sign_out")
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        passes(app, IDLE_LIMIT)
        await wait_until(pilot, lambda: app.northe.called("sign_out") == 1)
        for _ in range(3):
            passes(app, 1)
            await pilot.pause()
        gate.set()
        await wait_until(pilot, lambda: app.at_start)
        assert app.northe.called("sign_out") == 1
        await begin(app, pilot)
        await sign_in(app, pilot)
        passes(app, IDLE_LIMIT)
        await wait_until(pilot, lambda: app.at_start and not app.northe.signed_in)


@pytest.mark.anyio
async def test_nobody_answers_whether_to_try_again_while_quitting() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("tab", "enter")
        await dialog(app, pilot, "Not signed out yet")
        passes(app, QUIET)
        await pilot.pause()
        assert not isinstance(app.screen, IdleDialog), "one question is enough"
        passes(app, IDLE_WARNING)
        await ended(app, pilot)
    assert app.return_code == 0
    app.northe.allow("sign_out")
    assert await app.leave_account(), "the last word signs out"


@pytest.mark.anyio
async def test_a_question_that_stands_when_the_limit_comes_goes_too() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        passes(app, IDLE_LIMIT)
        await wait_until(pilot, lambda: app.at_start)
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "Nobody is signed in" in shown(app)


@pytest.mark.anyio
async def test_the_warning_over_a_question_leads_back_to_it() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        passes(app, QUIET)
        await warned(app, pilot)
        await pilot.press("x")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("escape")
        await at_step(app, pilot, Step.BOX_TYPE)


@pytest.mark.anyio
async def test_nobody_signed_in_is_nobodys_idle_time() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        passes(app, 5 * IDLE_LIMIT)
        await pilot.pause()
        assert not isinstance(app.screen, IdleDialog)
        assert not app.at_start


@pytest.mark.anyio
async def test_the_time_before_signing_in_doesnt_count() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        passes(app, 5 * IDLE_LIMIT)  # the customer takes their time with the phone: no key is pressed
        await sign_in(app, pilot)
        passes(app, 1)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.northe.signed_in
        assert not isinstance(app.screen, IdleDialog)
