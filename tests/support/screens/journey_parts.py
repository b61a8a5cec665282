"""Stretches of the way that many journeys share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.connect import ConnectScreen

if TYPE_CHECKING:
    from tests.support.screens.wizard_on_sandbox import WizardOnSandbox

IBAN = "SE4550000000058398257466"
"""The example account of the Swedish IBAN documentation."""


async def approved(way: WizardOnSandbox) -> None:
    """The customer is here and approves with the phone."""
    await way.begin()
    await way.press("ctrl+p")
    await way.sees("Which charge box")


async def signed_in(way: WizardOnSandbox, email: str, member: str) -> None:
    await way.begin()
    await way.sign_in(email, member, "KEY1")


async def to_connect(way: WizardOnSandbox) -> None:
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


async def check(way: WizardOnSandbox, serial: str) -> None:
    """By itself, or by F5 where another number was checked just before."""
    await way.type(serial)
    step = way.app.screen
    assert isinstance(step, ConnectScreen)
    if not step.waiting and not step.check.items:
        await way.press("f5")


async def connect(way: WizardOnSandbox) -> None:
    """Until Northe has made the box."""
    before = way.box
    await way.press("f10")
    await way.holds(lambda: way.box is not None and way.box != before)


async def finish(way: WizardOnSandbox) -> None:
    await way.sees("FINISH SETUP")
    await way.press("f10")
    await way.sees("Linked devices", "is signed out.")
    assert way.session is None or way.session.account is None
    assert await way.open_sessions() == []
