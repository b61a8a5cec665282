"""Changes of mind, names that a cloud shouldn't send, and quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.activation.steps import Step
from tests.support.screens.journey_parts import approved, signed_in, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio


async def test_changing_the_brand_asks_for_the_serial_number_anew(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
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
    async with wizard_on_sandbox(tmp_path) as way:
        await signed_in(way, "markup@example.com", "1008")
        await way.sees("[bold red]Markus[/]")
        for sign in ("\x1b", "\x07", "\u202e"):
            assert sign not in way.screen
        await way.press("f10")
        await way.sees("[blink]Gatan[/blink]")


async def test_quitting_signs_out(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await way.press("ctrl+q")
        await way.sees("Quit?", "Kim Larsson")
        await way.press("tab", "enter")
        await way.holds(lambda: way.app.return_code == 0)
        assert await way.open_sessions() == []
