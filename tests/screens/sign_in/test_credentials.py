"""Signing in without the customer: three fields, one message for every wrong combination, nothing lost."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Paste

from screens.dialogs.help import HelpDialog
from screens.messages import LeftSignIn, SignedIn
from services.contracts import Cause, LinkStatus
from services.fake import ACCOUNT
from tests.screens.harness import look, type_in, until
from tests.screens.sign_in.hosting import SIZE, SignInHost

if TYPE_CHECKING:
    from pydantic import SecretStr
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

NAMES = ("email", "fleet_member_id", "partner_key")
MEMBER, KEY = "KIM1-7Q2X", "PK-55-ZEBRA"
REJECTED = "Northe does not know this combination"


async def fields(pilot: Pilot[Any]) -> None:
    """Over to the fields."""
    app = pilot.app
    assert isinstance(app, SignInHost)
    await until(pilot, lambda: app.code)
    await pilot.press("f4")
    await until(pilot, lambda: app.focused is app.sign_in.field("email").input)


async def paste(pilot: Pilot[Any], *texts: str) -> None:
    """Pastes into the field with the cursor and then into those after it."""
    for number, text in enumerate(texts):
        if number:
            await pilot.press("tab")
        pilot.app.screen.focused.post_message(Paste(text))  # type: ignore[union-attr]  # a field has it
        await pilot.pause()


async def filled(pilot: Pilot[Any]) -> None:
    await fields(pilot)
    await paste(pilot, "kim@example.com", MEMBER, KEY)


def asked(app: SignInHost) -> list[tuple[str, str, str]]:
    """What Northe was asked, in clear."""

    def clear(secret: SecretStr) -> str:
        return secret.get_secret_value()

    calls = [call.args for call in app.northe.calls if call.name == "sign_in"]
    return [(one["email"], clear(one["fleet_member_id"]), clear(one["partner_key"])) for one in calls]


def kept(app: SignInHost) -> list[str]:
    return [app.sign_in.field(name).input.value for name in NAMES]


def go(app: SignInHost) -> tuple[str, bool]:
    """The primary button: what it says, and whether it can be pressed."""
    button = app.sign_in.go
    return str(button.label).strip("[] "), not button.disabled


# ---------------------------------------------------------------------------------------------- the happy way


async def test_all_three_right_opens_the_account() -> None:
    app = SignInHost()
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
        await until(pilot, lambda: app.heard(SignedIn))
        assert asked(app) == [("kim@example.com", MEMBER, KEY)]
        assert app.heard(SignedIn)[0].account == ACCOUNT


async def test_what_a_paste_brings_along_is_put_right() -> None:
    """Spaces of all kinds, an invisible mark, full-width letters, a line end."""
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "\u200b kim@example.com\u00a0\r\n", "ＫＩＭ１\u2009-7Q2X\t", f"\u2060{KEY}\n\n")
        await pilot.press("f10")
        await until(pilot, lambda: app.heard(SignedIn))
        assert asked(app) == [("kim@example.com", MEMBER, KEY)]


async def test_a_scanners_line_ends_move_on_and_never_sign_in() -> None:
    app = SignInHost()
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
    app = SignInHost()
    gate = app.northe.hold("sign_in")
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.says("Signing in ..."))
        await pilot.press("f10", "f4")
        gate.set()
        await until(pilot, lambda: app.heard(SignedIn))
        assert len(asked(app)) == 1


async def test_escape_stops_the_wait_and_keeps_everything() -> None:
    app = SignInHost()
    app.northe.hold("sign_in")
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.says("Signing in ..."))
        await pilot.press("escape")
        await until(pilot, lambda: app.says("Stopped."))
        assert kept(app) == ["kim@example.com", MEMBER, KEY]
        assert go(app) == ("Sign in", True)
        assert not app.said
        polls = app.northe.polls
        await pilot.press("f4")  # the watch over the code was only resting
        await until(pilot, lambda: app.northe.polls > polls + 1)


# ---------------------------------------------------------------------------------------------- secrets


async def test_both_keys_are_hidden_and_f2_shows_the_focused_one() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        assert "kim@example.com" in app.text
        assert MEMBER not in app.text
        assert KEY not in app.text
        await pilot.press("f2")
        await until(pilot, lambda: KEY in app.text)
        assert MEMBER not in app.text
        assert KEY not in repr(app.sign_in.typed())


async def test_what_was_typed_outlives_a_look_at_the_code() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: app.code)
        await pilot.press("f4")
        await until(pilot, lambda: app.sign_in.without_customer)
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
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        for name, (texts, sentences, focus) in WRONG.items():
            for field in NAMES:
                app.sign_in.field(field).clear()
            app.sign_in.field("email").input.focus()
            await until(pilot, lambda: app.focused is app.sign_in.field("email").input)
            await paste(pilot, *texts)
            before = kept(app)
            await pilot.press("f10")
            await until(pilot, partial(all_said, app, sentences))
            assert app.text.count("✗") == len(sentences), f"{name}\n{app.text}"
            assert app.focused is app.sign_in.field(focus).input, name
            assert kept(app) == before, name
        assert not asked(app)


def all_said(app: SignInHost, sentences: list[str]) -> bool:
    return all(app.says(sentence) for sentence in sentences)


async def test_a_correction_takes_the_sentence_away() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        await paste(pilot, "kim@example", MEMBER, KEY)
        await pilot.press("f10")
        await until(pilot, lambda: app.says("not a whole e-mail"))
        await type_in(pilot, ".com")
        await until(pilot, lambda: not app.says("not a whole e-mail"))
        await pilot.press("f10")
        await until(pilot, lambda: app.heard(SignedIn))


async def test_each_field_explains_itself() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        for words in ("e-mail address", "Treat it like a password", "You got it from the charge box seller"):
            await pilot.press("f1")
            await until(pilot, lambda: isinstance(app.screen, HelpDialog))
            assert words in " ".join(app.text.replace("│", " ").split())
            await pilot.press("escape", "tab")


# ---------------------------------------------------------------------------------------------- refused by Northe


async def test_a_wrong_combination_is_one_message_and_clears_nothing() -> None:
    app = SignInHost()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.says(REJECTED))
        assert app.text.count("✗") == 1
        assert kept(app) == ["kim@example.com", MEMBER, KEY]
        assert app.focused is app.sign_in.field("email").input
        assert go(app) == ("Sign in", True)
        await pilot.press("f10")
        await until(pilot, lambda: app.heard(SignedIn))


def answered(app: SignInHost, tries: int) -> bool:
    return len(asked(app)) == tries and not app.sign_in.waiting


async def refused(pilot: Pilot[Any], wait: str) -> None:
    """Once more, and then the button says how long to wait."""
    app = pilot.app
    assert isinstance(app, SignInHost)
    await pilot.press("f10")
    await until(pilot, lambda: go(app) == (wait, False))


async def test_the_third_refusal_costs_two_seconds_and_each_further_one_twice_as_much() -> None:
    app = SignInHost()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED, times=None)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for number in (1, 2):
            await pilot.press("f10")
            await until(pilot, partial(answered, app, number))
            assert go(app) == ("Sign in", True)
        await refused(pilot, "Wait 0:02")
        await pilot.press("f10", "f10")
        await asyncio.sleep(0.05)
        assert len(asked(app)) == 3
        app.clock.advance(1)
        await until(pilot, lambda: go(app) == ("Wait 0:01", False))
        app.clock.advance(1)
        await until(pilot, lambda: go(app) == ("Sign in", True))
        await refused(pilot, "Wait 0:04")
        app.clock.advance(4)
        await until(pilot, lambda: go(app) == ("Sign in", True))
        await refused(pilot, "Wait 0:08")


async def test_a_wait_that_northe_asks_for_is_counted_down() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for cause in (Cause.THROTTLED, Cause.SIGN_IN_REJECTED, Cause.NORTHE_DOWN):
            app.northe.refuse("sign_in", cause, retry_after=90.0)
            await refused(pilot, "Wait 1:30")
            app.clock.advance(31)
            await until(pilot, lambda: go(app) == ("Wait 0:59", False))
            app.clock.advance(59)
            await until(pilot, lambda: go(app) == ("Sign in", True))
        await pilot.press("f10")
        await until(pilot, lambda: app.heard(SignedIn))


async def test_throttled_without_a_time_waits_nevertheless() -> None:
    app = SignInHost()
    app.northe.refuse("sign_in", Cause.THROTTLED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await refused(pilot, "Wait 0:30")
        assert app.says("Too many tries")


async def test_other_causes_are_told_in_their_own_words_and_tried_again() -> None:
    app = SignInHost()
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        for cause, words in ((Cause.NETWORK_DOWN, "No way to the cloud"), (Cause.NORTHE_DOWN, "Northe has trouble")):
            app.northe.refuse("sign_in", cause)
            await pilot.press("f10")
            await until(pilot, partial(app.says, words))
            assert kept(app) == ["kim@example.com", MEMBER, KEY]
            assert app.focused is app.sign_in.go
        await pilot.press("enter")
        await until(pilot, lambda: app.heard(SignedIn))


async def test_signed_in_but_unread_is_signed_out_on_the_way_back() -> None:
    app = SignInHost()
    app.northe.refuse("account", Cause.NORTHE_DOWN)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.says("Northe has trouble"))
        assert app.northe.called("sign_out") == 0
        await pilot.press("f9")
        await until(pilot, lambda: app.heard(LeftSignIn))
        assert app.northe.called("sign_out") == 1
        assert not app.northe.signed_in


async def test_the_sandbox_names_a_customer_to_try() -> None:
    app = SignInHost(with_look=look(demo=True))
    async with app.run_test(size=SIZE) as pilot:
        await fields(pilot)
        assert app.says("Sandbox: kim@example.com")


async def test_an_approval_while_signing_in_does_not_open_a_second_session() -> None:
    app = SignInHost()
    link, door = app.northe.hold("poll_link"), app.northe.hold("sign_in")
    app.northe.answer("poll_link", LinkStatus.APPROVED)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.northe.polling == 1)
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.northe.called("sign_in") == 1 and not app.northe.polling)
        link.set()
        door.set()
        await until(pilot, lambda: app.heard(SignedIn))
        assert app.northe.called("account") == 1
        assert len(app.heard(SignedIn)) == 1


async def test_after_a_refused_try_the_other_way_has_a_code_again() -> None:
    app = SignInHost()
    app.northe.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    async with app.run_test(size=SIZE) as pilot:
        await filled(pilot)
        await pilot.press("f10")
        await until(pilot, lambda: app.says(REJECTED))
        await pilot.press("f4")
        await until(pilot, lambda: app.code and app.says("Waiting for the customer"))
        polls = app.northe.polls
        await until(pilot, lambda: app.northe.polls > polls + 1)
