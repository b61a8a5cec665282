"""Cancelling a try: asked first, nothing left behind, and never from behind a question."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from screens.dialogs.confirm import ConfirmDialog
from screens.messages import Answered, Completed
from services.activation.connecting import ConnectStage
from services.activation.session import ConnectAnswer
from services.contracts import Cause, Stage
from services.fake import ACCOUNT
from tests.support.screens.connect_screen import SIZE, WAITING, ConnectStarted, primary, stage_of, visible
from tests.support.screens.one_screen import OneScreen, shown, wait_until

pytestmark = pytest.mark.anyio


async def asked(pilot: Any, app: OneScreen, key: str = "f9") -> None:
    await pilot.press(key)
    await wait_until(pilot, lambda: isinstance(app.screen, ConfirmDialog))


async def answered(pilot: Any, app: OneScreen, *, yes: bool) -> None:
    app.screen.query_one("#yes" if yes else "#no").focus()
    await pilot.press("enter")
    await wait_until(pilot, lambda: app.screen is app.step)


@pytest.mark.parametrize("key", ["f9", "escape"])
async def test_cancelling_asks_first_and_no_changes_nothing(key: str) -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        await asked(pilot, it.app, key)
        assert it.app.focused is not None
        assert it.app.focused.id == "no", "the safe answer"
        await answered(pilot, it.app, yes=False)
        assert it.northe.called("take_back") == 0
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: it.app.heard(Completed))


async def test_a_cancelled_try_leaves_nothing_behind_and_the_next_one_is_a_new_one() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        await asked(pilot, it.app)
        await answered(pilot, it.app, yes=True)
        await wait_until(pilot, lambda: "Cancelled. The box is not in the account." in shown(it.app))
        assert it.northe.account_now.boxes == ()
        last = it.app.heard(Answered)[-1].answer
        assert isinstance(last, ConnectAnswer)
        assert last.box is None
        assert primary(it.app) == ["[ Connect ]"]
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await pilot.press("f10")
        await wait_until(pilot, lambda: it.app.heard(Completed))
        first, second = it.args("connect_box")
        assert first["key"] != second["key"]


async def test_what_northe_made_before_it_could_say_so_is_taken_back_too() -> None:
    it = ConnectStarted()
    it.northe.hold("connect_box")
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: it.northe.called("connect_box"))
        it.northe.account_now = replace(ACCOUNT, boxes=(WAITING,))
        await asked(pilot, it.app)
        await answered(pilot, it.app, yes=True)
        await wait_until(pilot, lambda: "Cancelled" in shown(it.app))
        assert it.args("take_back") == [{"box_id": "box-1"}]
        assert it.northe.account_now.boxes == ()


async def test_too_late_to_cancel_is_success() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        await asked(pilot, it.app)
        it.northe.answer("take_back", False)
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: True)
        await answered(pilot, it.app, yes=True)
        await wait_until(pilot, lambda: it.app.heard(Completed))


async def test_a_box_that_comes_online_while_it_is_asked_waits_for_the_answer() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        await asked(pilot, it.app)
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.ONLINE)
        await pilot.pause(0.05)
        assert it.app.heard(Completed) == [], "not from behind a question"
        await answered(pilot, it.app, yes=True)
        await wait_until(pilot, lambda: it.app.heard(Completed))
        assert it.northe.called("take_back") == 0


async def test_what_could_not_be_taken_back_is_said_and_followed_on() -> None:
    it = ConnectStarted()
    it.stay()
    async with it.app.run_test(size=SIZE) as pilot:
        await it.go(pilot)
        await wait_until(pilot, lambda: stage_of(it.app) is ConnectStage.WAITING)
        it.northe.refuse("take_back", Cause.NORTHE_DOWN)
        await asked(pilot, it.app)
        await answered(pilot, it.app, yes=True)
        await wait_until(pilot, lambda: "It could not be taken back: Northe is not answering" in shown(it.app))
        assert visible(it.app) == ["[ Cancel ]", "[ Leave it waiting ]"]
        it.northe.stages = (*it.northe.stages, Stage.ONLINE)
        await wait_until(pilot, lambda: it.app.heard(Completed))
