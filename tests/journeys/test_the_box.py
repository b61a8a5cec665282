"""What a check finds and how connecting ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button

from services.contracts import Cause
from services.text.words import Words
from tests.support.screens.journey_parts import approved, check, connect, finish, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


FOUND = {
    Cause.BOX_NOT_FOUND: ("ZAP999999", "diagnosis.known.wrong"),
    Cause.PERMISSION_MISSING: ("ZAP900002", "diagnosis.permission.missing"),
    Cause.ROLE_MISSING: ("ZAP900003", "diagnosis.permission.role"),
    Cause.HELD_BY_OTHER_OPERATOR: ("ZAP900004", "diagnosis.held.by"),
    Cause.ALREADY_IN_OTHER_ACCOUNT: ("ZAP900005", "diagnosis.held.already"),
    Cause.BOX_OFFLINE: ("ZAP900006", "diagnosis.online.wrong_heard"),
    Cause.PAIRING_LOCKED: ("ZAP900009", "causes.pairing_locked.title"),
    Cause.VENDOR_DOWN: ("ZAP900013", "causes.vendor_down.title"),
}


async def test_what_a_check_finds(tmp_path: Path) -> None:
    """Each cause in its own words, one serial scanned after the other, wherever the cursor is then; a check makes nothing
    at the cloud.
    """
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        for serial, key in FOUND.values():
            await check(way, serial)
            gaps = {"serial": serial, "operator": "Elbolaget Exempel", "ago": "5 hours ago"}
            await way.sees(Words().t(key, **gaps))
        world = (await way.world.get("/sandbox/world")).json()
        assert not [one for one in world["charge_boxes"] if one["email"] == "kim@example.com"]


async def test_permission_is_given_and_the_box_connects(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900002")
        await way.sees("no permission")
        await way.press("f6")
        await way.sees("https://portal.zaptec.com/access/request/Y8TU")
        await way.press("ctrl+p")
        await way.sees("has the permission")
        await way.press("f9")
        await way.sees("Connect Zaptec Go")
        await way.press("f5")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await finish(way)


async def test_an_offline_box_is_left_waiting(tmp_path: Path) -> None:
    """Northe goes on by itself; Done says what's missing."""
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900006")
        await way.sees("Offline: last heard")
        await way.holds(lambda: "F10 Check" in way.screen or "F10 Connect" in way.screen)
        way.app.screen.query_one("#connect", Button).press()
        await way.holds(lambda: way.box is not None)
        await way.advance(20)
        await way.sees("Leave it waiting")
        way.app.screen.query_one("#leave", Button).press()
        await way.sees("FINISH SETUP")
        assert way.session is not None
        assert way.session.connect is not None
        assert way.session.connect.left_waiting
        await finish(way)


async def test_a_second_try_after_a_failure(tmp_path: Path) -> None:
    """The vendor fails once: trying again makes the same box, not a twin."""
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900011")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await way.sees("Not connected: ")
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP")
        world = (await way.world.get("/sandbox/world")).json()
        assert sum(one["serial"] == "ZAP900011" for one in world["charge_boxes"]) == 1
        await finish(way)


async def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900010")
        await way.sees("Everything is right")
        await connect(way)
        await way.press("f9")
        await way.sees(Words().t("connect.cancelling.title"))
        await way.press("tab", "enter")
        await way.sees(Words().t("connect.cancelling.done"))
        world = (await way.world.get("/sandbox/world")).json()
        assert not [one for one in world["charge_boxes"] if one["serial"] == "ZAP900010"]


async def test_login_changed_at_zaptec(tmp_path: Path) -> None:
    """Told apart from a wrong password, and the activation goes on without that sign-in."""
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.press("f7")
        await way.sees("Zaptec")
        await way.type("changed@example.com")
        await way.press("enter")
        await way.type("zap")
        await way.press("enter", "enter")
        await way.sees(Words().t("causes.login_changed.what"))
