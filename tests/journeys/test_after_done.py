"""What Done leads to: the bank account that was left out, another box, the next customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.activation.steps import Step
from tests.support.screens.journey_parts import IBAN, approved, check, connect, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.screens.wizard_on_sandbox import WizardOnSandbox

pytestmark = pytest.mark.anyio


async def done(way: WizardOnSandbox, serial: str = "ZAP900001") -> None:
    """A box is connected, with the bank account left out."""
    await approved(way)
    await to_connect(way)
    await check(way, serial)
    await way.sees("Everything is right")
    await connect(way)
    await way.advance(60)
    await way.sees("FINISH SETUP")


async def boxes(way: WizardOnSandbox) -> list[tuple[str, str]]:
    """Names and serial numbers of Kim's boxes at the cloud."""
    world = (await way.world.get("/sandbox/world")).json()
    return sorted((one["name"], one["serial"]) for one in world["charge_boxes"] if one["email"] == "kim@example.com")


async def test_a_bank_account_that_was_skipped_is_connected_from_done(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await done(way)
        await way.sees("One thing is left to do", "F4 Bank account")
        await way.press("f4")
        await way.sees("First name")
        await way.type(IBAN)
        await way.press("enter", "f10")
        await way.sees("FINISH SETUP", "can charge the car now")
        assert "F4 Bank account" not in way.screen
        assert len(await boxes(way)) == 1
        assert len(list((tmp_path / "receipts").glob("*.txt"))) == 2


async def test_from_the_bank_account_back_leads_to_done(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await done(way)
        await way.press("f4")
        await way.sees("First name")
        await way.press("f9")
        await way.sees("FINISH SETUP", "One thing is left to do")


async def test_another_box_keeps_site_and_bank_account(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await done(way)
        await way.press("f6")
        await way.sees("Which charge box")
        assert way.session is not None
        assert way.session.connect is None
        await way.press("ctrl+u")
        await way.type("Carport")
        await way.press("f10")
        await way.sees("Connect Zaptec Go", "Carport, Zaptec Go", "Testgatan 10")
        assert way.session.typed_in(Step.CONNECT) == {}
        await check(way, "ZAP900012")
        await way.holds(lambda: "[ Connect ]" in way.screen)
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP", "Carport")
        assert [name for name, _ in await boxes(way)] == ["Carport", "Home"]
        assert way.app.services is not None
        account = await way.app.services.northe.account()
        assert len({box.site_id for box in account.boxes}) == 1, "the same address again is the same site"


async def test_finish_goes_to_the_next_customers_sign_in_and_tells_where_the_receipt_is(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await done(way)
        await way.holds(lambda: ".txt" in way.screen)
        await way.press("f10")
        await way.sees("Linked devices", "Kim Larsson is signed out", ".txt")
        assert await way.open_sessions() == []
        assert way.session is not None
        assert not way.session.typed
        await way.press("ctrl+p")
        await way.sees("Which charge box")


async def test_after_a_change_next_leads_back_to_connect_the_shortest_way(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.press("up", "up", "up", "up", "enter")
        await way.sees("Which charge box")
        await way.press("ctrl+u")
        await way.type("Garage")
        await way.press("f10")
        await way.sees("Connect Zaptec Go", "Garage, Zaptec Go")
