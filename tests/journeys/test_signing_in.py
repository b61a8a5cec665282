"""What can go wrong with signing in, one journey per cause."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from services.text.words import Words
from tests.support.screens.journey_parts import signed_in, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

DEFAULT_WORLD = Path(__file__).parents[2] / "services" / "sandbox" / "default.toml"

pytestmark = pytest.mark.anyio


async def test_sign_in_rejected(tmp_path: Path) -> None:
    """One sentence for whatever was wrong, nothing is cleared, and the right key goes through."""
    async with wizard_on_sandbox(tmp_path) as way:
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
    async with wizard_on_sandbox(tmp_path) as way:
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
        await way.press("f4")
        await way.sees("short@example.com", "Kept from before")
        await way.type("1009")
        await way.press("f10")
        await way.sees("Connect Zaptec Go", "ZAP900001")


async def test_fleet_not_enabled(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
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
    """Said in words, and what was typed stays for the next try. The head says so only where the line is at fault."""
    async with wizard_on_sandbox(tmp_path) as way:
        await signed_in(way, email, member)
        await way.sees(Words().t(words))
        await way.holds(lambda: ("No connection" in way.screen) is (words == "causes.network_down.reset"))
        assert email in way.screen


async def test_an_expired_session_is_noticed_with_no_key_pressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sandbox names the end, the wizard waits for it and asks."""
    monkeypatch.setattr("services.activation.session_end.ASKED_AFTER", (0.0,))
    short = tmp_path / "short.toml"
    world = await asyncio.to_thread(DEFAULT_WORLD.read_text, "utf-8")
    await asyncio.to_thread(short.write_text, world.replace("session_seconds = 60", "session_seconds = 3"), "utf-8")
    async with wizard_on_sandbox(tmp_path, world=short) as way:
        await signed_in(way, "short@example.com", "1009")
        await way.sees("Which charge box")
        await way.type("Garage")
        await way.advance(4)
        await way.sees("Sign in again")
        assert way.session is not None
        assert way.session.account is None
        await way.press("f4")
        await way.sees("short@example.com", "Kept from before")
        await way.type("1009")
        await way.press("f10")
        await way.sees("Which charge box", "Garage")
