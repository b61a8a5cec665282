"""A label scanned before anybody asks for it, and a box that isn't what was picked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual._xterm_parser import XTermParser

from screens.box_type import BoxTypeScreen
from services.activation.steps import Step
from tests.support.screens.journey_parts import approved, connect, finish, to_connect
from tests.support.screens.wizard_on_sandbox import wizard_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.screens.wizard_on_sandbox import WizardOnSandbox

pytestmark = pytest.mark.anyio


async def scan(way: WizardOnSandbox, text: str) -> None:
    """As a scanner types: all at once, whatever has the focus."""
    for key in XTermParser().feed(text):
        way.app.post_message(key)
    await way.pilot.pause(0.15)  # what comes sooner belongs to the scan


def serial_waiting(way: WizardOnSandbox) -> object:
    assert way.session is not None
    return way.session.typed_in(Step.CONNECT).get("serial_number")


@pytest.mark.parametrize("end", ["\r", "\t", "\r\n", ""])
@pytest.mark.parametrize("where", ["start", "sign_in"])
async def test_scanned_before_signing_in_it_waits_and_the_type_is_right(tmp_path: Path, where: str, end: str) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        if where == "start":
            await way.sees("Begin")
        else:
            await way.begin()
        await scan(way, f"GPN900001{end}")
        await way.sees("Zaptec Go 2, number GPN900001.", "for its step.")
        if where == "start":
            await way.begin()
        await way.press("ctrl+p")
        await way.sees("Zaptec Go 2, from the label GPN900001")
        await way.press("f10")
        await way.sees("per kWh")
        assert way.session is not None
        assert way.session.box_type is not None
        assert way.session.box_type.model == "go_2"
        assert serial_waiting(way) == "GPN900001"


async def test_a_scan_into_a_text_field_never_becomes_text_and_can_be_taken_back(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await way.press("ctrl+u")
        await way.type("Garage")
        await scan(way, "ZPR900001\r")
        await way.sees("Zaptec Pro, from the label ZPR900001")
        assert "Garage" in way.screen
        assert "GarageZPR" not in way.screen
        await way.press("f4")
        await way.holds(lambda: "from the label" not in way.screen)
        await way.press("f10")
        await way.sees("per kWh")
        assert way.session is not None
        assert way.session.box_type is not None
        assert (way.session.box_type.name, way.session.box_type.model) == ("Garage", "go")
        assert serial_waiting(way) is None


async def test_a_scan_at_a_later_step_changes_the_type_and_says_so(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await way.press("f10")
        await way.sees("per kWh")
        await way.type("Testgatan 10")
        await scan(way, "GPN900001\r")
        await way.sees("Zaptec Go 2: the type is changed, and GPN900001 waits at Connect.", "Testgatan 10")
        assert way.session is not None
        assert way.session.box_type is not None
        assert way.session.box_type.model == "go_2"
        await way.press("f9")
        await way.sees("Zaptec Go 2, from the label GPN900001")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SE*VAT*E1234*1\r", "This is an EVSE-ID"),
        ("WIFI:T:WPA;S:Garage;P:secret;;\r", "Wi-Fi network"),
        ("APH900001\r", "is not a charge box"),
    ],
)
async def test_what_is_no_serial_number_is_named_and_goes_nowhere(tmp_path: Path, text: str, says: str) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await scan(way, text)
        await way.sees(says)
        assert isinstance(way.app.screen, BoxTypeScreen)
        assert way.app.screen.typed()["name"] == "Home"
        assert serial_waiting(way) is None


async def test_typed_by_hand_it_stays_where_it_is(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await way.press("ctrl+u", *"ZAP900001")
        await way.press("enter")
        await way.sees("ZAP900001", "This looks like a serial number")
        assert serial_waiting(way) is None


async def test_the_wrong_model_is_put_right_with_one_key_and_connected_as_what_it_is(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.type("GPN900001")
        await way.press("f5")
        await way.sees("The number says Zaptec Go 2, but you chose Zaptec Go.", "[ Take Zaptec Go 2 ]")
        await way.press("f10")
        await way.sees("Connect Zaptec Go 2", "GPN900001")
        await way.press("f5")
        await way.sees("Everything is right")
        await connect(way)
        await way.advance(60)
        await way.sees("FINISH SETUP", "Zaptec Go 2")
        await finish(way)


async def test_another_brands_number_leads_to_its_type(tmp_path: Path) -> None:
    async with wizard_on_sandbox(tmp_path) as way:
        await approved(way)
        await to_connect(way)
        await way.type("EHVG7Y32")
        await way.press("f5")
        await way.sees("EHVG7Y32 is a number of Easee, but you chose Zaptec.", "[ Take Easee ]")
        await way.press("f10")
        await way.sees("Easee, from the label EHVG7Y32. Pick the model")
        assert serial_waiting(way) == "EHVG7Y32"
