"""Connecting: what Northe is told, what shows meanwhile, and that a repeated or cancelled try leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from screens.messages import Answered, Completed, SessionEnded
from services.activation.connecting import ConnectStage
from services.activation.session import ConnectAnswer
from services.contracts import Cause, Stage
from services.fake import ACCOUNT
from tests.support.screens.connect_screen import SIZE, WAITING, ConnectStarted, primary, stage_of, step_of, visible
from tests.support.screens.one_screen import shown, wait_until
from tests.support.sessions.before_connect import SITE, ready_to_connect

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.anyio


# ------------------------------------------------------------------------------------------ the whole way


async def test_all_the_way_to_online() -> None:
    it = ConnectStarted()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        answer = it.app.heard(Completed)[0].answer
        assert isinstance(answer, ConnectAnswer)
        assert answer.box is not None
        assert (answer.box.stage, answer.left_waiting, answer.serial_number) == (Stage.ONLINE, False, "ZAP900001")
        (site,), (box,) = it.args("create_site"), it.args("connect_box")
        assert (site["address"].street, site["price_per_kwh"], site["currency"]) == (
            "Testgatan 10",
            SITE.price_per_kwh,
            "SEK",
        )
        assert (box["name"], box["site_id"]) == ("Garage", "site-1")
        assert box["request"].fields["serial_number"].get_secret_value() == "ZAP900001"
        assert site["key"] != box["key"]
        assert it.app.said.index(it.app.heard(Answered)[0]) < it.app.said.index(it.app.heard(Completed)[0])


async def test_a_site_that_stays_as_it_is_is_not_saved_again() -> None:
    account = replace(ACCOUNT, sites=(SITE,))
    it = ConnectStarted(session=ready_to_connect(account=account, site_id="site-1"))
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.args("create_site") == []
        assert it.args("connect_box")[0]["site_id"] == "site-1"


async def test_a_site_with_another_price_is_saved() -> None:
    account = replace(ACCOUNT, sites=(replace(SITE, price_per_kwh=SITE.price_per_kwh / 2),))
    it = ConnectStarted(session=ready_to_connect(account=account, site_id="site-1"))
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.args("create_site")[0]["price_per_kwh"] == SITE.price_per_kwh


async def test_the_stages_show_and_the_fields_are_closed_meanwhile() -> None:
    it = ConnectStarted()
    it.northe.hold("connect_box")
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.northe.called("connect_box"))
        text = shown(it.app)
        assert "✓ The charge site is saved" in text
        assert "● Asking Northe to connect it ..." in text
        assert "· Northe takes it over" in text
        assert visible(it.app) == ["[ Cancel ]"]
        assert it.app.step.form.field("serial_number").input.disabled
        await pilot.press("f5", "f6", "f7", "f10")
        assert it.app.screen is it.app.step
        await pilot.press("f1")
        await wait_until(pilot, lambda: "F4 leaves it waiting" in shown(it.app))
        await pilot.press("escape")
        await wait_until(pilot, lambda: it.app.screen is it.app.step)
        assert it.northe.called("check_box") == 1


async def test_a_box_that_is_online_in_this_account_already_is_done() -> None:
    box = replace(WAITING, stage=Stage.ONLINE, serial_number="zap900001")
    it = ConnectStarted(session=ready_to_connect(account=replace(ACCOUNT, boxes=(box,))))
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.app.heard(Completed)[0].answer.box == box  # type: ignore[attr-defined]  # a Connect
        assert it.northe.called("connect_box") == 0


async def test_a_box_that_was_being_connected_before_the_line_dropped_is_followed_on() -> None:
    before = ConnectAnswer(serial_number="ZAP900001", fields={}, box=WAITING)
    it = ConnectStarted(session=ready_to_connect(connect=before), check=False)
    it.northe.account_now = replace(ACCOUNT, boxes=(WAITING,))
    async with it.app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.northe.called("connect_box") == 0
        assert it.args("box")[0] == {"box_id": "box-1"}


# ------------------------------------------------------------------------------------------ it takes long


async def test_leaving_it_waiting_is_offered_once_only_the_box_is_missing() -> None:
    it = ConnectStarted()
    it.stay(Stage.TAKING_OVER)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.TAKING_OVER)
        assert visible(it.app) == ["[ Cancel ]"]
        it.stay()
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        assert visible(it.app) == ["[ Cancel ]", "[ Leave it waiting ]"]
        assert "F4 Leave it waiting" in shown(it.app)
        await pilot.press("f4")
        await wait_until(pilot, lambda: it.app.heard(Completed))
        answer = it.app.heard(Completed)[0].answer
        assert isinstance(answer, ConnectAnswer)
        assert answer.left_waiting
        assert answer.box is not None
        assert answer.box.stage is Stage.WAITING_FOR_BOX
        asked = it.northe.called("box")
        await pilot.pause(0.1)
        assert it.northe.called("box") == asked


async def test_after_the_time_limit_there_is_a_choice() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        assert primary(it.app) == []
        assert "Usually under a minute. At 5:00 you are asked whether to keep waiting." in shown(it.app)
        it.clock.advance(301)
        await wait_until(pilot, lambda: "takes longer than it should" in shown(it.app))
        assert "5:01" in shown(it.app)
        assert visible(it.app) == ["[ Cancel ]", "[ Leave it waiting ]", "[ Keep waiting ]"]
        assert primary(it.app) == ["[ Keep waiting ]"]
        await pilot.press("f10")
        await wait_until(pilot, lambda: primary(it.app) == [])
        assert "takes longer" not in shown(it.app)
        assert "At 10:01 you are asked" in " ".join(shown(it.app).split())
        assert it.app.heard(Completed) == []
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: it.app.heard(Completed))


async def test_a_line_that_drops_meanwhile_is_no_failure() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        it.northe.refuse("box", Cause.NETWORK_DOWN, times=None)
        await wait_until(pilot, lambda: "No connection to the cloud. Trying again ..." in shown(it.app))
        it.northe.allow("box")
        await wait_until(pilot, lambda: "tried again" not in shown(it.app))
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.northe.called("connect_box") == 1


# ------------------------------------------------------------------------------------------ it fails


async def test_a_refusal_shows_in_the_list_and_is_not_asked_again_by_itself() -> None:
    it = ConnectStarted()
    it.northe.refuse("connect_box", Cause.HELD_BY_OTHER_OPERATOR)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: "Not connected: Held by another operator" in shown(it.app))
        assert "✗ Another operator holds it" in shown(it.app)
        assert "Ready to connect: waits until it is free" in shown(it.app)
        assert primary(it.app) == ["[ Check again ]"]
        assert not it.app.step.form.field("serial_number").input.disabled
        await pilot.pause(0.1)
        assert it.northe.called("connect_box") == 1


async def test_trying_again_after_trouble_uses_the_same_keys_so_that_nothing_is_made_twice() -> None:
    it = ConnectStarted()
    it.northe.refuse("connect_box", Cause.NORTHE_DOWN)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: primary(it.app) == ["[ Try again ]"])
        await pilot.press("f10")
        await wait_until(pilot, lambda: it.app.heard(Completed))
        first, second = it.args("connect_box")
        assert first["key"] == second["key"]
        first, second = it.args("create_site")
        assert first["key"] == second["key"]
        assert len(it.northe.account_now.boxes) == len(it.northe.account_now.sites) == 1


async def test_another_number_is_another_order_with_another_key() -> None:
    it = ConnectStarted()
    it.northe.refuse("connect_box", Cause.NORTHE_DOWN, times=2)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: primary(it.app) == ["[ Try again ]"])
        it.app.step.form.field("serial_number").input.focus()
        await pilot.press("end", "backspace", "2")
        await wait_until(pilot, lambda: primary(it.app) == ["[ Check ]"])
        await pilot.press("f10")
        await it.go(pilot)
        await wait_until(pilot, lambda: it.northe.called("connect_box") == 2)
        first, second = it.args("connect_box")
        assert first["key"] != second["key"]


async def test_a_stage_that_failed_says_why() -> None:
    it = ConnectStarted()
    async with it.app.run_test(size=SIZE) as pilot:
        it.northe.answer("box", replace(WAITING, stage=Stage.FAILED, cause=Cause.PERMISSION_MISSING))
        await it.go(pilot)
        await wait_until(pilot, lambda: "Not connected: No permission yet" in shown(it.app))
        assert "F6 shows it" in shown(it.app)
        last = it.app.heard(Answered)[-1].answer
        assert isinstance(last, ConnectAnswer)
        assert last.box is not None
        assert (last.box.stage, last.box.cause) == (Stage.FAILED, Cause.PERMISSION_MISSING), "nothing to follow"


async def test_a_box_that_failed_before_is_not_followed_again() -> None:
    failed = replace(WAITING, stage=Stage.FAILED, cause=Cause.VENDOR_DOWN)
    it = ConnectStarted(
        session=ready_to_connect(connect=ConnectAnswer(serial_number="ZAP900001", fields={}, box=failed)), check=False
    )
    async with it.app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert step_of(it.app).attempt is None
        assert "box" not in {call.name for call in it.northe.calls}


async def test_what_is_not_about_the_box_stands_in_the_last_line() -> None:
    it = ConnectStarted()
    it.northe.refuse("create_site", Cause.LIMIT_EXCEEDED)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: primary(it.app) == ["[ Go to Charge site ]"])
        text = shown(it.app)
        assert "✗ Not connected: Price above the limit" in text
        assert "✓ Northe has the permission for Testgatan 10" in text, "what was checked still holds"


async def test_a_wait_that_northe_asks_for_holds_the_next_try() -> None:
    it = ConnectStarted()
    it.northe.refuse("connect_box", Cause.THROTTLED, retry_after=30.0)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: "Wait 30 seconds before the next try." in shown(it.app))
        assert visible(it.app) == ["[ Back ]"]
        assert it.app.focused is step_of(it.app).box_fields.serial.input, "the cursor never falls on Back"
        assert shown(it.app).count("Wait 30 seconds") == 1
        assert "F10" not in shown(it.app)
        await pilot.press("f10")
        it.clock.advance(31)
        await wait_until(pilot, lambda: primary(it.app) == ["[ Try again ]"] and "[ Try again ]" in visible(it.app))
        assert it.northe.called("connect_box") == 1


@pytest.mark.parametrize("call", ["create_site", "connect_box", "box"])
async def test_a_session_that_ends_meanwhile_is_told(call: str) -> None:
    it = ConnectStarted()
    it.northe.refuse(call, Cause.SESSION_EXPIRED)
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.app.heard(SessionEnded))
        assert it.app.heard(SessionEnded)[0].typed == {"serial_number": "ZAP900001"}
        if call == "box":
            assert it.app.heard(Answered)[-1].answer.box is not None, "it's followed on"  # type: ignore[attr-defined]  # a Connect
