"""A whole serial number is checked by itself: once, never while somebody types, and nobody loses the cursor to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Paste

from services.contracts import Cause
from services.fake import FakeClock, FakeNorthe, fake_services
from tests.support.screens.connect_screen import SIZE, primary, step_of
from tests.support.screens.one_screen import shown, type_in, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

if TYPE_CHECKING:
    from tests.support.screens.one_screen import OneScreen

pytestmark = pytest.mark.anyio


class Connecting:
    """The step with these answers in it, and a clock that stands still."""

    def __init__(self, **typed: str) -> None:
        self.northe, self.clock = FakeNorthe(), FakeClock()
        services = fake_services(northe=self.northe, clock=self.clock)
        self.app: OneScreen = connect_screen(services, ready_to_connect(typed=dict(typed)))

    @property
    def checks(self) -> int:
        return self.northe.called("check_box")

    async def known(self, pilot: Any) -> None:
        await wait_until(pilot, lambda: step_of(self.app).check.items and not step_of(self.app).waiting)


async def test_a_number_that_waits_is_checked_as_the_step_opens() -> None:
    it = Connecting(serial_number="ZAP900001")
    async with it.app.run_test(size=SIZE) as pilot:
        await it.known(pilot)
        assert it.checks == 1
        assert primary(it.app) == ["[ Connect ]"]
        assert it.app.focused is not None
        assert it.app.focused.id == "connect", "one more Enter connects it"


async def test_typing_asks_nobody_and_leaving_the_field_asks_once() -> None:
    it = Connecting()
    async with it.app.run_test(size=SIZE) as pilot:
        await type_in(pilot, "ZAP900001")
        await pilot.pause(0.2)
        assert it.checks == 0
        await pilot.press("enter")
        await it.known(pilot)
        await pilot.press("shift+tab", "tab")
        await pilot.pause(0.1)
        assert it.checks == 1


async def test_a_paste_is_whole_at_once() -> None:
    it = Connecting()
    async with it.app.run_test(size=SIZE) as pilot:
        it.app.step.form.field("serial_number").input.post_message(Paste("S/N: ZAP900001\n"))
        await it.known(pilot)
        assert it.checks == 1


@pytest.mark.parametrize("typed", ["ZAP90000", "GPN900001", "EHVG7Y32", ""])
async def test_what_is_not_a_number_of_this_type_asks_nobody(typed: str) -> None:
    it = Connecting()
    async with it.app.run_test(size=SIZE) as pilot:
        if typed:
            await type_in(pilot, typed)
        await pilot.press("tab")
        await pilot.pause(0.1)
        assert it.checks == 0


async def test_the_next_number_waits_its_time_and_a_key_does_not() -> None:
    it = Connecting(serial_number="ZAP900001")
    async with it.app.run_test(size=SIZE) as pilot:
        await it.known(pilot)
        line = it.app.step.form.field("serial_number").input
        for serial in ("ZAP900002", "ZAP900003"):
            line.focus()
            line.value = serial
            await pilot.press("tab")
            await pilot.pause(0.1)
        assert it.checks == 1, "two seconds apart, and the clock stands still"
        await pilot.press("f5")
        await it.known(pilot)
        assert it.checks == 2
        it.clock.advance(3)
        line.focus()
        line.value = "ZAP900004"
        await pilot.press("tab")
        await wait_until(pilot, lambda: it.checks == 3)


async def test_nothing_is_asked_while_northe_asks_to_wait() -> None:
    it = Connecting(serial_number="ZAP900001")
    it.northe.refuse("check_box", Cause.THROTTLED, retry_after=30.0)
    async with it.app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "before the next try" in shown(it.app))
        it.clock.advance(5)
        line = it.app.step.form.field("serial_number").input
        line.focus()
        line.value = "ZAP900002"
        await pilot.press("tab")
        await pilot.pause(0.1)
        assert it.checks == 1
