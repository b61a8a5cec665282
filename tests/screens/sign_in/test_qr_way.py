"""The QR way: what the installer sees while the customer scans, approves, refuses or does nothing."""

from __future__ import annotations

import asyncio

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog
from screens.messages import LeftSignIn, SignedIn
from services.contracts import Cause, LinkStatus, ServiceError
from services.fake import ACCOUNT, PAYLOAD
from tests.screens.harness import until
from tests.screens.sign_in.hosting import SIZE, QuickNorthe, SignInHost

pytestmark = pytest.mark.anyio

FIRST, SECOND = f"{PAYLOAD[:-1]}1", f"{PAYLOAD[:-1]}2"


def signed_in(app: SignInHost) -> bool:
    return [one.account for one in app.heard(SignedIn)] == [ACCOUNT]


# ---------------------------------------------------------------------------------------------- the customer answers


async def test_a_code_comes_by_itself_with_what_to_do() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code == FIRST)
        assert "nobody signed in" in app.text
        for words in (
            "Settings > Linked devices",
            "Waiting for the customer",
            "good for 2:00",
            "F4 signs in with e-mail",
        ):
            assert app.says(words)
        await until(pilot, lambda: app.northe.polls > 3)
        assert app.northe.codes == 1
        assert not app.said
        assert app.focused is None


async def test_approval_opens_the_account() -> None:
    app = SignInHost()
    app.northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.PENDING, LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: signed_in(app))
        polls = app.northe.polls
        await asyncio.sleep(0.05)
        assert app.northe.polls == polls == 3


async def test_approved_is_said_while_the_account_is_read() -> None:
    app = SignInHost()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    gate = app.northe.hold("account")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("✓ Approved by the customer"))
        await until(pilot, lambda: app.says("Reading the account"))
        assert not app.said
        gate.set()
        await until(pilot, lambda: signed_in(app))


@pytest.mark.parametrize("key", ["enter", "f10"])
async def test_a_refusal_is_told_and_a_new_code_comes_on_a_key_only(key: str) -> None:
    app = SignInHost()
    app.northe.answer("poll_link", LinkStatus.REFUSED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("The customer said no on their phone"))
        assert app.code == ""
        await asyncio.sleep(0.1)
        assert app.northe.codes == 1
        await pilot.press(key)
        await until(pilot, lambda: app.code == SECOND)
        assert not app.says("said no")
        assert app.says("Waiting for the customer")


async def test_the_sandboxs_key_approves_as_the_customer() -> None:
    app = SignInHost(phone=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        assert app.says("F8 approves as the customer")
        await pilot.press("f8")
        await until(pilot, lambda: signed_in(app))


async def test_without_the_sandbox_there_is_no_such_key() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        assert "F8" not in app.text
        await pilot.press("f8")
        await until(pilot, lambda: app.northe.polls > 3)
        assert not app.said


# ---------------------------------------------------------------------------------------------- time


async def test_the_countdown_follows_the_clock_and_stands_still_with_it() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("good for 2:00"))
        await asyncio.sleep(0.1)
        assert app.says("good for 2:00")
        app.clock.advance(13)
        await until(pilot, lambda: app.says("good for 1:47"))


async def test_a_code_that_the_cloud_calls_expired_is_renewed() -> None:
    app = SignInHost()
    app.northe.answer("poll_link", LinkStatus.EXPIRED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code == SECOND)
        assert app.says("A new code. Waiting for the customer")
        assert app.says("good for 2:00")


async def test_a_code_that_runs_out_here_is_renewed() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code == FIRST)
        app.clock.advance(121)
        await until(pilot, lambda: app.code == SECOND)
        assert app.says("good for 2:00")


async def test_an_approval_in_the_last_moment_counts() -> None:
    app = SignInHost()
    app.northe.hold("poll_link")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polling == 1)
        app.clock.advance(121)
        app.northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.APPROVED)
        app.northe.hold("poll_link").set()
        await until(pilot, lambda: signed_in(app))
        assert app.northe.codes == 1


# ---------------------------------------------------------------------------------------------- the line


async def test_line_down_says_so_keeps_the_code_and_recovers() -> None:
    app = SignInHost()
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("No way to Northe just now. The code stays good"))
        assert app.code == FIRST
        assert app.says("good for 2:00")
        app.northe.allow("poll_link")
        await until(pilot, lambda: app.says("Waiting for the customer"))
        assert app.code == FIRST
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await until(pilot, lambda: signed_in(app))


async def test_no_line_from_the_start_and_then_a_code() -> None:
    app = SignInHost()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("No way to Northe, so there is no code just now"))
        assert app.code == ""
        app.northe.allow("start_link")
        await until(pilot, lambda: app.code)
        assert app.says("Waiting for the customer")


async def test_northe_down_is_told_apart_from_the_line() -> None:
    app = SignInHost()
    app.northe.refuse("poll_link", Cause.NORTHE_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Northe does not answer just now"))


async def test_a_code_that_ran_out_without_a_line_goes_and_is_asked_about_before_the_next() -> None:
    """The customer may have approved while the line was down: their answer isn't thrown away."""
    app = SignInHost()
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("The code stays good"))
        app.clock.advance(121)
        await until(pilot, lambda: app.code == "")
        assert app.says("there is no code just now")
        app.northe.allow("poll_link")
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await until(pilot, lambda: signed_in(app))
        assert app.northe.codes == 1


async def test_throttled_says_for_how_long() -> None:
    app = SignInHost()
    app.northe.refuse("poll_link", Cause.THROTTLED, retry_after=17.0)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Northe asks for a break of 17 s. This goes on by itself."))
        assert app.code == FIRST
        await asyncio.sleep(0.1)
        assert app.northe.polls == 1


async def test_a_connection_that_is_not_safe_is_not_tried_again() -> None:
    app = SignInHost()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, "tls")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Do not go on. Tell whoever looks after the computer"))
        await asyncio.sleep(0.1)
        assert app.northe.codes == 1
        await pilot.press("enter")
        await until(pilot, lambda: app.code)


# ---------------------------------------------------------------------------------------------- one at a time


async def test_there_are_never_two_questions_at_once_whatever_is_pressed() -> None:
    app = SignInHost(phone=True)
    gate = app.northe.hold("poll_link")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4", "f4", "f8", "f4", "f4", "f8")
        await asyncio.sleep(0.05)
        assert app.northe.polls == 1
        gate.set()
        await until(pilot, lambda: signed_in(app))
        assert app.northe.most_at_once == 1


async def test_the_watch_rests_while_the_fields_show() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polls > 2)
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer and not app.northe.polling)
        polls = app.northe.polls
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls
        await pilot.press("f4")
        await until(pilot, lambda: app.northe.polls > polls + 2)
        assert app.code == FIRST
        assert app.northe.codes == 1


async def test_an_approval_that_was_under_way_counts_while_the_fields_show() -> None:
    app = SignInHost()
    gate = app.northe.hold("poll_link")
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer)
        gate.set()
        await until(pilot, lambda: signed_in(app))


async def test_the_watch_ends_with_the_screen() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polls > 2)
        await app.pop_screen()
        polls = app.northe.polls
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls


# ---------------------------------------------------------------------------------------------- half open


async def unread(app: SignInHost, cause: Cause = Cause.NORTHE_DOWN) -> None:
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    app.northe.refuse("account", cause)


async def test_an_account_that_cannot_be_read_is_read_again_on_enter() -> None:
    app = SignInHost()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Northe has trouble"))
        assert app.says("Try again")
        assert app.code == ""
        await pilot.press("enter")
        await until(pilot, lambda: signed_in(app))
        assert app.northe.called("sign_out") == 0


async def test_a_session_that_ended_before_it_was_read_starts_over() -> None:
    app = SignInHost()
    await unread(app, Cause.SESSION_EXPIRED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("This sign-in is no longer valid"))
        assert not app.northe.signed_in
        await pilot.press("enter")
        await until(pilot, lambda: app.code == SECOND)


async def test_going_back_signs_out_whoever_was_half_in() -> None:
    app = SignInHost()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Try again"))
        await pilot.press("f9")
        await until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in


async def test_the_other_way_signs_out_whoever_was_half_in_and_back_there_is_a_new_code() -> None:
    app = SignInHost()
    await unread(app)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Try again"))
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer)
        assert not app.northe.signed_in
        await pilot.press("f4")
        await until(pilot, lambda: app.code == SECOND)


async def test_a_sign_out_that_fails_is_the_installers_to_decide() -> None:
    app = SignInHost()
    await unread(app)
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Try again"))
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "still signed in" in app.text
        await pilot.press("enter")  # the safe answer: again
        await until(pilot, lambda: app.northe.called("sign_out") == 2 and isinstance(app.screen, ConfirmDialog))
        assert not app.heard(LeftSignIn)
        await pilot.press("right", "enter")
        await until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("forget") == 1


async def test_escape_stops_reading_the_account_and_it_can_be_read_again() -> None:
    app = SignInHost()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    gate = app.northe.hold("account")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Reading the account"))
        await pilot.press("escape")
        await until(pilot, lambda: app.says("Try again"))
        assert not app.said
        gate.set()
        await pilot.press("f10")
        await until(pilot, lambda: signed_in(app))


async def test_escape_does_not_stop_the_watch() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polls > 1)
        await pilot.press("escape")
        app.northe.answer("poll_link", LinkStatus.APPROVED)
        await until(pilot, lambda: signed_in(app))


# ---------------------------------------------------------------------------------------------- leaving, words


@pytest.mark.parametrize("key", ["f9", "tab+enter"])
async def test_back_leaves_once_and_stops_asking(key: str) -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polls > 1)
        await pilot.press(*key.split("+"))
        await until(pilot, lambda: app.heard(LeftSignIn))
        polls = app.northe.polls
        await pilot.press("f9")
        await asyncio.sleep(0.1)
        assert app.northe.polls == polls
        assert len(app.heard(LeftSignIn)) == 1
        assert app.northe.called("sign_out") == 0


async def test_why_it_is_asked_again_stands_beside_the_code() -> None:
    reason = "Kim Larsson was signed out by Northe. Your answers are kept. Sign in again to go on."
    app = SignInHost(reason=reason)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        assert app.says(reason)


async def test_help_has_the_link_for_a_phone_without_a_camera() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpDialog))
        assert FIRST in app.text


async def test_a_phone_that_cannot_approve_says_why() -> None:
    app = SignInHost(phone=True)
    phone = app.services.phone
    assert phone is not None
    phone.answer("approve", ServiceError(Cause.NORTHE_DOWN))  # type: ignore[attr-defined]  # the fake's script
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        await pilot.press("f8")
        await until(pilot, lambda: app.says("Northe has trouble"))
        assert app.code


async def test_a_slow_first_code_is_waited_for_in_words() -> None:
    northe = QuickNorthe()
    gate = northe.hold("start_link")
    app = SignInHost(northe)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.says("Getting a code"))
        gate.set()
        await until(pilot, lambda: app.code and not app.says("Getting a code"))


async def test_why_it_is_asked_again_is_still_said_at_the_fields() -> None:
    app = SignInHost(reason="Signed out by Northe.")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.code)
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer)
        assert app.says("Signed out by Northe.")


async def test_what_ended_the_code_meanwhile_is_told_when_one_comes_back_to_it() -> None:
    app = SignInHost()
    gate = app.northe.hold("poll_link")
    app.northe.refuse("poll_link", Cause.NETWORK_DOWN, "tls")
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polling == 1)
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer)
        gate.set()
        await until(pilot, lambda: not app.northe.polling)
        assert not app.says("certificate")
        await pilot.press("f4")
        await until(pilot, lambda: app.says("its certificate does not hold"))
        await pilot.press("enter")
        await until(pilot, lambda: app.code == SECOND)
