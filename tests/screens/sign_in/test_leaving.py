"""Ways out of signing in: back, the other way, Escape; whoever is half in by then is signed out."""

from __future__ import annotations

import asyncio

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.messages import LeftSignIn
from services.contracts import Cause, LinkStatus
from tests.support.screens.one_screen import look, wait_until
from tests.support.screens.sign_in_screen import SECOND, SIZE, OneSignInScreen, signed_in

pytestmark = pytest.mark.anyio


# ---------------------------------------------------------------------------------------------- half open


async def unread(app: OneSignInScreen, cause: Cause = Cause.NORTHE_DOWN) -> None:
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    app.northe.refuse("account", cause)


async def test_an_account_that_cannot_be_read_is_read_again_on_enter() -> None:
    app = OneSignInScreen()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Northe is not answering"))
        assert app.says("Try again")
        assert app.says("northe-activate an account is open")
        assert app.code == ""
        await pilot.press("enter")
        await wait_until(pilot, lambda: signed_in(app))
        assert app.northe.called("sign_out") == 0


async def test_a_session_that_ended_before_it_was_read_starts_over() -> None:
    app = OneSignInScreen()
    await unread(app, Cause.SESSION_EXPIRED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("This sign-in is no longer valid"))
        assert not app.northe.signed_in
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.code == SECOND)


async def test_going_back_signs_out_whoever_was_half_in() -> None:
    app = OneSignInScreen()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Try again"))
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in


async def test_the_other_way_signs_out_whoever_was_half_in_and_back_there_is_a_new_code() -> None:
    app = OneSignInScreen()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Try again"))
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer)
        assert not app.northe.signed_in
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.code == SECOND)


async def test_a_sign_out_that_fails_is_the_installers_to_decide() -> None:
    app = OneSignInScreen()
    await unread(app)
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Try again"))
        await pilot.press("f9")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "still signed in" in app.text
        await pilot.press("enter")  # the safe answer: again
        await wait_until(pilot, lambda: app.northe.called("sign_out") == 2 and isinstance(app.screen, ConfirmDialog))
        assert not app.heard(LeftSignIn)
        await pilot.press("right", "enter")
        await wait_until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("forget") == 1


async def test_escape_stops_reading_the_account_and_it_can_be_read_again() -> None:
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    gate = app.northe.hold("account")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Reading the account"))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.says("Try again"))
        assert not app.said
        gate.set()
        await pilot.press("f10")
        await wait_until(pilot, lambda: signed_in(app))


async def test_escape_does_not_stop_the_watch() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polls > 1)
        await pilot.press("escape")
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await wait_until(pilot, lambda: signed_in(app))


# ---------------------------------------------------------------------------------------------- leaving


@pytest.mark.parametrize("key", ["f9", "tab+enter"])
async def test_back_leaves_once_and_stops_asking(key: str) -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polls > 1)
        await pilot.press(*key.split("+"))
        await wait_until(pilot, lambda: app.heard(LeftSignIn))
        polls = app.northe.polls
        await pilot.press("f9")
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls
        assert len(app.heard(LeftSignIn)) == 1
        assert app.northe.called("sign_out") == 0


async def test_told_to_stay_after_all_it_goes_on_with_a_new_code() -> None:
    """The wizard asks before it throws answers away, and this screen is still there below the question."""
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(LeftSignIn))
        await app.push_screen(ConfirmDialog(look(), "Forget it?", "All of it.", yes="Forget", no="Stay"))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is app.sign_in and app.code == SECOND)
        polls = app.northe.polls
        await wait_until(pilot, lambda: app.northe.polls > polls)
        await pilot.press("f9")
        await wait_until(pilot, lambda: len(app.heard(LeftSignIn)) == 2)
