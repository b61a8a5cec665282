"""The installer's own sign-in at Zaptec: kept in memory, refused in words, never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.panels.maker_sign_in import MakerSignInPanel
from screens.panels.pick_charger import PickChargerPanel
from services.contracts import Cause, MakerCharger
from services.fake import CHARGER, FakeZaptec, fake_services
from tests.support.screens.one_screen import OneScreen, look, shown, type_in, wait_until
from tests.support.sessions.before_connect import ready_to_connect

pytestmark = pytest.mark.anyio

SIZE = (80, 24)
PASSWORD = "Sommar-2026"


def hosted(zaptec: FakeZaptec) -> OneScreen:
    services = fake_services(zaptec=zaptec)
    return OneScreen(lambda: MakerSignInPanel(look(), services, ready_to_connect()), ready_to_connect())


async def typed(pilot: Any, user_name: str = "installer@example.com", password: str = PASSWORD) -> None:
    await type_in(pilot, user_name)
    await pilot.press("enter")
    await type_in(pilot, password)


async def test_the_password_goes_to_zaptec_and_nowhere_else() -> None:
    zaptec = FakeZaptec()
    app = hosted(zaptec)
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        await typed(pilot)
        assert PASSWORD not in shown(app)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "sign-in")
        assert zaptec.calls == [], "Enter in a field only moves on"
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is not panel)
        (call,) = zaptec.calls
        assert call.args["user_name"] == "installer@example.com"
        assert call.args["password"].get_secret_value() == PASSWORD
        assert PASSWORD not in repr(call)


async def test_f2_shows_the_password_for_a_moment() -> None:
    app = hosted(FakeZaptec())
    async with app.run_test(size=SIZE) as pilot:
        await typed(pilot)
        await pilot.press("f2")
        await wait_until(pilot, lambda: PASSWORD in shown(app))


async def test_empty_fields_are_named_and_zaptec_is_not_asked() -> None:
    zaptec = FakeZaptec()
    app = hosted(zaptec)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f10")
        await wait_until(pilot, lambda: "Type your password at Zaptec." in shown(app))
        assert "Type your user name at Zaptec" in shown(app)
        assert zaptec.calls == []


async def test_a_refusal_keeps_the_name_and_asks_for_the_password_again() -> None:
    zaptec = FakeZaptec()
    zaptec.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    app = hosted(zaptec)
    async with app.run_test(size=SIZE) as pilot:
        panel: Any = app.screen
        await typed(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: "does not know this user name with this password" in shown(app))
        assert panel.form.field("user_name").input.value == "installer@example.com"
        assert panel.form.field("password").empty
        assert app.focused is panel.form.field("password").input
        assert zaptec.called("sign_in") == 1, "a refused sign-in isn't repeated"


@pytest.mark.parametrize("cause", [Cause.LOGIN_CHANGED, Cause.THROTTLED, Cause.VENDOR_DOWN, Cause.NETWORK_DOWN])
async def test_other_trouble_has_its_own_words_and_keeps_what_was_typed(cause: Cause) -> None:
    zaptec = FakeZaptec()
    zaptec.refuse("sign_in", cause)
    app = hosted(zaptec)
    async with app.run_test(size=SIZE) as pilot:
        panel: Any = app.screen
        await typed(pilot)
        await pilot.press("f10")
        await wait_until(pilot, lambda: panel.look.words.t(f"causes.{cause.value}.title") in shown(app))
        assert not panel.form.field("password").empty


async def test_it_can_be_left_without() -> None:
    zaptec = FakeZaptec()
    app = hosted(zaptec)
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        await typed(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is panel, "Escape may be the beginning of a function key"
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is not panel)
        assert zaptec.signed_in_as is None


# ------------------------------------------------------------------------------------------ the list


def listed(zaptec: FakeZaptec, taken: list[str]) -> OneScreen:
    services = fake_services(zaptec=zaptec)
    return OneScreen(lambda: PickChargerPanel(look(), services, ready_to_connect(), taken.append), ready_to_connect())


def chargers(count: int) -> tuple[MakerCharger, ...]:
    return tuple(
        replace(CHARGER, charger_id=str(number), serial_number=f"ZAP{900000 + number}", name=f"Box {number}")
        for number in range(count)
    )


async def test_typing_narrows_arrows_move_and_enter_takes_nothing_by_itself() -> None:
    taken: list[str] = []
    zaptec = FakeZaptec(signed_in_as="x")
    zaptec.chargers_now = chargers(1000)
    app = listed(zaptec, taken)
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        assert isinstance(panel, PickChargerPanel)
        await wait_until(pilot, lambda: "1000 of 1000" in shown(app))
        await pilot.press("down", "pagedown", "up")
        await wait_until(pilot, lambda: panel.rows.pointed is zaptec.chargers_now[panel.rows.page])
        await pilot.press("pagedown", "pagedown")
        pointed = panel.rows.pointed
        assert pointed is not None
        await wait_until(pilot, lambda: f"▸ {pointed.serial_number}" in shown(app))
        await type_in(pilot, "ap90071")
        await wait_until(pilot, lambda: "10 of 1000" in shown(app) and "▸ ZAP900710" in shown(app))
        await pilot.press("down", "enter")
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "take")
        assert taken == []
        panel.expect_text()  # as the wizard says it, with the button focused: it's something else to find
        await type_in(pilot, "box 45")
        await wait_until(pilot, lambda: "20 of 1000" in shown(app))
        await type_in(pilot, "x")
        await wait_until(pilot, lambda: "No charger matches" in shown(app))
        await pilot.press("enter", "f10", "backspace", "up", "enter")
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "take")
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is not panel)
        assert taken == ["ZAP900045"]


async def test_an_empty_list_says_what_to_do() -> None:
    zaptec, taken = FakeZaptec(signed_in_as="x"), list[str]()
    zaptec.chargers_now = ()
    app = listed(zaptec, taken)
    async with app.run_test(size=SIZE) as pilot:
        panel = app.screen
        await wait_until(pilot, lambda: "sees no chargers" in shown(app))
        await pilot.press("f10", "f9")
        await wait_until(pilot, lambda: app.screen is not panel)
        assert taken == []


async def test_a_list_that_cannot_be_had_says_why() -> None:
    zaptec = FakeZaptec(signed_in_as="x")
    zaptec.refuse("chargers", Cause.VENDOR_DOWN)
    app = listed(zaptec, [])
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "The maker's cloud is not answering" in shown(app))
