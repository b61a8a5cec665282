"""What can go wrong with signing in, one journey per cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.text.words import Words
from tests.support.screens.journey_parts import signed_in, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

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
        await way.sign_in("short@example.com", "1009", "KEY1")
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
