"""Whether Northe has the permission by now: how often Zaptec is asked, and when Northe is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from services.activation import permission_watch
from services.activation.box_check import BoxCheck
from services.activation.permission import PermissionState
from services.activation.permission_watch import PermissionWatch
from services.activation.session import BoxTypeAnswer
from services.contracts import BoxEvidence, Cause, CheckAnswer, Grant, MakerLook, ServiceError
from services.fake import FakeNorthe, FakeZaptec, fake_services
from services.fake.data import EVIDENCE

pytestmark = pytest.mark.anyio

INSTALLER = "installer@example.com"
MISSING = CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence())
NOT_YET = MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=EVIDENCE)


class Watched:
    """A watch whose pauses take no time. `at`: what happens after so many seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, model: str = "go", signed_in: bool = True) -> None:
        self.northe, self.zaptec = FakeNorthe(), FakeZaptec(signed_in_as=INSTALLER if signed_in else None)
        self.zaptec.look_now = NOT_YET
        services = fake_services(northe=self.northe, zaptec=self.zaptec)
        self.check = BoxCheck(services, BoxTypeAnswer(name="Garage", brand="zaptec", model=model))
        self.busy = False
        self.watch = PermissionWatch(self.zaptec, self.check, busy=lambda: self.busy)
        self.passed = 0.0
        self.at: dict[float, Any] = {}
        really = asyncio.sleep

        async def sleep(seconds: float) -> None:
            self.passed += seconds
            for moment in [one for one in self.at if one <= self.passed]:
                self.at.pop(moment)()
            await really(0)

        monkeypatch.setattr(permission_watch.asyncio, "sleep", sleep)  # type: ignore[attr-defined]  # its own asyncio

    async def checked(self, said: Any = MISSING) -> None:
        self.northe.answer("check_box", said)
        self.check.read({"serial_number": "ZAP900001"})
        self.check.take(await self.check.ask())
        self.zaptec.calls.clear()
        self.northe.calls.clear()

    async def run(self, seconds: float) -> None:
        """For so long, or until the watch ends."""
        running = asyncio.create_task(self.watch.run())
        while self.passed <= seconds and not running.done():  # noqa: ASYNC110 - there's nothing that tells when
            await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait((running,))
        if not running.cancelled():
            running.result()

    def grant(self) -> None:
        self.zaptec.look_now = replace(NOT_YET, grant=Grant.GRANTED)


async def test_only_zaptec_is_asked_and_only_about_the_grant_until_it_shows_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    it = Watched(monkeypatch, signed_in=False)
    await it.checked()
    it.zaptec.signed_in_as = INSTALLER
    it.at[40.0] = it.grant
    await it.run(3600)
    assert it.watch.state.granted
    assert it.passed == 40.0
    assert (it.zaptec.called("grant"), it.northe.called("check_box")) == (4, 1)
    assert it.zaptec.called("look") == 2, "at first, and when both clouds are asked at the end"


async def test_looks_become_rarer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every eight seconds for two minutes, then every half minute: 75 in half an hour at most."""
    it = Watched(monkeypatch)
    await it.checked()
    await it.run(120)
    assert it.zaptec.called("grant") == 15
    assert it.watch.pause == 32.0
    it = Watched(monkeypatch)
    await it.checked()
    await it.run(1800)
    assert 60 < it.zaptec.called("grant") < 75


@pytest.mark.parametrize("why", ["nobody is signed in", "nothing is known", "no number was read", "it's asked by hand"])
async def test_it_does_not_look(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    it = Watched(monkeypatch)
    if why != "nothing is known":
        await it.checked()
    if why == "nobody is signed in":
        it.zaptec.signed_in_as = None
    elif why == "no number was read":
        it.check.answer = None
    it.busy = why == "it's asked by hand"
    await it.run(600)
    assert it.zaptec.calls == it.northe.calls == []
    assert it.watch.pause == 8.0, "a look that's left out doesn't count"


async def test_a_look_that_fails_is_known_and_the_wait_that_was_asked_for_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    it = Watched(monkeypatch)
    await it.checked()
    it.zaptec.refuse("grant", Cause.THROTTLED, retry_after=100.0)
    it.at[100.0] = it.grant
    await it.run(3600)
    assert it.passed == 8.0 + 100.0 + 8.0
    assert it.watch.state.granted
    it = Watched(monkeypatch)
    await it.checked()
    it.zaptec.refuse("grant", Cause.VENDOR_DOWN, times=None)
    await it.run(10)
    assert it.check.facts is not None
    assert isinstance(it.check.facts.maker, ServiceError)


async def test_what_zaptec_shows_is_no_permission_before_northe_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    it = Watched(monkeypatch)
    await it.checked()
    it.grant()
    it.northe.refuse("check_box", Cause.NORTHE_DOWN, times=None)
    await it.run(20)
    assert not it.watch.state.granted
    assert it.northe.called("check_box") == 2


async def test_it_ends_at_once_where_northe_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    it = Watched(monkeypatch)
    await it.checked(CheckAnswer(None, EVIDENCE))
    await it.watch.run()
    assert it.passed == 0.0


async def test_what_is_known_of_the_permission_is_what_is_known_of_the_box(monkeypatch: pytest.MonkeyPatch) -> None:
    it = Watched(monkeypatch, model="pro")
    assert it.watch.state == PermissionState(it.check.box_type, it.zaptec.consent)
    await it.checked()
    assert it.watch.state.facts is it.check.facts
