"""Pictures of Sign in: both ways, each state of the code, and each kind of refusal."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

import screens.cloud_wait
from screens.code_screen import CodeScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog
from screens.look.glyphs import ASCII
from screens.sign_in import SignInScreen
from services.activation.qr_sign_in import LinkPace
from services.contracts import Cause, LinkOffer, LinkStatus, Reason
from services.fake import PAYLOAD
from tests.support.screens.one_screen import look, wait_until
from tests.support.screens.sign_in_screen import FAST, OneSignInScreen, QuickNorthe

USUAL, LARGE, SMALL = (80, 24), (120, 40), (60, 20)
EACH = {"usual": (USUAL, False), "light": (USUAL, True), "large": (LARGE, False), "small": (SMALL, False)}
REASON = "Kim Larsson was signed out by Northe. Your answers are kept. Sign in again to go on."

Before = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quick to come, and then nothing moves."""
    monkeypatch.setattr(SignInScreen, "PACE", FAST)
    monkeypatch.setattr(screens.cloud_wait, "BEAT", 1000.0)


def sees(app: OneSignInScreen, *words: str) -> Before:
    """Waits until the screen says so, and the code is there if there are no words."""

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: all(app.says(word) for word in words) if words else app.code)

    return before


def fields(app: OneSignInScreen, *pastes: str, then: tuple[str, ...] = (), until_it_says: str = "") -> Before:
    """Over to the fields, fills them, presses keys."""

    async def before(pilot: Pilot[Any]) -> None:
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.focused is app.sign_in.form.field("email").input)
        for number, text in enumerate(pastes):
            if number:
                await pilot.press("tab")
            app.focused.post_message(Paste(text))  # type: ignore[union-attr]  # a field has it
            await pilot.pause()
        if then:
            await pilot.press(*then)
        await wait_until(pilot, lambda: app.says(until_it_says) and not app.sign_in.waiting)

    return before


RIGHT = ("kim@example.com", "KIM1-7Q2X", "PK-55-ZEBRA")

# ---------------------------------------------------------------------------------------------- the code


@pytest.mark.parametrize(("size", "light"), EACH.values(), ids=EACH.keys())
def test_the_code(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """The link on a row of its own; below it the code, black on white with its quiet zone in both themes, and beside it
    three steps, how far it is, and the way round it. The small window has the link without the code, and says why.
    """
    app = OneSignInScreen(light=light)
    assert snap_compare(app, terminal_size=size, run_before=sees(app, "Waiting for the customer"))


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=["usual", "small"])
def test_the_code_in_the_sandbox_after_a_session_ended(snap_compare: Any, size: tuple[int, int]) -> None:
    """The fullest it gets: Ctrl+P in the keys and in a line, and why it's asked again beside the code, not below it."""
    app = OneSignInScreen(phone=True, reason=REASON)
    assert snap_compare(app, terminal_size=size, run_before=sees(app, "Waiting for the customer"))


def test_a_narrow_and_high_window(snap_compare: Any) -> None:
    """The code above the words."""
    app = OneSignInScreen()
    assert snap_compare(app, terminal_size=(62, 44), run_before=sees(app))


@pytest.mark.parametrize("size", [USUAL, (80, 45)], ids=["usual", "high"])
def test_a_code_that_cannot_be_scanned(snap_compare: Any, size: tuple[int, int]) -> None:
    """F6: larger squares in place of the words, or beside the code how large a window they need."""
    app = OneSignInScreen()

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f6")
        await wait_until(pilot, lambda: not app.says("Scans this code") or app.says("Larger squares need"))

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", [USUAL, (120, 40)], ids=["usual", "large"])
def test_the_link_in_words(snap_compare: Any, size: tuple[int, int]) -> None:
    """F2: the link on its row, and what to do with it in the whole width; no code."""
    app = OneSignInScreen()

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f2")
        await wait_until(pilot, lambda: app.says("Send the link above"))

    assert snap_compare(app, terminal_size=size, run_before=before)


def test_the_link_was_copied(snap_compare: Any) -> None:
    """F8: beside the whole code it says where the link went, and what to do if it isn't there."""
    app = OneSignInScreen()

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f8")
        await wait_until(pilot, lambda: app.says("Sent to your clipboard"))

    assert snap_compare(app, terminal_size=USUAL, run_before=before)


def test_a_terminal_that_takes_no_copies(snap_compare: Any) -> None:
    """F8 says so, and what to do instead."""
    app = OneSignInScreen(with_look=replace(look(), takes_copies=False))

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f8")
        await wait_until(pilot, lambda: app.says("takes no copies"))

    assert snap_compare(app, terminal_size=USUAL, run_before=before)


def test_the_code_alone_in_a_small_window(snap_compare: Any) -> None:
    """F6: nothing but the code, whole, and a row of keys."""
    app = OneSignInScreen()

    async def before(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.says("Waiting for the customer"))
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))

    assert snap_compare(app, terminal_size=SMALL, run_before=before)


def test_a_terminal_without_blocks(snap_compare: Any) -> None:
    """The link and no code, and why."""
    app = OneSignInScreen(with_look=look(glyphs=ASCII))
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "Without UTF-8"))


def test_long_words_beside_the_code(snap_compare: Any) -> None:
    """40 % longer texts: the code is whole, nothing is cut."""
    app = OneSignInScreen(with_look=look(language="qps", demo=True), phone=True)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app))


def test_a_code_that_is_slow_to_come(snap_compare: Any) -> None:
    """The code's place is free already, so that nothing jumps when it comes."""
    northe = QuickNorthe()
    northe.hold("start_link")
    app = OneSignInScreen(northe)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "Getting a code"))


def test_a_new_code(snap_compare: Any) -> None:
    """Says quietly that the first one ran out."""
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.EXPIRED)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "A new code"))


def test_approved(snap_compare: Any) -> None:
    """A green tick at the status, and below what's being done."""
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    app.northe.hold("account")
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "Approved", "Reading the account"))


def test_a_code_that_runs_out_at_once(snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No code, and the question whether this computer's clock is right; the steps and the other way stay."""
    monkeypatch.setattr(SignInScreen, "PACE", LinkPace(show_after=0.01, first_wait=60.0))
    app = OneSignInScreen()
    app.northe.answer("start_link", LinkOffer("link-1", PAYLOAD, expires_in=0.0, poll_every=2.0))
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "ran out at once"))


def test_refused_by_the_customer(snap_compare: Any) -> None:
    """In red and in words; no dead code to scan; New code is the one thing to press."""
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.REFUSED)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "said no"))


@pytest.mark.parametrize(
    "cause", [Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.THROTTLED], ids=lambda cause: cause.value
)
def test_no_answer_while_the_code_shows(snap_compare: Any, cause: Cause) -> None:
    """The code stays with its countdown; the status says what's wrong and that it goes on by itself."""
    app = OneSignInScreen()
    app.northe.refuse("poll_link", cause, times=None, retry_after=17.0 if cause is Cause.THROTTLED else None)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "by itself"))


@pytest.mark.parametrize("cause", [Cause.NETWORK_DOWN, Cause.NORTHE_DOWN], ids=lambda cause: cause.value)
def test_no_code_at_all(snap_compare: Any, cause: Cause) -> None:
    """The words take the whole width."""
    app = OneSignInScreen()
    app.northe.refuse("start_link", cause, times=None)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "It comes by itself"))


def test_a_connection_that_is_not_safe(snap_compare: Any) -> None:
    """Not tried again by itself: says whom to tell."""
    app = OneSignInScreen()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, Reason.TLS)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "Do not go on"))


def test_a_proxy_that_wants_a_password(snap_compare: Any) -> None:
    """Nor is that."""
    app = OneSignInScreen()
    app.northe.refuse("start_link", Cause.NETWORK_DOWN, Reason.PROXY_PASSWORD)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "HTTPS_PROXY"))


def test_approved_but_the_account_cannot_be_read(snap_compare: Any) -> None:
    """The tick stays, the notice says what's wrong, Try again is the one thing to press."""
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    app.northe.refuse("account", Cause.NORTHE_DOWN)
    assert snap_compare(app, terminal_size=USUAL, run_before=sees(app, "Northe is not answering"))


def test_a_sign_out_that_fails_on_the_way_back(snap_compare: Any) -> None:
    """Asks, with trying again as the safe answer."""
    app = OneSignInScreen()
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    app.northe.refuse("account", Cause.NORTHE_DOWN)
    app.northe.refuse("sign_out", Cause.NETWORK_DOWN, times=None)

    async def back(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.says("Northe is not answering"))
        await pilot.press("f9")
        await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))

    assert snap_compare(app, terminal_size=USUAL, run_before=back)


def test_help_on_the_code(snap_compare: Any) -> None:
    """What signing in is, and the link in one piece."""
    app = OneSignInScreen()

    async def helped(pilot: Pilot[Any]) -> None:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))

    assert snap_compare(app, terminal_size=USUAL, run_before=helped)


# ---------------------------------------------------------------------------------------------- the fields


@pytest.mark.parametrize(("size", "light"), EACH.values(), ids=EACH.keys())
def test_the_fields(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """Three fields with a hint each, the cursor in the first, Sign in is primary, QR code leads back."""
    app = OneSignInScreen(light=light)
    assert snap_compare(app, terminal_size=size, run_before=fields(app))


def test_the_fields_filled_in_the_sandbox(snap_compare: Any) -> None:
    """Both keys are dots; Sign in has the focus; a customer of the sandbox is named."""
    app = OneSignInScreen(phone=True)
    assert snap_compare(app, terminal_size=USUAL, run_before=fields(app, *RIGHT, then=("enter",)))


def test_all_three_missing(snap_compare: Any) -> None:
    """A red sentence at each field, the cursor in the first."""
    app = OneSignInScreen()
    assert snap_compare(app, terminal_size=USUAL, run_before=fields(app, then=("f10",)))


def test_all_three_wrong(snap_compare: Any) -> None:
    """A long address is shown to its end; the longest sentences fit."""
    app = OneSignInScreen()
    long = "bartholomäus.ängström-østergård@" + "fleet-" * 8
    assert snap_compare(app, terminal_size=USUAL, run_before=fields(app, long, "7" * 300, "k" * 300, then=("f10",)))


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_a_wrong_combination(snap_compare: Any, light: bool) -> None:
    """One message for all three, nothing cleared, the cursor in the first."""
    app = OneSignInScreen(light=light)
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    before = fields(app, *RIGHT, then=("f10",), until_it_says="does not know this combination")
    assert snap_compare(app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize(
    "cause",
    [Cause.THROTTLED, Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.SESSION_EXPIRED],
    ids=lambda cause: cause.value,
)
def test_each_other_cause(snap_compare: Any, cause: Cause) -> None:
    """Its own words; after too many tries the button counts down and can't be pressed. The head says "No connection" where
    Northe isn't reached.
    """
    app = OneSignInScreen()
    app.northe.reached = cause is not Cause.NETWORK_DOWN
    app.northe.refuse("sign_in", cause, retry_after=90.0 if cause is Cause.THROTTLED else None)
    filled = fields(app, *RIGHT, then=("f10",), until_it_says="✗")

    async def before(pilot: Pilot[Any]) -> None:
        await filled(pilot)
        await wait_until(pilot, lambda: app.northe.reached or "No connection" in app.text)

    assert snap_compare(app, terminal_size=USUAL, run_before=before)


def test_long_words_at_the_fields(snap_compare: Any) -> None:
    """40 % longer texts with an error at each field: all of it fits."""
    app = OneSignInScreen(with_look=look(language="qps", demo=True))
    assert snap_compare(app, terminal_size=USUAL, run_before=fields(app, then=("f10",)))
