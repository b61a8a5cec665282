"""Pictures of the step Bank account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from services.activation.answers import Typed
from services.activation.session import BankAccountAnswer
from services.activation.steps import Step
from services.contracts import BankSummary, Cause, Reason
from services.fake import ACCOUNT, FakeNorthe
from services.rules.banking import Verified
from tests.support.screens.bank_account_keys import fill
from tests.support.screens.one_screen import wait_until
from tests.support.sessions.before_each_step import (
    CLEARING,
    DANISH,
    NORWEGIAN_ACCOUNT,
    SWEDISH_ACCOUNT,
    account,
    bank_account,
    session,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

    from tests.support.screens.one_screen import OneScreen

SMALL, USUAL, LARGE = (60, 20), (80, 24), (120, 40)
SIZES = pytest.mark.parametrize("size", [SMALL, USUAL, LARGE], ids=["60x20", "80x24", "120x40"])
BEFORE = account(bank=BankSummary("SE45 •••• 3456"))


def filled(*numbers: str, then: str = "") -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Fills the form, waits until the number is read, and presses one more key."""

    async def run(pilot: Pilot[Any]) -> None:
        app: OneScreen = pilot.app  # type: ignore[assignment]  # it always is one here
        await fill(pilot, *numbers)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        if then:
            await pilot.press(then)
            await wait_until(pilot, lambda: app.step.notice.tone is not None or app.step.form.field("first").refused)
        await pilot.pause()

    return run


@SIZES
def test_at_first(snap_compare: Any, size: tuple[int, int]) -> None:
    """The customer's name is proposed, the Swedish kind is picked, each number has its hint; Skip is the quiet button."""
    assert snap_compare(bank_account(), terminal_size=size)


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
def test_verified(snap_compare: Any, light: bool) -> None:
    """Both numbers are masked; in green what was verified, in grey what wasn't; Next has the focus."""
    app = bank_account(light=light)
    assert snap_compare(app, terminal_size=USUAL, run_before=filled(CLEARING, SWEDISH_ACCOUNT))


def test_form_only(snap_compare: Any) -> None:
    """A Danish account: says in so many words that its digits can't be verified."""
    app = bank_account(session(country="DK"))
    assert snap_compare(app, terminal_size=USUAL, run_before=filled(*DANISH))


def test_a_right_iban_whose_inside_is_doubtful(snap_compare: Any) -> None:
    """Taken, with a warning in a sentence that says what to compare."""
    app = bank_account(session(country="DE"))
    assert snap_compare(app, terminal_size=USUAL, run_before=filled("NO87 1215 0030 488"))


def test_form_only_in_longer_words(snap_compare: Any) -> None:
    """The same in a language with longer words: nothing is cut."""
    app = bank_account(session(country="DK"), language="qps")
    assert snap_compare(app, terminal_size=USUAL, run_before=filled(*DANISH))


def test_a_wrong_digit(snap_compare: Any) -> None:
    """Said at the number as soon as it's left."""
    app = bank_account(session(country="NO"))
    assert snap_compare(app, terminal_size=USUAL, run_before=filled("86011117948"))


def test_the_longest_error(snap_compare: Any) -> None:
    """A savings bank's account that can't be turned into an IBAN: says what to do instead."""
    assert snap_compare(bank_account(), terminal_size=USUAL, run_before=filled("9180", "1234567897"))


def test_every_field_wrong(snap_compare: Any) -> None:
    """An error at each name and at the number, the cursor in the first."""
    typed: Typed = {
        "first_name": "",
        "last_name": "4711",
        "kind": "se",
        "first": SecretStr("583"),
        "second": SecretStr("1"),
    }
    app = bank_account(session(typed={Step.BANK_ACCOUNT: typed}))

    async def run(pilot: Pilot[Any]) -> None:
        await pilot.press("f10")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(app, terminal_size=USUAL, run_before=run)


def test_refused_by_northe(snap_compare: Any) -> None:
    """The number stays, masked; what's wrong stands at it, what to do stands above the buttons."""
    northe = FakeNorthe()
    northe.refuse("set_bank_account", Cause.BANK_REJECTED)
    app = bank_account(session(country="NO"), northe=northe)
    assert snap_compare(app, terminal_size=USUAL, run_before=filled(NORWEGIAN_ACCOUNT, then="f10"))


def test_no_way_to_northe(snap_compare: Any) -> None:
    """The notice says whose trouble it is and what to do; the form is as it was."""
    northe = FakeNorthe()
    northe.refuse("set_bank_account", Cause.NETWORK_DOWN, Reason.TIMED_OUT)
    app = bank_account(northe=northe)
    assert snap_compare(app, terminal_size=USUAL, run_before=filled(CLEARING, SWEDISH_ACCOUNT, then="f10"))


def test_stopped(snap_compare: Any) -> None:
    """After Escape: honest about what may have happened."""
    northe = FakeNorthe()
    northe.hold("set_bank_account")
    app = bank_account(northe=northe)

    async def run(pilot: Pilot[Any]) -> None:
        await fill(pilot, CLEARING, SWEDISH_ACCOUNT)
        await pilot.app.workers.wait_for_complete()
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.step.waiting)
        await pilot.press("escape")
        await wait_until(pilot, lambda: not app.step.waiting)

    assert snap_compare(app, terminal_size=USUAL, run_before=run)


@pytest.mark.parametrize("language", ["en", "qps"])
def test_skip(snap_compare: Any, language: str) -> None:
    """Asks with the consequence: the car can't be charged. To stay has the focus."""
    assert snap_compare(bank_account(language=language), terminal_size=USUAL, press=["f4"])


def test_skipped_before(snap_compare: Any) -> None:
    """What was skipped and what follows from it; the way to connect one is beside Back."""
    assert snap_compare(bank_account(session(bank_account=BankAccountAnswer(skipped=True))), terminal_size=USUAL)


@SIZES
def test_connected_before(snap_compare: Any, size: tuple[int, int]) -> None:
    """A success that looks like one; Next has the focus."""
    assert snap_compare(bank_account(session(BEFORE)), terminal_size=size)


def test_connected_in_this_activation(snap_compare: Any) -> None:
    """With what was verified then."""
    given = BankAccountAnswer(masked="SE45 •••• 7466", bank_name="SEB", verified=Verified.FORM_AND_CHECK_DIGITS)
    assert snap_compare(bank_account(session(BEFORE, bank_account=given), light=True), terminal_size=USUAL)


def test_another_account_instead(snap_compare: Any) -> None:
    """The form, with a button that keeps the account that's connected."""
    assert snap_compare(bank_account(session(BEFORE)), terminal_size=USUAL, press=["f4"])


def test_longest_names(snap_compare: Any) -> None:
    """Longer than a field is wide: the end is in sight, the whole is kept."""
    name = "Åsa-Marie Elisabeth Öhrström Långström-Södergran von Örnsköldsvik-Härnösand"
    app = bank_account(session(replace(ACCOUNT, customer_name=name)))
    assert snap_compare(app, terminal_size=USUAL, press=["shift+tab"] * 3)
