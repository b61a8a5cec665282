"""The line goes, Northe goes, Northe asks us to wait; and never two questions at once."""

from __future__ import annotations

import asyncio

import pytest

from services.contracts import Cause, LinkStatus, Reason
from tests.support.screens.one_screen import wait_until
from tests.support.screens.sign_in_screen import FIRST, SIZE, OneSignInScreen, signed_in

pytestmark = pytest.mark.anyio


# ---------------------------------------------------------------------------------------------- the line


async def test_line_down_says_so_keeps_the_code_and_recovers() -> None:
    app = OneSignInScreen()
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("No connection to Northe. The code stays good"))
        assert app.code == FIRST
        assert app.says("good for 2:00")
        app.northe.allow("poll_link")
        await wait_until(pilot, lambda: app.says("Waiting for the customer"))
        assert app.code == FIRST
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await wait_until(pilot, lambda: signed_in(app))


async def test_no_line_from_the_start_and_then_a_code() -> None:
    app = OneSignInScreen()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("No connection to Northe, so there is no code yet"))
        assert app.code == ""
        app.northe.allow("start_link")
        await wait_until(pilot, lambda: app.code)
        assert app.says("Waiting for the customer")


async def test_northe_down_is_told_apart_from_the_line() -> None:
    app = OneSignInScreen()
    app.northe.refuse("poll_link", Cause.NORTHE_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Northe does not answer just now"))


async def test_a_code_that_ran_out_without_a_line_goes_and_is_asked_about_before_the_next() -> None:
    """The customer may have approved while the line was down: their answer isn't thrown away."""
    app = OneSignInScreen()
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("The code stays good"))
        app.clock.advance(121)
        await wait_until(pilot, lambda: app.code == "")
        assert app.says("there is no code yet")
        app.northe.allow("poll_link")
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await wait_until(pilot, lambda: signed_in(app))
        assert app.northe.codes == 1


async def test_throttled_says_for_how_long() -> None:
    app = OneSignInScreen()
    app.northe.refuse("poll_link", Cause.THROTTLED, retry_after=17.0)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Northe asks us to wait 17 s. This goes on by itself."))
        assert app.code == FIRST
        await asyncio.sleep(0.1)
        assert app.northe.polls == 1


async def test_a_connection_that_is_not_safe_is_not_tried_again() -> None:
    app = OneSignInScreen()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, Reason.TLS)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Do not go on. Call your support desk"))
        await asyncio.sleep(0.1)
        assert app.northe.codes == 1
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.code)


# ---------------------------------------------------------------------------------------------- one at a time


async def test_there_are_never_two_questions_at_once_whatever_is_pressed() -> None:
    app = OneSignInScreen(phone=True)
    gate = app.northe.hold("poll_link")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4", "f4", "ctrl+p", "f4", "f4", "ctrl+p")
        await asyncio.sleep(0.05)
        assert app.northe.polls == 1
        gate.set()
        await wait_until(pilot, lambda: signed_in(app))
        assert app.northe.most_at_once == 1


async def test_the_watch_rests_while_the_fields_show() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polls > 2)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer and not app.northe.polling)
        polls = app.northe.polls
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.northe.polls > polls + 2)
        assert app.code == FIRST
        assert app.northe.codes == 1


async def test_an_approval_that_was_under_way_counts_while_the_fields_show() -> None:
    app = OneSignInScreen()
    gate = app.northe.hold("poll_link")
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer)
        gate.set()
        await wait_until(pilot, lambda: signed_in(app))


async def test_the_watch_ends_with_the_screen() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polls > 2)
        await app.pop_screen()
        polls = app.northe.polls
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls
