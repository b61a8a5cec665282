"""A price above the limit, and a bank account that Northe refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.text.words import Words
from tests.support.screens.journey_parts import IBAN, approved
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


async def test_limit_exceeded(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
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
    async with wizard_on_sandbox(tmp_path) as way:
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
