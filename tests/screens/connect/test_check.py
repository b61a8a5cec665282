"""Connect before the box is touched: what's typed, what a check shows, and that a check changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Paste
from textual.widgets import Input

from screens.messages import LabelTaken, WentBack
from screens.widgets.action_button import ActionButton
from services.contracts import BoxEvidence, Cause, CheckAnswer
from services.fake import FakeNorthe, FakeZaptec, fake_services
from tests.support.screens.connect_screen import SIZE, checked, primary, step_of
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

pytestmark = pytest.mark.anyio

WRITES = {"connect_box", "create_site", "take_back", "set_bank_account"}


# ------------------------------------------------------------------------------------------ typing


async def test_a_scanned_number_is_put_right_visibly_and_enter_only_moves_on() -> None:
    northe = FakeNorthe()
    app = connect_screen(fake_services(northe=northe), ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "zap90ooo1")
        await pilot.press("enter")
        await wait_until(pilot, lambda: step_of(app).check.passed)
        assert app.step.form.field("serial_number").input.value == "ZAP900001"
        assert "ZAP90OOO1 was read as ZAP900001" in shown(app).replace("\n                        ", " ")
        assert {call.name for call in northe.calls} == {"check_box"}


async def test_a_number_that_cannot_be_one_is_refused_at_its_field_and_nobody_is_asked() -> None:
    northe = FakeNorthe()
    app = connect_screen(fake_services(northe=northe), ready_to_connect(typed={"serial_number": "APM306090"}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: "Zaptec Sense" in shown(app))
        assert isinstance(app.focused, Input)
        assert northe.calls == []
        assert app.step.form.field("serial_number").input.value == "APM306090"


async def test_a_number_scanned_behind_the_one_that_was_checked_takes_its_place() -> None:
    app = connect_screen(session=ready_to_connect(typed={"serial_number": "ZAP900001"}))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        line = app.step.form.field("serial_number").input
        app.step.set_focus(line)
        await type_in(pilot, "ZAP900002")
        assert line.value == "ZAP900001ZAP900002"
        await pilot.press("enter")
        await wait_until(pilot, lambda: line.value == "ZAP900002")
        assert not app.step.form.field("serial_number").refused


@pytest.mark.parametrize(
    "page", ["Zaptec Go\nS/N: ZAP900002\nPIN 1234\n", "\n\nArt. 7\r\n\tZAP900002", "ZAP900002\n\x1bZAP900002\n"]
)
async def test_a_number_is_looked_for_in_all_lines_of_a_paste(page: str) -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        line = app.step.form.field("serial_number").input
        line.post_message(Paste(page))
        await wait_until(pilot, lambda: line.value == "ZAP900002")
        await wait_until(pilot, lambda: step_of(app).check.passed)
        assert step_of(app).attempt is None, "no line end has pressed anything"


async def test_a_number_pasted_behind_another_takes_its_place() -> None:
    app = connect_screen(session=ready_to_connect(typed={"serial_number": "ZAP900001"}))
    async with app.run_test(size=SIZE) as pilot:
        line = app.step.form.field("serial_number").input
        line.post_message(Paste("ZAP900002\r\n"))
        await wait_until(pilot, lambda: line.value == "ZAP900002")
        line.post_message(Paste("5"))
        await wait_until(pilot, lambda: line.value == "ZAP9000025")  # a piece goes to the cursor


async def test_text_that_comes_while_a_button_has_the_focus_is_another_number() -> None:
    """The wizard says so before it hands the text on."""
    app = connect_screen(session=ready_to_connect(typed={"serial_number": "ZAP900001"}))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert not isinstance(app.focused, Input)
        step_of(app).expect_text()
        await type_in(pilot, "ZAP900002")
        assert app.step.form.field("serial_number").input.value == "ZAP900002"


@pytest.mark.parametrize(
    ("serial", "product"),
    [("ZPR150119", "Zaptec Pro"), ("GPN900001", "Zaptec Go 2"), ("ZCH900001", "Zaptec Pro / Home")],
)
async def test_a_number_of_another_model_is_never_right_and_one_key_takes_it(serial: str, product: str) -> None:
    app = connect_screen(session=ready_to_connect(typed={"serial_number": serial}))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "Everything is right" not in shown(app)
        assert f"The number says {product}, but you chose Zaptec Go." in shown(app)
        assert primary(app) == [f"[ Take {product} ]"]
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.heard(LabelTaken))
        label = app.heard(LabelTaken)[0].label
        assert label is not None
        assert label.value == serial


@pytest.mark.parametrize("left", ["enter", "f10"])
async def test_a_number_of_another_brand_is_named_and_one_key_takes_it(left: str) -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "EHVG7Y32")
        await pilot.press(left)
        await wait_until(pilot, lambda: primary(app) == ["[ Take Easee ]"])
        assert "EHVG7Y32 is a number of Easee, but you chose Zaptec." in shown(app)
        app.step.form.field("serial_number").input.focus()
        await pilot.press("end", "backspace")
        await wait_until(pilot, lambda: primary(app) == ["[ Check ]"])


async def test_an_empty_field_is_not_complained_about_before_it_is_needed() -> None:
    app = connect_screen(session=ready_to_connect(typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("tab", "shift+tab")
        assert not app.step.form.field("serial_number").refused
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.step.form.field("serial_number").refused)


async def test_easee_asks_for_a_pin_that_stays_hidden_and_offers_nothing_of_zaptec() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as="installer@example.com")
    session = ready_to_connect(brand="easee", model="home", typed={})
    app = connect_screen(fake_services(northe=northe, zaptec=zaptec), session)
    async with app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "EH123456")
        await pilot.press("enter")
        await type_in(pilot, "8392")
        assert "8392" not in shown(app)
        assert "The sixth wrong PIN locks it a day" in shown(app)
        await pilot.press("f4", "f6", "f7")
        assert app.screen is app.step
        await checked(pilot, app)
        request = northe.calls[-1].args["request"]
        assert request.fields["pin"].get_secret_value() == "8392"
        assert zaptec.calls == []
        assert "F6" not in shown(app)
        assert "8392" not in repr(northe.calls)


# ------------------------------------------------------------------------------------------ checking


async def test_a_check_is_read_only_and_makes_connect_the_next_thing() -> None:
    northe = FakeNorthe()
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: step_of(app).check.passed)
        assert primary(app) == ["[ Connect ]"]
        assert app.focused is not None
        assert app.focused.id == "connect"
        assert "F10 Connect" in shown(app)
        assert {call.name for call in northe.calls} == {"check_box"}
        assert not WRITES & {call.name for call in northe.calls}
        assert "Northe is ready to connect it" in shown(app)
        assert "OCPP 1.6J cloud" in shown(app)


async def test_without_a_zaptec_sign_in_the_gaps_say_how_to_fill_them() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec()
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        text = shown(app)
        assert "✗ Northe has no permission yet" in text
        assert "F6 shows it" in text
        assert text.count("F7 signs in") == 1
        assert "· Ready to connect: waits for the permission" in text
        assert primary(app) == ["[ Check again ]"]
        assert app.step.query_one("#connect", ActionButton).disabled
        assert zaptec.called("look") == 0


async def test_with_a_zaptec_sign_in_more_is_seen() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as="installer@example.com")
    northe.answer("check_box", CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe, zaptec=zaptec))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "✓ Online: heard 12 seconds ago over LTE, signal 60" in shown(app)
        assert zaptec.calls[0].args == {"serial_number": "ZAP900001"}


async def test_an_offline_box_is_connected_by_the_primary_key_and_checked_again_by_f5() -> None:
    northe = FakeNorthe()
    northe.answer("check_box", CheckAnswer(Cause.BOX_OFFLINE, BoxEvidence()))
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        assert "You can connect it now and leave it waiting." in shown(app)
        assert primary(app) == ["[ Connect ]"]
        assert app.focused is app.step.query_one("#connect", ActionButton)
        assert "F10 Connect" in shown(app)
        asked = northe.called("check_box")
        await pilot.press("f5")
        await wait_until(pilot, lambda: northe.called("check_box") == asked + 1)


async def test_another_number_makes_the_old_check_worthless() -> None:
    app = connect_screen()
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        app.step.form.field("serial_number").input.focus()
        await pilot.press("end", "backspace", "2")
        await wait_until(pilot, lambda: not step_of(app).check.items)
        text = shown(app)
        assert "Northe is ready" not in text
        assert primary(app) == ["[ Check ]"]
        assert app.step.query_one("#connect", ActionButton).disabled


async def test_a_number_put_right_by_the_check_does_not_make_it_worthless() -> None:
    app = connect_screen(session=ready_to_connect(typed={"serial_number": " zap-900 001 "}))
    async with app.run_test(size=SIZE) as pilot:
        await checked(pilot, app)
        await pilot.pause()
        assert step_of(app).check.passed
        assert app.step.form.field("serial_number").input.value == "ZAP900001"


async def test_an_answer_about_a_number_that_was_changed_meanwhile_is_not_shown() -> None:
    northe = FakeNorthe()
    gate = northe.hold("check_box")
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: northe.called("check_box"))
        await pilot.press("end", "backspace", "2")
        gate.set()
        await wait_until(pilot, lambda: not step_of(app).waiting)
        assert step_of(app).check.items == ()
        assert primary(app) == ["[ Check ]"]


async def test_escape_stops_a_check_and_nothing_else() -> None:
    northe = FakeNorthe()
    northe.hold("check_box")
    app = connect_screen(fake_services(northe=northe))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: northe.called("check_box"))
        await wait_until(pilot, lambda: "Checking" in shown(app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: not step_of(app).waiting)
        assert "Stopped. Nothing was changed." in shown(app)
        assert step_of(app).check.items == ()


async def test_a_failure_of_our_own_is_not_swallowed() -> None:
    class Broken(FakeNorthe):
        async def check_box(self, request: Any) -> CheckAnswer:
            raise RuntimeError("a mistake in the program")

    app = connect_screen(fake_services(northe=Broken()))
    with pytest.raises(Exception, match="a mistake in the program"):
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("f5")
            await wait_until(pilot, lambda: False, seconds=1.0)


async def test_going_back_keeps_what_was_typed() -> None:
    app = connect_screen()
    async with app.run_test(size=SIZE) as pilot:
        app.step.query_one("#back").focus()
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(WentBack))
        await pilot.pause()
        assert len(app.heard(WentBack)) == 1
        assert app.heard(WentBack)[0].typed == {"serial_number": "ZAP900001"}
