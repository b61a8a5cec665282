"""Northe says no to three well-formed fields: one message, nothing cleared, and waits that grow."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from screens.messages import LeftSignIn, SignedIn
from services.contracts import Cause, LinkStatus
from tests.support.screens.one_screen import wait_until
from tests.support.screens.sign_in_screen import KEY, MEMBER, SIZE, OneSignInScreen, asked, filled, go, kept

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

REJECTED = "Northe does not know this combination"

# ---------------------------------------------------------------------------------------------- refused by Northe


async def test_a_wrong_combination_is_one_message_and_clears_nothing() -> None:
    app = OneSignInScreen()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says(REJECTED))
        assert app.text.count("✗") == 1
        assert kept(app) == ["kim@example.com", MEMBER, KEY]
        assert app.focused is app.sign_in.form.field("email").input
        assert go(app) == ("Sign in", True)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SignedIn))


async def test_a_refusal_that_names_a_field_stands_at_it_with_the_cursor_there() -> None:
    app = OneSignInScreen()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED, field="partner_key")
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.sign_in.form.field("partner_key").refused)
        assert app.focused is app.sign_in.form.field("partner_key").input
        assert kept(app) == ["kim@example.com", MEMBER, KEY]


def answered(app: OneSignInScreen, tries: int) -> bool:
    return len(asked(app)) == tries and not app.sign_in.waiting


async def refused(pilot: Pilot[Any], wait: str) -> None:
    """Once more, and then the button says how long to wait."""
    app = pilot.app
    assert isinstance(app, OneSignInScreen)
    await pilot.press("f10")
    await wait_until(pilot, lambda: go(app) == (wait, False))


async def test_the_third_refusal_costs_two_seconds_and_each_further_one_twice_as_much() -> None:
    app = OneSignInScreen()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for number in (1, 2):
            await pilot.press("f10")
            await wait_until(pilot, partial(answered, app, number))
            assert go(app) == ("Sign in", True)
        await refused(pilot, "Wait 0:02")
        await pilot.press("f10", "f10")
        await asyncio.sleep(0.05)
        assert len(asked(app)) == 3
        app.clock.advance(1)
        await wait_until(pilot, lambda: go(app) == ("Wait 0:01", False))
        app.clock.advance(1)
        await wait_until(pilot, lambda: go(app) == ("Sign in", True))
        await refused(pilot, "Wait 0:04")
        app.clock.advance(4)
        await wait_until(pilot, lambda: go(app) == ("Sign in", True))
        await refused(pilot, "Wait 0:08")


async def test_a_wait_that_northe_asks_for_is_counted_down() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for cause in (Cause.THROTTLED, Cause.SIGN_IN_REJECTED, Cause.NORTHE_DOWN):
            app.northe.refuse("sign_in", cause, retry_after=90.0)
            await refused(pilot, "Wait 1:30")
            app.clock.advance(31)
            await wait_until(pilot, lambda: go(app) == ("Wait 0:59", False))
            app.clock.advance(59)
            await wait_until(pilot, lambda: go(app) == ("Sign in", True))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SignedIn))


async def test_throttled_without_a_time_waits_nevertheless() -> None:
    app = OneSignInScreen()
    app.northe.refuse("sign_in", Cause.THROTTLED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await refused(pilot, "Wait 0:30")
        assert app.says("Too many tries")


async def test_other_causes_are_told_in_their_own_words_and_tried_again() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for cause, words in (
            (Cause.NETWORK_DOWN, "No connection to the cloud"),
            (Cause.NORTHE_DOWN, "Northe is not answering"),
        ):
            app.northe.refuse("sign_in", cause)
            await pilot.press("f10")
            await wait_until(pilot, partial(app.says, words))
            assert kept(app) == ["kim@example.com", MEMBER, KEY]
            assert app.focused is app.sign_in.go
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(SignedIn))


async def test_signed_in_but_unread_is_signed_out_on_the_way_back() -> None:
    app = OneSignInScreen()
    app.northe.refuse("account", Cause.NORTHE_DOWN)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says("Northe is not answering"))
        assert app.northe.called("sign_out") == 0
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in


async def test_an_approval_while_signing_in_does_not_open_a_second_session() -> None:
    app = OneSignInScreen()
    link, door = app.northe.hold("poll_link"), app.northe.hold("sign_in")
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polling == 1)
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.northe.called("sign_in") == 1 and not app.northe.polling)
        link.set()
        door.set()
        await wait_until(pilot, lambda: app.heard(SignedIn))
        assert app.northe.called("account") == 1
        assert len(app.heard(SignedIn)) == 1


async def test_after_a_refused_try_the_other_way_has_a_code_again() -> None:
    app = OneSignInScreen()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says(REJECTED))
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.code and app.says("Waiting for the customer"))
        polls = app.northe.polls
        await wait_until(pilot, lambda: app.northe.polls > polls + 1)
