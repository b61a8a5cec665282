"""A brand that nobody has thought of: with a maker's cloud and its own words, the screens over Connect are that maker's."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from screens.connect import ConnectScreen
from screens.dialogs.confirm import ConfirmDialog
from screens.dialogs.help import HelpDialog
from screens.panels.maker_sign_in import MakerSignInPanel
from screens.panels.pick_charger import PickChargerPanel
from services.contracts import Cause
from services.fake import CHARGER, FakeZaptec, fake_services
from services.rules import catalogue
from services.text import words as words_module
from tests.support.screens.one_screen import OneScreen, shown, type_in, wait_until
from tests.support.sessions.before_connect import connect_screen, ready_to_connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.anyio

SIZE = (80, 24)

BRAND = """
id = "voltbox"
name = "Voltbox"
status = "unconfirmed"
source = "made up"
[[models]]
id = "one"
name = "One"
[[connect_fields]]
name = "serial_number"
kind = "text"
[serial]
shortest = 4
longest = 32
[words.en.serial_number]
label = "Serial number"
help = "On its label."
"""

WORDS = """
help = "Your own account at Voltbox. It is asked for nothing else."
lead = "Your Voltbox account shows more."
[user_name]
hint = "Your phone number at Voltbox."
empty = "Type your phone number."
"""


@pytest.fixture(autouse=True)
def voltbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All that such a brand adds outside the heart and the clouds: its file in the catalogue, its area of words."""
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "catalogue" / "voltbox.toml").write_text(BRAND, "utf-8")
    shutil.copytree(words_module.LOCALES, tmp_path / "locales", ignore=shutil.ignore_patterns("zaptec.toml"))
    (tmp_path / "locales" / "en" / "voltbox.toml").write_text(WORDS, "utf-8")
    monkeypatch.setattr(words_module, "LOCALES", tmp_path / "locales")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "catalogue")
    catalogue.brands.cache_clear()
    yield
    catalogue.brands.cache_clear()


def on_connect(cloud: FakeZaptec) -> OneScreen:
    services = replace(fake_services(), makers={"voltbox": cloud})
    return connect_screen(services, ready_to_connect(brand="voltbox", model="one", typed={}))


async def seen(pilot: Any, app: OneScreen, kind: type[Any], *said: str) -> None:
    """Waits for a screen with these words, on which there's no word of another maker, nor in its help."""
    await wait_until(pilot, lambda: isinstance(app.screen, kind) and all(one in text_of(app) for one in said))
    assert "zaptec" not in shown(app).casefold()


def text_of(app: OneScreen) -> str:
    """As it's read, however it's broken into rows."""
    return " ".join(shown(app).replace("│", "").split())


async def helped(pilot: Any, app: OneScreen, button: str, *said: str) -> None:
    """With the cursor on a button, F1 is about the screen."""
    before = app.screen
    before.query_one(button).focus()
    await pilot.press("f1")
    await seen(pilot, app, HelpDialog, *said)
    await pilot.press("escape")
    await wait_until(pilot, lambda: app.screen is before)


async def test_f7_signs_in_at_the_box_s_own_maker_and_f4_picks_from_its_list() -> None:
    cloud = FakeZaptec()
    cloud.refuse("sign_in", Cause.SIGN_IN_REJECTED)
    cloud.chargers_now = (replace(CHARGER, serial_number="VB0042", name="By the door"),)
    app = on_connect(cloud)
    async with app.run_test(size=SIZE) as pilot:
        await seen(pilot, app, ConnectScreen, "Connect Voltbox One", "F7 Voltbox")
        await helped(pilot, app, "#back", "F7 signs you in to Voltbox")
        await pilot.press("f7")
        await seen(
            pilot, app, MakerSignInPanel, "Sign in to Voltbox", "Your Voltbox account shows more.", "phone number"
        )
        await helped(pilot, app, "#back", "Sign in to Voltbox", "It is asked for nothing else.")
        await pilot.press("f10")
        await seen(pilot, app, MakerSignInPanel, "Type your phone number.", "Type your password at Voltbox.")
        app.screen.query_one("#input-user-name").focus()
        await type_in(pilot, "070-1740605")
        await pilot.press("enter")
        await type_in(pilot, "hunter2")
        await pilot.press("f10")
        await seen(pilot, app, MakerSignInPanel, "Voltbox does not know this user name")
        await type_in(pilot, "hunter3")
        await pilot.press("f10")
        await seen(pilot, app, ConnectScreen, "Signed in to Voltbox as 070-1740605.", "F4 Pick")
        await pilot.press("f4")
        await seen(pilot, app, PickChargerPanel, "Your chargers at Voltbox", "VB0042", "By the door")
        await helped(pilot, app, "#back", "All chargers that your Voltbox account sees.")
        await pilot.press("f10")
        await seen(pilot, app, ConnectScreen, "VB0042")
        await pilot.press("f5")
        await seen(pilot, app, ConnectScreen, "Connect it.")
        await pilot.press("f7")
        await seen(pilot, app, ConfirmDialog, "Signed in to Voltbox", "Sign out of Voltbox")
        app.screen.query_one("#yes").focus()
        await pilot.press("enter")
        await seen(pilot, app, ConnectScreen, "Signed out of Voltbox.")
        assert cloud.signed_in_as is None
        await pilot.press("f4")
        await seen(pilot, app, ConnectScreen, "Sign in to Voltbox with F7 first")


async def test_an_empty_list_names_the_box_s_own_maker() -> None:
    cloud = FakeZaptec(signed_in_as="070-1740605")
    cloud.chargers_now = ()
    app = on_connect(cloud)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f4")
        await seen(pilot, app, PickChargerPanel, "Your Voltbox account sees no chargers.")


async def test_the_help_names_no_sign_in_where_the_maker_has_no_cloud() -> None:
    app = connect_screen(replace(fake_services(), makers={}), ready_to_connect(brand="voltbox", model="one", typed={}))
    async with app.run_test(size=SIZE) as pilot:
        await seen(pilot, app, ConnectScreen, "Connect Voltbox One")
        await helped(pilot, app, "#back", "Each line tells what is right")
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        assert "F7" not in text_of(app)
