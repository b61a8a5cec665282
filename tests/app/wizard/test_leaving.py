"""Every way out of a customer's account closes it at the cloud, or says that it couldn't."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from app.launch import CLOSE_WITHIN
from app.terminal.hangup_watch import GRACE
from screens.done import DoneScreen
from screens.messages import SessionEnded
from screens.sign_in import SignInScreen
from services.activation.activation import SIGN_OUT_WITHIN
from services.activation.steps import Step
from services.clouds.northe.client import GIVING_BACK_WITHIN
from services.contracts import Cause
from services.fake import Call
from services.text.words import Message
from tests.support.screens.one_screen import shown, wait_until
from tests.support.screens.plain_wizard import (
    SIZE,
    PlainWizard,
    at_sign_in,
    at_step,
    begin,
    complete,
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


# ---------------------------------------------------------------------------------------------- when it fails


async def test_a_sign_out_that_fails_is_the_installers_to_decide_and_trying_again_is_the_easy_answer() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=2)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await wait_until(pilot, lambda: isinstance(app.screen, DoneScreen))
        await pilot.press("f10")
        await dialog(app, pilot, "Not signed out yet")
        assert "Kim Larsson is still signed in at Northe" in oneline(app)
        assert isinstance(app.wizard_screen, DoneScreen)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.northe.called("sign_out") == 2)
        await dialog(app, pilot, "Not signed out yet")
        await pilot.press("enter")
        await wait_until(pilot, lambda: at_sign_in(app) and "Kim Larsson is signed out." in oneline(app))
        assert app.northe.called("sign_out") == 3
        (receipt,) = (line.strip() for line in shown(app).splitlines() if "receipts/" in line)
        assert re.search(r" receipts/[\w-]+\.txt$", receipt.rstrip()), "in one piece, beside the code"
        assert not app.northe.signed_in


async def test_leaving_anyway_says_that_the_account_may_still_be_open() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NORTHE_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await pilot.press("f10")
        await dialog(app, pilot, "Not signed out yet")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start)
        assert "may still be signed in" in oneline(app)
        assert "an account may be open" in shown(app).splitlines()[0]
        await begin(app, pilot)
        assert "nobody signed in" in shown(app).splitlines()[0], "it was the last customer's"
        app.northe.signed_in = True  # by a code that is approved this moment
        await wait_until(pilot, lambda: "an account is open" in shown(app).splitlines()[0])
        app.northe.signed_in = False
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.at_start and "nobody signed in" in shown(app).splitlines()[0])
        assert app.session is None
        assert not app.northe.signed_in, "the token is forgotten here at least"


async def test_quitting_with_a_sign_out_that_fails_asks_again_before_it_ends() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        await pilot.press("tab", "enter")
        await dialog(app, pilot, "Not signed out yet")
        await pilot.press("enter")
        await ended(app, pilot)
    assert not app.northe.signed_in
    assert app.northe.called("sign_out") == 2


async def test_ctrl_q_while_finishing_doesnt_stop_the_sign_out() -> None:
    app = PlainWizard()
    gate = app.northe.hold("sign_out")
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.northe.called("sign_out"))
        await pilot.press("ctrl+q")
        await dialog(app, pilot, "Quit?")
        gate.set()
        await wait_until(pilot, lambda: not app.northe.signed_in)
        await wait_until(pilot, lambda: at_sign_in(app))


async def test_escape_doesnt_stop_a_sign_out() -> None:
    app = PlainWizard()
    gate = app.northe.hold("sign_out")
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Signing Kim Larsson out" in shown(app))
        await pilot.press("escape", "f10", "enter")
        assert "Stopped" not in shown(app)
        gate.set()
        await wait_until(pilot, lambda: at_sign_in(app) and "Kim Larsson is signed out." in oneline(app))
        assert app.northe.called("sign_out") == 1


# ---------------------------------------------------------------------------------------------- going back


async def test_back_from_the_first_step_asks_before_it_signs_out() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await pilot.press("f9")
        await dialog(app, pilot, "Sign the customer out?")
        await pilot.press("enter")
        await at_step(app, pilot, Step.BOX_TYPE)
        await pilot.press("f9")
        await dialog(app, pilot, "Sign the customer out?")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start)
        assert not app.northe.signed_in
        assert app.session is None


async def test_back_from_signing_in_needs_no_question() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.at_start)
        assert app.session is None
        await begin(app, pilot)
        assert isinstance(app.screen, SignInScreen)


async def test_back_from_signing_in_again_asks_whether_the_answers_are_to_be_forgotten() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        app.northe.signed_in = False
        app.screen.post_message(SessionEnded(Message("shell.quit.signed_out"), Step.BOX_TYPE, {"answer": "Garage"}))
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        left = app.screen
        await pilot.press("f9")
        await dialog(app, pilot, "Forget what was typed?")
        await pilot.press("enter")
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        assert app.screen is not left, "with a code of its own, since the one before was given up"
        assert app.session is not None
        assert app.session.typed_in(Step.BOX_TYPE)["answer"] == "Garage"
        await pilot.press("f9")
        await dialog(app, pilot, "Forget what was typed?")
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: app.at_start)
        assert app.session is None


# ---------------------------------------------------------------------------------------------- the last word


async def test_the_last_word_signs_out_without_asking() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        app.exit(return_code=143)  # as the hang-up watch does
        await ended(app, pilot)
    assert app.northe.called("sign_out") == 0, "nobody has signed out so far"
    assert await app.leave_account()
    assert not app.northe.signed_in
    assert Call("forget") in app.zaptec.calls


async def test_the_last_word_tells_if_it_didnt_work() -> None:
    app = PlainWizard()
    app.northe.refuse("sign_out", Cause.NORTHE_DOWN)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
    assert not await app.leave_account()


async def test_the_last_word_doesnt_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.activation.activation.SIGN_OUT_WITHIN", 0.05)
    app = PlainWizard()
    app.northe.hold("sign_out")
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
    async with asyncio.timeout(2):
        assert not await app.leave_account()


def test_all_that_the_end_waits_for_fits_into_the_grace() -> None:
    """A session that was opened too late to be used is given back, too, before the process has to end."""
    assert GIVING_BACK_WITHIN < CLOSE_WITHIN
    assert SIGN_OUT_WITHIN + CLOSE_WITHIN < GRACE


async def test_with_nobody_signed_in_the_last_word_asks_nobody() -> None:
    app = PlainWizard()
    assert await app.leave_account(), "before there are any services"
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
    assert await app.leave_account()
    assert app.northe.called("sign_out") == 0
