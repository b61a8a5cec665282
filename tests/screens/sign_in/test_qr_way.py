"""The QR way: what the installer sees while the customer scans, approves, refuses or does nothing."""

from __future__ import annotations

import asyncio

import pytest

from screens.dialogs.help import HelpDialog
from services.contracts import Cause, LinkStatus, Reason, ServiceError
from tests.support.screens.one_screen import wait_until
from tests.support.screens.sign_in_screen import FIRST, SECOND, SIZE, OneSignInScreen, QuickNorthe, signed_in

pytestmark = pytest.mark.anyio


# ---------------------------------------------------------------------------------------------- the customer answers


async def test_a_code_comes_by_itself_with_what_to_do() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code == FIRST)
        assert "nobody signed in" in app.text
        for words in (
            "Settings > Linked devices",
            "Waiting for the customer",
            "good for 2:00",
            "F4: e-mail and partner key",
        ):
            assert app.says(words)
        await wait_until(pilot, lambda: app.northe.polls > 3)
        assert app.northe.codes == 1
        assert not app.said
        assert app.focused is None


async def test_approval_opens_the_account() -> None:
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.PENDING, LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: signed_in(app))
        polls = app.northe.polls
        await asyncio.sleep(0.05)
        assert app.northe.polls == polls == 3


async def test_approved_is_said_while_the_account_is_read() -> None:
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    gate = app.northe.hold("account")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("✓ Approved by the customer"))
        await wait_until(pilot, lambda: app.says("Reading the account"))
        assert not app.said
        gate.set()
        await wait_until(pilot, lambda: signed_in(app))


@pytest.mark.parametrize("key", ["enter", "f10"])
async def test_a_refusal_is_told_and_a_new_code_comes_on_a_key_only(key: str) -> None:
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.REFUSED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("The customer said no on their phone"))
        assert app.code == ""
        await asyncio.sleep(0.1)
        assert app.northe.codes == 1
        await pilot.press(key)
        await wait_until(pilot, lambda: app.code == SECOND)
        assert not app.says("said no")
        assert app.says("Waiting for the customer")


async def test_the_sandboxs_key_approves_as_the_customer() -> None:
    app = OneSignInScreen(phone=True)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        assert app.says("Ctrl+P approves as the customer")
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: signed_in(app))


async def test_without_the_sandbox_there_is_no_such_key() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        assert "^P" not in app.text
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: app.northe.polls > 3)
        assert not app.said


# ---------------------------------------------------------------------------------------------- time


async def test_the_countdown_follows_the_clock_and_stands_still_with_it() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("good for 2:00"))
        await asyncio.sleep(0.1)
        assert app.says("good for 2:00")
        app.clock.advance(13)
        await wait_until(pilot, lambda: app.says("good for 1:50"))  # in steps, never less than there is
        app.clock.advance(90)
        await wait_until(pilot, lambda: app.says("good for 0:17"))  # and in the end by each second


async def test_a_code_that_the_cloud_calls_expired_is_renewed() -> None:
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.EXPIRED)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code == SECOND)
        assert app.says("A new code. Waiting for the customer")
        assert app.says("good for 2:00")


async def test_a_code_that_runs_out_here_is_renewed() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code == FIRST)
        app.clock.advance(121)
        await wait_until(pilot, lambda: app.code == SECOND)
        assert app.says("good for 2:00")


async def test_an_approval_in_the_last_moment_counts() -> None:
    app = OneSignInScreen()
    app.northe.hold("poll_link")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polling == 1)
        app.clock.advance(121)
        app.northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.APPROVED)
        app.northe.hold("poll_link").set()
        await wait_until(pilot, lambda: signed_in(app))
        assert app.northe.codes == 1


# ---------------------------------------------------------------------------------------------- words


async def test_why_it_is_asked_again_stands_beside_the_code() -> None:
    reason = "Kim Larsson was signed out by Northe. Your answers are kept. Sign in again to go on."
    app = OneSignInScreen(reason=reason)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        assert app.says(reason)


async def test_help_has_the_link_for_a_phone_without_a_camera() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        assert FIRST in app.text


async def test_a_phone_that_cannot_approve_says_why() -> None:
    app = OneSignInScreen(phone=True)
    phone = app.services.phone
    assert phone is not None
    phone.answer("approve", ServiceError(Cause.NORTHE_DOWN))  # type: ignore[attr-defined]  # the fake's script
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("ctrl+p")
        await wait_until(pilot, lambda: app.says("Northe is not answering"))
        assert app.code


async def test_a_slow_first_code_is_waited_for_in_words() -> None:
    northe = QuickNorthe()
    gate = northe.hold("start_link")
    app = OneSignInScreen(northe)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("Getting a code"))
        gate.set()
        await wait_until(pilot, lambda: app.code and not app.says("Getting a code"))


async def test_why_it_is_asked_again_is_still_said_at_the_fields() -> None:
    app = OneSignInScreen(reason="Signed out by Northe.")
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer)
        assert app.says("Signed out by Northe.")


async def test_what_ended_the_code_meanwhile_is_told_when_one_comes_back_to_it() -> None:
    app = OneSignInScreen()
    gate = app.northe.hold("poll_link")
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, Reason.TLS)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer)
        gate.set()
        await wait_until(pilot, lambda: not app.northe.polling)
        assert not app.says("certificate")
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.says("its certificate does not hold"))
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.code == SECOND)
