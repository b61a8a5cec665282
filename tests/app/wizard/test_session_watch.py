"""The customer's session ends by itself: said at once, with nothing lost and the address there for the next sign-in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screens.done import DoneScreen
from screens.messages import SessionEnded
from screens.sign_in import SignInScreen
from services.activation import session_end
from services.activation.steps import Step
from services.contracts import Cause
from services.fake import ACCOUNT
from services.text.words import Message
from tests.support.screens.one_screen import shown, wait_until
from tests.support.screens.plain_wizard import (
    SIZE,
    PlainWizard,
    at_step,
    complete,
    oneline,
    sign_in,
    with_plain_steps,
)

pytestmark = pytest.mark.anyio

REASON = "Kim Larsson was signed out by Northe. Your answers are kept."


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)
    monkeypatch.setattr(session_end, "ASKED_AFTER", (0.0,))


class EndingNorthe:
    """Ends the session of a wizard's Northe on a word."""

    def __init__(self, app: PlainWizard) -> None:
        self._northe = app.northe
        app.northe.lasts = 0.05

    def end(self) -> None:
        self._northe.refuse("account", Cause.SESSION_EXPIRED, times=None)
        self._northe.lasts = 0.0


async def test_it_is_noticed_with_no_key_pressed_and_what_was_typed_stays() -> None:
    app = PlainWizard()
    ending = EndingNorthe(app)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot, until_step=Step.CHARGE_SITE)
        await pilot.press("G", "o")
        ending.end()
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await wait_until(pilot, lambda: REASON in oneline_beside_the_code(app))
        assert app.session is not None
        assert app.session.account is None
        assert app.session.typed_in(Step.CHARGE_SITE)["answer"] == "Go"
        app.northe.allow("account")
        app.northe.lasts = None
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.CHARGE_SITE)


def oneline_beside_the_code(app: PlainWizard) -> str:
    """The words at the right of the code."""
    return " ".join(" ".join(line[38:] for line in shown(app).splitlines()).split())


async def test_the_reason_comes_before_all_else_that_is_said() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        app.screen.post_message(SessionEnded(Message("shell.session_ended.text", {"name": "Kim Larsson"})))
        await wait_until(pilot, lambda: "Linked devices" in shown(app))
        words = oneline_beside_the_code(app)
        assert 0 <= words.find("Kim Larsson was signed out") < words.find("Linked devices")


async def test_the_same_customers_address_is_there_and_their_member_id_is_not() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot, replace(ACCOUNT, email="Kim@Example.com"))
        app.screen.post_message(SessionEnded(Message("shell.session_ended.text", {"name": "Kim Larsson"})))
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Sign in without the customer" in shown(app))
        assert "kim@example.com" in shown(app)
        screen = app.screen
        assert isinstance(screen, SignInScreen)
        assert screen.form.field("fleet_member_id").input.value == ""
        assert screen.focused is screen.form.field("fleet_member_id").input
        assert REASON in oneline(app)


async def test_told_twice_it_is_asked_once() -> None:
    """A step that asks Northe at this very moment hears of it, too."""
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        step = app.screen
        for _ in range(2):
            step.post_message(SessionEnded(Message("shell.session_ended.text", {"name": "Kim Larsson"})))
        await wait_until(pilot, lambda: "Linked devices" in shown(app))
        await wait_until(pilot, lambda: app.northe.called("start_link"))
        assert app.northe.called("start_link") == 1


async def test_past_the_last_step_nobody_has_to_sign_in_again() -> None:
    app = PlainWizard()
    ending = EndingNorthe(app)
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await complete(app, pilot)
        await wait_until(pilot, lambda: isinstance(app.screen, DoneScreen))
        before = app.northe.called("account")
        ending.end()
        await wait_until(pilot, lambda: app.northe.called("account") > before)
        await pilot.pause()
        assert isinstance(app.screen, DoneScreen)
