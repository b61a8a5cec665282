"""Pictures of what asks and tells over the steps: quit, leave, idle, fleet refused, help, sign-out failed, too small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog
from screens.dialogs.idle import IdleDialog
from screens.dialogs.tell import TellDialog
from screens.messages import SessionEnded
from screens.sign_in import SignInScreen
from screens.too_small import TooSmallScreen
from services.activation.steps import Step
from services.contracts import Cause
from services.fake import ACCOUNT, FLEET
from services.text.words import Message, Words
from tests.support.screens.one_screen import OneScreen, look, wait_until
from tests.support.screens.plain_wizard import (
    IDLE_LIMIT,
    IDLE_WARNING,
    PlainWizard,
    complete,
    sign_in,
    with_plain_steps,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.screen import Screen

SMALL, USUAL = (60, 20), (80, 24)
NOT_YET = replace(ACCOUNT, fleet=replace(FLEET, home_charging=False))
LONG = replace(
    ACCOUNT,
    customer_name="Bartholomäus Ängström-Østergård von und zu Överkalix",
    fleet=replace(FLEET, name="Västsvenska Bilpoolens Ekonomiska Förening", home_charging=False),
)


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def drawn(
    snap_compare: Any, app: PlainWizard, before: Callable[[Any], Awaitable[None]], size: tuple[int, int] = USUAL
) -> bool:
    same: bool = snap_compare(app, terminal_size=size, run_before=before)
    return same


async def opens(pilot: Any, kind: type[Screen[Any]]) -> None:
    await wait_until(pilot, lambda: isinstance(pilot.app.screen, kind))


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_quit(snap_compare: Any, light: bool) -> None:
    """Says whose account will be closed and what's forgotten; Stay has the focus."""

    async def before(pilot: Any) -> None:
        await sign_in(pilot.app, pilot)
        await pilot.press("ctrl+q")
        await opens(pilot, ConfirmDialog)

    assert drawn(snap_compare, PlainWizard(light=light), before)


def test_quit_with_nobody_signed_in(snap_compare: Any) -> None:
    """Nothing is lost, and it says so; Quit has the focus of the eye only after Stay."""

    async def before(pilot: Any) -> None:
        await pilot.press("ctrl+q")
        await opens(pilot, ConfirmDialog)

    assert drawn(snap_compare, PlainWizard(), before)


def test_leave(snap_compare: Any) -> None:
    """Back from the first step: signing out is asked."""

    async def before(pilot: Any) -> None:
        await sign_in(pilot.app, pilot)
        await pilot.press("f9")
        await opens(pilot, ConfirmDialog)

    assert drawn(snap_compare, PlainWizard(), before)


def test_forget(snap_compare: Any) -> None:
    """Back from signing in again, with answers still there: forgetting them is asked, signing in has the focus."""

    async def before(pilot: Any) -> None:
        app = pilot.app
        await sign_in(app, pilot)
        await complete(app, pilot, Step.CHARGE_SITE)
        step = app.screen
        step.post_message(
            SessionEnded(Message("shell.session_ended.text", {"name": "Kim Larsson"}), Step.CHARGE_SITE, {})
        )
        await wait_until(pilot, lambda: isinstance(app.screen, SignInScreen))
        await pilot.press("f9")
        await opens(pilot, ConfirmDialog)

    assert drawn(snap_compare, PlainWizard(), before)


def test_idle(snap_compare: Any) -> None:
    """Counts down; any key stays, and the one button says so."""

    async def before(pilot: Any) -> None:
        await sign_in(pilot.app, pilot)
        pilot.app.clock.advance(IDLE_LIMIT - IDLE_WARNING + 18)
        pilot.app.idle.check()
        await opens(pilot, IdleDialog)

    assert drawn(snap_compare, PlainWizard(), before)


@pytest.mark.parametrize("account", [NOT_YET, LONG], ids=["usual", "long"])
@pytest.mark.parametrize("size", [SMALL, USUAL], ids=["60x20", "80x24"])
def test_the_fleet_is_refused(snap_compare: Any, account: Any, size: tuple[int, int]) -> None:
    """Whose fleet, what's missing, who can change it; one button that signs out. Long names wrap."""

    async def before(pilot: Any) -> None:
        await sign_in(pilot.app, pilot, account)
        await opens(pilot, TellDialog)

    assert drawn(snap_compare, PlainWizard(), before, size)


@pytest.mark.parametrize("cause", [Cause.NETWORK_DOWN, Cause.NORTHE_DOWN, Cause.THROTTLED], ids=lambda one: one.value)
def test_the_sign_out_failed(snap_compare: Any, cause: Cause) -> None:
    """Why it didn't work, what happens if one leaves now; Try again has the focus."""

    async def before(pilot: Any) -> None:
        pilot.app.northe.refuse("sign_out", cause, times=None, retry_after=20.0)
        await sign_in(pilot.app, pilot)
        await pilot.press("f9")
        await opens(pilot, ConfirmDialog)
        await pilot.press("tab", "enter")
        await wait_until(pilot, lambda: pilot.app.northe.called("sign_out"))
        await wait_until(pilot, lambda: pilot.app.screen.heading == Words().t("shell.signing_out.failed_title"))

    assert drawn(snap_compare, PlainWizard(), before)


def test_help_of_a_screen(snap_compare: Any) -> None:
    """F1 on Start: a few lines, one button, and F1 closes it too."""

    async def before(pilot: Any) -> None:
        await pilot.press("f1")
        await opens(pilot, HelpDialog)

    assert drawn(snap_compare, PlainWizard(), before)


def test_longer_words(snap_compare: Any) -> None:
    """40 % longer: the question wraps, both buttons are whole."""
    words = look(language="qps")
    t = words.words.t

    def dialog() -> ConfirmDialog:
        return ConfirmDialog(
            words, t("shell.signing_out.failed_title"),
            t("shell.signing_out.failed", name=LONG.customer_name, why=t("causes.network_down.title")),
            yes=t("shell.signing_out.leave"), no=t("shell.signing_out.again"),
        )  # fmt: skip

    assert snap_compare(OneScreen(dialog), terminal_size=USUAL)


def test_more_text_than_the_window_has_rows(snap_compare: Any) -> None:
    """The text scrolls (page down), title and button stay."""
    text = "\n".join(f"Line {number} of a help that is far too long." for number in range(1, 41))
    assert snap_compare(OneScreen(lambda: HelpDialog(look(), "Help", text)), terminal_size=SMALL, press=["pagedown"])


@pytest.mark.parametrize("size", [(59, 24), (80, 19), (20, 5)], ids=["59x24", "80x19", "20x5"])
def test_too_small(snap_compare: Any, size: tuple[int, int]) -> None:
    """How large the window is and how large it has to be, whole even in a very small one."""

    async def before(pilot: Any) -> None:
        await opens(pilot, TooSmallScreen)

    assert drawn(snap_compare, PlainWizard(), before, size)
