"""What Connect opens over itself, and what comes back from there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.connect import ConnectScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.panels.maker_sign_in import MakerSignInPanel
from screens.panels.pick_charger import PickChargerPanel
from screens.permission import PermissionScreen
from services.contracts import BoxEvidence, Cause, CheckAnswer, MakerCharger
from services.fake import CHARGER, FakeNorthe, FakeZaptec, fake_services
from tests.support.screens.one_screen import OneScreen, shown, type_in, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

pytestmark = pytest.mark.anyio

SIZE = (80, 24)
INSTALLER = "installer@example.com"


def step_of(app: OneScreen) -> ConnectScreen:
    assert isinstance(app.step, ConnectScreen)
    return app.step


async def opened(pilot: Any, app: OneScreen, key: str, kind: type[Any]) -> Any:
    await pilot.press(key)
    await wait_until(pilot, lambda: isinstance(app.screen, kind))
    return app.screen


async def test_what_the_permission_panel_finds_is_in_the_list_afterwards() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "no permission yet" in shown(app))
        await opened(pilot, app, "f6", PermissionScreen)
        assert "no permission yet" in shown(app), "what's known already isn't asked again"
        assert northe.called("check_box") == 1
        await pilot.press("f5")
        await wait_until(pilot, lambda: "Go back and connect the box." in shown(app))
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert step_of(app).check.passed
        assert "F10 Connect" in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: northe.called("connect_box"))


async def test_the_permission_panel_opens_without_a_number_too() -> None:
    northe = FakeNorthe()
    app = connect_screen(fake_services(northe=northe), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f6", PermissionScreen)
        assert "https://portal.zaptec.com/access/request/Y8TU" in shown(app)
        assert "Type the serial number first" in " ".join(shown(app).split())
        await pilot.press("f5")
        await pilot.pause()
        assert northe.calls == []


async def test_a_pro_is_told_apart_by_its_model() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    session = ready_to_connect(model="pro", typed={"serial_number": "ZPR150119"})
    app = connect_screen(fake_services(northe=northe), session)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f6", PermissionScreen)
        await wait_until(pilot, lambda: "no permission yet" in shown(app))
        assert "A Pro installation needs a link of its own." in shown(app)
        assert "https://" not in shown(app)


async def test_signing_in_at_zaptec_checks_at_once_and_is_said() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec()
    app = connect_screen(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f7", MakerSignInPanel)
        await type_in(pilot, INSTALLER)
        await pilot.press("enter")
        await type_in(pilot, "hunter2")
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is app.step and step_of(app).check.passed)
        assert zaptec.called("look") == 1
        assert "signal 60" in shown(app)
        assert "F4 Pick" in shown(app)
        assert "^Q Quit" in shown(app)
        dialog = await opened(pilot, app, "f7", ConfirmDialog)
        assert INSTALLER in shown(app)
        dialog.query_one("#yes").focus()
        await pilot.press("enter")
        await wait_until(pilot, lambda: zaptec.signed_in_as is None)
        assert "Signed out of Zaptec." in shown(app)
        assert "F4 Pick" not in shown(app)


async def test_a_sign_in_that_zaptec_does_not_take_any_more_is_asked_for_anew() -> None:
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.refuse("look", Cause.SIGN_IN_REJECTED)
    app = connect_screen(fake_services(zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: step_of(app).check.items)
        await opened(pilot, app, "f7", MakerSignInPanel)
        assert zaptec.signed_in_as is None


async def test_staying_signed_in_changes_nothing() -> None:
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    app = connect_screen(fake_services(zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f7", ConfirmDialog)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert zaptec.signed_in_as == INSTALLER


async def test_a_box_can_be_picked_from_the_installer_s_own_list() -> None:
    app = connect_screen(fake_services(zaptec=FakeZaptec(signed_in_as=INSTALLER)), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f4", PickChargerPanel)
        await wait_until(pilot, lambda: "ZAP900001" in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert app.step.form.field("serial_number").input.value == "ZAP900001"


def chargers(count: int) -> tuple[MakerCharger, ...]:
    return tuple(
        replace(CHARGER, charger_id=str(number), serial_number=f"ZAP{900000 + number}", name=f"Plats {number}")
        for number in range(count)
    )


async def test_the_first_page_of_the_list_can_be_used_while_the_rest_comes() -> None:
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.chargers_now, zaptec.first_page = chargers(300), 100
    rest = zaptec.hold("chargers")
    app = connect_screen(fake_services(zaptec=zaptec), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f4", PickChargerPanel)
        await wait_until(pilot, lambda: "100 of 100 so far" in shown(app))
        await pilot.press(*"900007")
        await wait_until(pilot, lambda: "1 of 100 so far" in shown(app))
        await pilot.press(*["backspace"] * 6, *"900207")
        await wait_until(pilot, lambda: "No charger so far matches" in shown(app))
        assert "F10" not in shown(app), "there's nothing to take"
        rest.set()
        await wait_until(pilot, lambda: "1 of 300." in shown(app))
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert app.step.form.field("serial_number").input.value == "ZAP900207"


async def test_one_of_the_first_page_can_be_taken_before_the_rest_is_there() -> None:
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.chargers_now, zaptec.first_page = chargers(300), 100
    zaptec.hold("chargers")
    app = connect_screen(fake_services(zaptec=zaptec), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f4", PickChargerPanel)
        await wait_until(pilot, lambda: "100 of 100 so far" in shown(app))
        await pilot.press("down", "f10")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert app.step.form.field("serial_number").input.value == "ZAP900001"


async def test_what_has_come_of_the_list_stays_when_the_rest_does_not_come() -> None:
    zaptec = FakeZaptec(signed_in_as=INSTALLER)
    zaptec.chargers_now, zaptec.first_page = chargers(300), 100
    zaptec.refuse("chargers", Cause.VENDOR_DOWN)
    app = connect_screen(fake_services(zaptec=zaptec), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot, app, "f4", PickChargerPanel)
        await wait_until(pilot, lambda: "is not answering" in shown(app))
        assert "100 of 100 so far" in shown(app)
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is app.step)
        assert app.step.form.field("serial_number").input.value == "ZAP900000"


async def test_without_a_sign_in_there_is_no_list_to_pick_from() -> None:
    app = connect_screen()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        await wait_until(pilot, lambda: "Sign in to Zaptec with F7 first" in shown(app))
        assert app.screen is app.step


# ------------------------------------------------------------------------------------------ from the list itself


async def test_enter_on_a_remedy_does_what_its_key_does() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "no permission yet" in shown(app) and not step_of(app).waiting)
        step_of(app).form.field("serial_number").input.focus()
        await pilot.press("tab")
        await wait_until(pilot, lambda: app.focused is step_of(app).check_list)
        await opened(pilot, app, "enter", PermissionScreen)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is app.step)
        await pilot.press("down")
        await opened(pilot, app, "enter", MakerSignInPanel)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is app.step)
        await pilot.press("up", "up")
        await wait_until(pilot, lambda: app.focused is step_of(app).form.field("serial_number").input)


async def test_the_usual_way_goes_past_the_remedies() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "no permission yet" in shown(app) and not step_of(app).waiting)
        step_of(app).form.field("serial_number").input.focus()
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.focused is step_of(app).primary)
        step_of(app).check_list.focus()
        await pilot.press("down", "down")
        await wait_until(pilot, lambda: app.focused is step_of(app).primary)
        await pilot.press("down")
        assert app.focused is step_of(app).primary


async def test_with_no_remedy_left_the_list_lets_the_cursor_go() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "no permission yet" in shown(app) and not step_of(app).waiting)
        step_of(app).check_list.focus()
        await wait_until(pilot, lambda: app.focused is step_of(app).check_list)
        step_of(app).check_list.show(())
        await wait_until(pilot, lambda: app.focused is None)
