"""The form: what's proposed, how a number is read and masked, and that nothing half-typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr
from textual.events import Paste

from screens.messages import Completed, WentBack
from services.activation.resume import without_secrets
from services.activation.steps import Step
from services.fake import ACCOUNT
from tests.support.screens.bank_account_keys import SIZE, clear, fill, focused_on
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.sessions.before_each_step import (
    CLEARING,
    DANISH,
    NORWEGIAN_ACCOUNT,
    SWEDISH_ACCOUNT,
    SWEDISH_IBAN,
    bank_account,
    session,
)

pytestmark = pytest.mark.anyio


async def test_the_customers_name_is_proposed_so_that_the_number_is_asked_for_first() -> None:
    app = bank_account(session(replace(ACCOUNT, customer_name="Ursula von der Leyen")))
    async with app.run_test(size=SIZE) as pilot:
        await focused_on(pilot, app, "input-first")
        typed = clear(app.step.typed())
        assert (typed["first_name"], typed["last_name"]) == ("Ursula", "von der Leyen")


@pytest.mark.parametrize(
    ("country", "kind", "labels"),
    [
        ("SE", "se", ["Clearing number", "Account number"]),
        ("NO", "no", ["Account number"]),
        ("DK", "dk", ["Reg. number", "Account number"]),
        ("FI", "iban", ["IBAN"]),
    ],
)
async def test_the_kind_of_number_follows_the_charge_site(country: str, kind: str, labels: list[str]) -> None:
    app = bank_account(session(country=country))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.step.form.choice("kind").value == kind)
        assert [field.label for field in app.step.form.fields()][3:] == labels


@pytest.mark.parametrize(
    ("country", "numbers", "says"),
    [
        ("SE", (CLEARING, SWEDISH_ACCOUNT), ["✓ Form and check digits are right.", "Looks like SEB."]),
        ("NO", (NORWEGIAN_ACCOUNT,), ["✓ Form and check digits are right."]),
        ("DE", (SWEDISH_IBAN.lower(),), ["✓ Form and check digits are right.", "Looks like SEB."]),
        (
            "DK",
            DANISH,
            ["! The form is right. Check digits could not be verified.", "no check digit: a slip shows nowhere"],
        ),
        ("SE", (SWEDISH_IBAN, ""), ["! This is an IBAN, and was read as one."]),
        (
            "DE",
            (f"Please pay to Kim Larsson, Storgatan 12, 211 42 Malmö, BIC ESSESESS, IBAN {SWEDISH_IBAN} (SEB)",),
            ["✓ Form and check digits are right.", "Looks like SEB."],
        ),
    ],
)
async def test_a_number_is_read_as_soon_as_its_field_is_left(
    country: str, numbers: tuple[str, ...], says: list[str]
) -> None:
    app = bank_account(session(country=country))
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, *numbers)
        for words in says:
            await wait_until(pilot, lambda words=words: words in " ".join(shown(app).split()))  # type: ignore[misc]
        assert "Whose account it is, only the bank can tell." in " ".join(shown(app).split())
        for number in numbers:
            assert not number or number not in shown(app), "masked once its field is left"
        assert not app.heard(Completed)


@pytest.mark.parametrize("page", [f"BIC ESSESESS\r\nIBAN {SWEDISH_IBAN}\r\n", f"Kim Larsson\n\n\t{SWEDISH_IBAN}\nSEB"])
async def test_a_number_is_looked_for_in_all_lines_of_a_paste(page: str) -> None:
    app = bank_account(session(country="DE"))
    async with app.run_test(size=SIZE) as pilot:
        await focused_on(pilot, app, "input-first")
        line = app.step.form.field("first").input
        line.post_message(Paste(page))
        await wait_until(pilot, lambda: SWEDISH_IBAN in line.value)
        assert app.step.focused is line, "no line end has pressed anything"
        await pilot.press("enter")
        await wait_until(pilot, lambda: "Looks like SEB." in shown(app))


async def test_what_a_number_has_to_be_warned_of_is_in_sight_in_a_small_window() -> None:
    app = bank_account(session(country="DK"))
    async with app.run_test(size=(60, 20)) as pilot:
        await fill(pilot, *DANISH)
        await wait_until(pilot, lambda: "nowhere. Compare once more." in shown(app))


async def test_a_number_is_seen_while_it_is_typed_and_afterwards_only_on_demand() -> None:
    app = bank_account(session(country="NO"))
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, NORWEGIAN_ACCOUNT)
        await wait_until(pilot, lambda: NORWEGIAN_ACCOUNT in shown(app))
        await pilot.press("enter")
        await wait_until(pilot, lambda: NORWEGIAN_ACCOUNT not in shown(app))
        await pilot.press("shift+tab", "shift+tab", "shift+tab")
        await focused_on(pilot, app, "input-first")
        assert NORWEGIAN_ACCOUNT not in shown(app), "coming back doesn't show it"
        await pilot.press("f2")
        await wait_until(pilot, lambda: NORWEGIAN_ACCOUNT in shown(app))
        await pilot.press("tab")
        await wait_until(pilot, lambda: NORWEGIAN_ACCOUNT not in shown(app))


async def test_a_number_typed_anew_over_a_masked_one_is_seen() -> None:
    app = bank_account(session(country="NO"))
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, "8601")
        app.step.form.field("first").input.focus()
        await pilot.pause()
        await type_in(pilot, "97")
        await wait_until(pilot, lambda: " 97" in shown(app))


async def test_an_error_stands_at_its_field_and_goes_with_the_correction() -> None:
    app = bank_account(session(country="NO"))
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, "8601111794")
        await wait_until(
            pilot,
            lambda: "✗ A Norwegian account number has 11 digits. This one has 10." in " ".join(shown(app).split()),
        )
        app.step.form.field("first").input.focus()
        await pilot.press("end", "7")
        await wait_until(pilot, lambda: "✗" not in shown(app))
        assert "11 digits." in shown(app), "the hint is back"


async def test_what_is_still_missing_is_not_held_against_anybody_before_next() -> None:
    app = bank_account()
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING)
        await focused_on(pilot, app, "input-second")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "✗" not in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "✗ Type the account number, too" in shown(app))
        await focused_on(pilot, app, "input-second")
        assert not app.heard(Completed)


async def test_a_change_takes_away_what_was_said_about_the_number_before() -> None:
    app = bank_account(session(country="NO"))
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, NORWEGIAN_ACCOUNT)
        await wait_until(pilot, lambda: "Form and check digits are right." in shown(app))
        app.step.form.field("first").input.focus()
        await pilot.press("backspace")
        await wait_until(pilot, lambda: "Form and check digits are right." not in shown(app))


async def test_each_kind_keeps_what_was_typed_for_it() -> None:
    app = bank_account()
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, "825")
        app.step.form.choice("kind").choices.focus()
        await pilot.press("left")
        await wait_until(pilot, lambda: app.step.form.choice("kind").value == "iban")
        assert clear(app.step.typed())["first"] == ""
        await pilot.press("enter")
        await type_in(pilot, "SE45")
        app.step.form.choice("kind").choices.focus()
        await pilot.press("right")
        await wait_until(pilot, lambda: clear(app.step.typed())["first"] == CLEARING)
        assert clear(app.step.typed())["second"] == "825"
        assert CLEARING not in shown(app), "still masked"
        await pilot.press("left")
        await wait_until(pilot, lambda: clear(app.step.typed())["first"] == "SE45")


async def test_a_customer_without_a_last_name_is_asked_for_it() -> None:
    app = bank_account(session(replace(ACCOUNT, customer_name="Kim")))
    async with app.run_test(size=SIZE) as pilot:
        await focused_on(pilot, app, "input-last-name")


async def test_a_number_that_slips_into_a_name_is_refused_and_as_secret_as_in_its_own_field() -> None:
    app = bank_account()
    async with app.run_test(size=SIZE) as pilot:
        app.step.form.field("first_name").input.focus()
        await pilot.press("end")
        await type_in(pilot, SWEDISH_IBAN)
        await pilot.press("enter")
        await wait_until(pilot, lambda: "✗ An account number is in here. It goes below." in shown(app))
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(WentBack))
    typed = app.heard(WentBack)[0].typed
    assert isinstance(typed["first_name"], SecretStr)
    assert clear(typed)["first_name"] == f"Kim{SWEDISH_IBAN}"
    assert typed["last_name"] == "Larsson"
    assert "first_name" not in without_secrets(session(typed={Step.BANK_ACCOUNT: typed}))["bank_account"]


async def test_a_name_is_looked_at_when_it_is_left() -> None:
    app = bank_account()
    async with app.run_test(size=SIZE) as pilot:
        app.step.form.field("first_name").input.focus()
        await pilot.press("end")
        await type_in(pilot, "@")
        await pilot.press("enter")
        await wait_until(pilot, lambda: "✗ '@' can't be part of a name. Take it out." in shown(app))


async def test_back_takes_along_what_was_half_typed_and_coming_back_finds_it_masked() -> None:
    app = bank_account()
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, "825")
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.heard(WentBack))
        typed = app.heard(WentBack)[0].typed
    assert isinstance(typed["first"], SecretStr)
    assert isinstance(typed["second"], SecretStr)
    expected = {"first_name": "Kim", "last_name": "Larsson", "kind": "se", "first": CLEARING, "second": "825"}
    assert clear(typed) == expected
    again = bank_account(session(typed={Step.BANK_ACCOUNT: typed}))
    async with again.run_test(size=SIZE) as pilot:
        await focused_on(pilot, again, "input-first-name")
        assert clear(again.step.typed()) == expected
        assert CLEARING not in shown(again)


async def test_all_that_is_missing_is_marked_at_once() -> None:
    app = bank_account(session(country="SE"))
    async with app.run_test(size=SIZE) as pilot:
        await focused_on(pilot, app, "input-first")
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.step.form.field("first").refused and app.step.form.field("second").refused)


async def test_f2_shows_what_is_refused_wherever_the_cursor_is() -> None:
    app = bank_account(session(country="SE"))
    async with app.run_test(size=SIZE) as pilot:
        await fill(pilot, CLEARING, f"{SWEDISH_ACCOUNT[:-1]}5")
        await pilot.press("f10")
        await wait_until(pilot, lambda: any(app.step.form.field(name).refused for name in ("first", "second")))
        wrong = next(app.step.form.field(name) for name in ("first", "second") if app.step.form.field(name).refused)
        for identifier in ("#next", "#back", "#input-last-name", "#keys"):
            app.step.query_one(identifier).focus()
            await wait_until(pilot, lambda: wrong.input.password)
            await pilot.press("f2")
            await wait_until(pilot, lambda: not wrong.input.password)
            app.step.form.hide_secrets()
