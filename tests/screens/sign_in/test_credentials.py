"""Signing in without the customer: three fields, checked one by one, and nothing lost."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import pytest

from screens.dialogs.help import HelpDialog
from screens.messages import SignedIn
from services.fake import ACCOUNT
from tests.support.screens.one_screen import look, type_in, wait_until
from tests.support.screens.sign_in_screen import (
    KEY,
    MEMBER,
    NAMES,
    SIZE,
    OneSignInScreen,
    asked,
    fields,
    filled,
    go,
    kept,
    paste,
)

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio

REJECTED = "Northe does not know this combination"

# ---------------------------------------------------------------------------------------------- the happy way


async def test_all_three_right_opens_the_account() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "kim@example.com")
        await pilot.press("enter")
        await paste(pilot, MEMBER)
        await pilot.press("down")
        await paste(pilot, KEY)
        await pilot.press("enter")
        assert app.focused is app.sign_in.go
        assert not asked(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(SignedIn))
        assert asked(app) == [("kim@example.com", MEMBER, KEY)]
        assert app.heard(SignedIn)[0].account == ACCOUNT


async def test_what_a_paste_brings_along_is_put_right() -> None:
    """Spaces of all kinds, an invisible mark, full-width letters, a line end."""
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "\u200b kim@example.com\u00a0\r\n", "ＫＩＭ１\u2009-7Q2X\t", f"\u2060{KEY}\n\n")
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SignedIn))
        assert asked(app) == [("kim@example.com", MEMBER, KEY)]


async def test_the_address_is_found_in_any_line_of_a_paste() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "Kim Larsson\r\nE-mail: kim@example.com\r\nFleet member 7\n", MEMBER, KEY)
        assert not asked(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SignedIn))
        assert asked(app) == [("kim@example.com", MEMBER, KEY)]


async def test_a_scanners_line_ends_move_on_and_never_sign_in() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        for text in ("a@b.se", "K1", "P1"):
            await type_in(pilot, text)
            await pilot.press("enter")
        await asyncio.sleep(0.05)
        assert kept(app) == ["a@b.se", "K1", "P1"]
        assert app.focused is app.sign_in.go
        assert not asked(app)


async def test_the_wait_is_shown_and_a_second_press_changes_nothing() -> None:
    app = OneSignInScreen()
    gate = app.northe.hold("sign_in")
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says("Signing in ..."))
        await pilot.press("f10", "f4")
        gate.set()
        await wait_until(pilot, lambda: app.heard(SignedIn))
        assert len(asked(app)) == 1


async def test_escape_stops_the_wait_and_keeps_everything() -> None:
    app = OneSignInScreen()
    app.northe.hold("sign_in")
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says("Signing in ..."))
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.says("Stopped."))
        assert kept(app) == ["kim@example.com", MEMBER, KEY]
        assert go(app) == ("Sign in", True)
        assert not app.said
        polls = app.northe.polls
        await pilot.press("f4")  # the watch over the code was only resting
        await wait_until(pilot, lambda: app.northe.polls > polls + 1)


# ---------------------------------------------------------------------------------------------- secrets


async def test_both_keys_are_hidden_and_f2_shows_the_focused_one() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        assert "kim@example.com" in app.text
        assert MEMBER not in app.text
        assert KEY not in app.text
        await pilot.press("f2")
        await wait_until(pilot, lambda: KEY in app.text)
        assert MEMBER not in app.text
        assert KEY not in repr(app.sign_in.form.typed())


async def test_f2_shows_both_keys_while_the_cursor_is_in_neither() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        app.sign_in.form.field("email").input.focus()
        await pilot.press("f2")
        await wait_until(pilot, lambda: KEY in app.text and MEMBER in app.text)
        app.sign_in.form.hide_secrets()
        await wait_until(pilot, lambda: KEY not in app.text and MEMBER not in app.text)


async def test_what_was_typed_outlives_a_look_at_the_code() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.sign_in.without_customer)
        assert kept(app) == ["kim@example.com", MEMBER, KEY]
        assert MEMBER not in app.text


# ---------------------------------------------------------------------------------------------- refused at the fields


WRONG: dict[str, tuple[tuple[str, str, str], list[str], str]] = {
    "empty": (
        ("", "", ""),
        ["Type the customer's e-mail address.", "Type the customer's fleet member ID.", "Type your partner key."],
        "email",
    ),
    "half an address": (("kim@example", MEMBER, KEY), ["This is not a whole e-mail address."], "email"),
    "no address": (("kim", MEMBER, KEY), ["This is not a whole e-mail address."], "email"),
    "blank": (("kim@example.com", "  ", KEY), ["Type the customer's fleet member ID."], "fleet_member_id"),
    "invisible": (("kim@example.com", MEMBER, "\u200b"), ["Type your partner key."], "partner_key"),
    "far too long": (
        ("kim@example.com", "7" * 5000, KEY),
        ["This is too long for a fleet member ID."],
        "fleet_member_id",
    ),
    "too long": (("kim@example.com", MEMBER, "k" * 300), ["This is too long for a partner key."], "partner_key"),
}


async def test_each_wrong_field_gets_its_sentence_and_nothing_is_asked() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        for name, (texts, sentences, focus) in WRONG.items():
            for field in NAMES:
                app.sign_in.form.field(field).clear()
            app.sign_in.form.field("email").input.focus()
            await wait_until(pilot, lambda: app.focused is app.sign_in.form.field("email").input)
            await paste(pilot, *texts)
            before = kept(app)
            await pilot.press("f10")
            await wait_until(pilot, partial(all_said, app, sentences))
            assert app.text.count("✗") == len(sentences), f"{name}\n{app.text}"
            assert app.focused is app.sign_in.form.field(focus).input, name
            assert kept(app) == before, name
        assert not asked(app)


def all_said(app: OneSignInScreen, sentences: list[str]) -> bool:
    return all(app.says(sentence) for sentence in sentences)


async def test_a_correction_takes_the_sentence_away() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "kim@example", MEMBER, KEY)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.says("not a whole e-mail"))
        await type_in(pilot, ".com")
        await wait_until(pilot, lambda: not app.says("not a whole e-mail"))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(SignedIn))


async def test_each_field_explains_itself() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        for words in ("e-mail address", "Treat it like a password", "You got it from the charge box seller"):
            await pilot.press("f1")
            await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
            assert words in " ".join(app.text.replace("│", " ").split())
            await pilot.press("escape", "tab")


async def test_the_sandbox_names_a_customer_to_try() -> None:
    app = OneSignInScreen(with_look=look(demo=True))
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        assert app.says("Sandbox: kim@example.com")
