"""Whole ways through the program, one per cause: what the installer sees, and what it leaves behind at the cloud."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Button

from services.contracts import Cause, Stage
from services.session import Step
from services.words import Words
from tests.journeys.way import Way, on_the_way, quicken

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

IBAN = "SE4550000000058398257466"
"""The example account of the Swedish IBAN documentation."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)


# -------------------------------------------------------------------------------------------- stretches


async def approved(way: Way) -> None:
    """The customer is here and approves with the phone."""
    await way.begin()
    await way.press("f8")
    await way.sees("Which charge box")


async def signed_in(way: Way, email: str, member: str) -> None:
    await way.begin()
    await way.sign_in(email, member, "KEY1")


async def to_connect(way: Way) -> None:
    """Steps 1 to 3 with what's usual: Zaptec Go, a new site, the bank step left for later."""
    await way.sees("Which charge box")
    await way.press("f10")
    await way.sees("per kWh")
    for text in ("Testgatan 10", "11122", "Stockholm"):
        await way.type(text)
        await way.press("enter")
    await way.press("f10")
    await way.sees("First name")
    await way.press("f4")
    await way.sees("Go on without a bank account?")
    await way.press("tab", "enter")
    await way.sees("Connect Zaptec Go")


async def check(way: Way, serial: str) -> None:
    await way.type(serial)
    await way.press("f5")


async def connect(way: Way) -> None:
    """Until Northe has made the box."""
    before = way.box
    await way.press("f10")
    await way.holds(lambda: way.box is not None and way.box != before)


async def finish(way: Way) -> None:
    await way.sees("FINISH SETUP")
    await way.press("f10")
    await way.sees("Begin", "next customer")
    assert way.session is None
    assert await way.open_sessions() == []


# -------------------------------------------------------------------------------------------- all goes well


async def test_from_start_to_finish(tmp_path: Path) -> None:
    """A new site, a bank account, a box that comes online, a receipt, and nobody signed in at the end."""
    async with on_the_way(tmp_path) as way:
        await approved(way)
        assert await way.open_sessions() == ["kim@example.com"]
        await way.press("f10")
        await way.sees("per kWh")
        for text in ("Testgatan 10", "11122", "Stockholm"):
            await way.type(text)
            await way.press("enter")
        await way.press("f10")
        await way.sees("First name")
        await way.press("enter", "enter", "enter")
        await way.type(IBAN)
        await way.press("enter")
        await way.sees("Form and check digits are right")
        await way.press("f10")
        await way.sees("Connect Zaptec Go")
        await check(way, "zap 900001")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP", "Testgatan 10", "2.50 SEK")
        assert way.box is not None
        assert way.box.stage is Stage.ONLINE
        receipts = list((tmp_path / "receipts").iterdir())
        assert len(receipts) == 1
        text = receipts[0].read_text("utf-8")
        assert "ZAP900001" in text
        assert IBAN not in text.replace(" ", "")
        await finish(way)


async def test_what_start_says_to_try_works(tmp_path: Path) -> None:
    """The sandbox's hint names a customer that exists."""
    hint = Words().t("sign_in.credentials.sandbox")
    found = re.search(r"(\S+@\S+), member ID (\S+), partner key (\w+)", hint)
    assert found is not None
    async with on_the_way(tmp_path) as way:
        await way.begin()
        await way.sign_in(*found.groups())
        await way.sees("Which charge box", "Kim Larsson")


async def test_two_customers_in_a_row_see_nothing_of_each_other(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "kim@example.com", "1001")
        await way.sees("Which charge box", "Kim Larsson")
        await way.type("Larssons")
        await way.press("f10")
        await way.sees("per kWh")
        await way.press("f9")
        await way.sees("Larssons")
        await way.press("f9")
        await way.sees("Sign the customer out?")
        await way.press("tab", "enter")
        await way.sees("Begin")
        assert await way.open_sessions() == []
        await signed_in(way, "ola@example.com", "1006")
        await way.sees("Which charge box", "Ola Nordmann")
        assert "Larsson" not in way.screen
        await way.press("f10")
        await way.sees("NOK")


async def test_a_box_that_is_there_already_is_not_made_twice(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "done@example.com", "1013")
        await way.sees("Which charge box")
        await way.press("f10")
        await way.sees("Klarvägen 5")
        await way.press("f10")
        await way.sees("Connected")
        await way.press("f10")
        await way.sees("Connect Zaptec Go")
        await check(way, "ZAP900005")
        await way.holds(lambda: "Check again" in way.screen or "FINISH" in way.screen)
        await way.press("f10")
        await way.sees("FINISH SETUP")
        world = (await way.world.get("/sandbox/world")).json()
        assert sum(one["serial"] == "ZAP900005" for one in world["charge_boxes"]) == 1
        await finish(way)


# -------------------------------------------------------------------------------------------- signing in


async def test_sign_in_rejected(tmp_path: Path) -> None:
    """One sentence for whatever was wrong, nothing is cleared, and the right key goes through."""
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "kim@example.com", "1002")
        await way.sees(Words().t("sign_in.rejected"))
        assert "kim@example.com" in way.screen
        assert await way.open_sessions() == []
        await way.press("tab")
        await way.holds(lambda: way.app.focused is not None and way.app.focused.id == "input-fleet-member-id")
        await way.press(*["backspace"] * 4)
        await way.type("1001")
        await way.press("f10")
        await way.sees("Which charge box")


async def test_session_expired_keeps_the_answers(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "short@example.com", "1009")
        await to_connect(way)
        await way.type("ZAP900001")
        await way.advance(61)
        await way.press("f5")
        await way.sees("Sign in again")
        assert way.session is not None
        assert way.session.account is None
        assert way.session.charge_site is not None
        await way.press("f9")
        await way.sees("Forget what was typed?")
        await way.press("enter")
        await way.sees("Linked devices")
        await way.sign_in("short@example.com", "1009", "KEY1")
        await way.sees("Connect Zaptec Go", "ZAP900001")


async def test_fleet_not_enabled(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "nohome@example.com", "1004")
        await way.sees("Home charging is not switched on", "Nohome Fleet AB")
        await way.press("enter")
        await way.sees("Begin")
        assert await way.open_sessions() == []


@pytest.mark.parametrize(
    ("email", "member", "words"),
    [
        ("down@example.com", "1010", "causes.northe_down.what"),
        ("drop@example.com", "1011", "causes.network_down.reset"),
        ("busy@example.com", "1012", "causes.throttled.what"),
    ],
    ids=["northe_down", "network_down", "throttled"],
)
async def test_a_cloud_that_cannot_answer(tmp_path: Path, email: str, member: str, words: str) -> None:
    """Said in words, and what was typed stays for the next try."""
    async with on_the_way(tmp_path) as way:
        await signed_in(way, email, member)
        await way.sees(Words().t(words))
        assert email in way.screen


# -------------------------------------------------------------------------------------------- the charge site, the bank


async def test_limit_exceeded(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await way.press("f10")
        await way.sees("per kWh")
        for text in ("Testgatan 10", "11122", "Stockholm"):
            await way.type(text)
            await way.press("enter")
        await way.press(*["backspace"] * 4)
        await way.type("2,51")
        await way.press("f10")
        await way.sees("2.50 SEK", "✗")
        assert way.session is not None
        assert way.session.charge_site is None
        await way.press(*["backspace"] * 4)
        await way.type("2,49")
        await way.press("f10")
        await way.sees("First name")


async def test_bank_rejected(tmp_path: Path) -> None:
    """Northe's own no to a number that's well-formed."""
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await way.press("f10")
        await way.sees("per kWh")
        for text in ("Testgatan 10", "11122", "Stockholm"):
            await way.type(text)
            await way.press("enter")
        await way.press("f10")
        await way.sees("First name")
        await way.fault(kind="status", cloud="northe", path="*/bank-account", status=422, code="bank_rejected", count=1)
        await way.press("enter", "enter", "enter")
        await way.type(IBAN)
        await way.press("enter", "f10")
        await way.sees(Words().t("causes.bank_rejected.what"))
        assert way.session is not None
        assert way.session.bank_account is None
        await way.press("f10")
        await way.sees("Connect Zaptec Go")


# -------------------------------------------------------------------------------------------- the box

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


@pytest.mark.parametrize("cause", FOUND, ids=[cause.value for cause in FOUND])
async def test_what_a_check_finds(tmp_path: Path, cause: Cause) -> None:
    """Each cause in its own words; a check makes nothing at the cloud."""
    serial, key = FOUND[cause]
    gaps = {"serial": serial, "operator": "Elbolaget Exempel", "ago": "5 hours ago"}
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, serial)
        await way.sees(Words().t(key, **gaps))
        world = (await way.world.get("/sandbox/world")).json()
        assert not [one for one in world["charge_boxes"] if one["email"] == "kim@example.com"]


async def test_permission_is_given_and_the_box_connects(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900002")
        await way.sees("no permission")
        await way.press("f6")
        await way.sees("https://portal.zaptec.com/access/request/Y8TU")
        await way.press("f8")
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
    async with on_the_way(tmp_path) as way:
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
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await check(way, "ZAP900011")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await way.sees("Not connected")
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP")
        world = (await way.world.get("/sandbox/world")).json()
        assert sum(one["serial"] == "ZAP900011" for one in world["charge_boxes"]) == 1
        await finish(way)


async def test_cancelling_leaves_nothing_behind(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
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
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.press("f7")
        await way.sees("Zaptec")
        await way.type("changed@example.com")
        await way.press("enter")
        await way.type("zap")
        await way.press("enter", "enter")
        await way.sees(Words().t("causes.login_changed.what"))


# -------------------------------------------------------------------------------------------- ways out


async def test_changing_the_brand_asks_for_the_serial_number_anew(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.type("ZAP900001")
        for _ in range(3):
            await way.press("f9")
        await way.sees("Which charge box")
        assert way.session is not None
        assert "serial_number" in way.session.typed_in(Step.CONNECT)
        await way.press("tab", "down", "f10")
        await way.sees("Testgatan 10")
        assert "serial_number" not in way.session.typed_in(Step.CONNECT)
        assert way.session.charge_site is not None


async def test_names_from_the_cloud_are_shown_as_text(tmp_path: Path) -> None:
    """Markup, escape codes and bidirectional overrides in a customer's name neither act nor crash."""
    async with on_the_way(tmp_path) as way:
        await signed_in(way, "markup@example.com", "1008")
        await way.sees("[bold red]Markus[/]")
        for sign in ("\x1b", "\x07", "\u202e"):
            assert sign not in way.screen
        await way.press("f10")
        await way.sees("[blink]Gatan[/blink]")


async def test_quitting_signs_out(tmp_path: Path) -> None:
    async with on_the_way(tmp_path) as way:
        await approved(way)
        await way.press("ctrl+q")
        await way.sees("Quit?", "Kim Larsson")
        await way.press("tab", "enter")
        await way.holds(lambda: way.app.return_code == 0)
        assert await way.open_sessions() == []
