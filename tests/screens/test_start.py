"""Start: what's needed, one thing to do, and a word on how the last one ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from screens.dialogs.help import HelpDialog
from screens.look.states import Tone
from screens.messages import Begun
from screens.start import StartScreen
from services.activation.steps import STEPS
from services.text.words import Words
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until

pytestmark = pytest.mark.anyio

SIZE = (80, 24)


def hosted(*, demo: bool = False) -> OneScreen:
    return OneScreen(lambda: StartScreen(look(demo=demo)))


def start(app: OneScreen) -> StartScreen:
    screen = app.step
    assert isinstance(screen, StartScreen)
    return screen


@pytest.mark.parametrize("key", ["enter", "f10"])
async def test_one_key_begins_once(key: str) -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(key)
        await wait_until(pilot, lambda: app.heard(Begun))
        assert len(app.heard(Begun)) == 1


async def test_a_scan_on_the_wrong_screen_presses_nothing() -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press(*"ZAP", "space", *"90")
        assert not app.heard(Begun)


async def test_it_says_what_will_be_needed_and_what_will_come() -> None:
    app = hosted()
    async with app.run_test(size=SIZE):
        text = shown(app)
        for words in ("Customer", "Charge box", "Bank account", "Zaptec boxes", "fleet member ID and your partner key"):
            assert words in text
        assert " ── ".join(f"○ {Words().t(f'shell.steps.{step}')}" for step in STEPS) in text
        assert "nobody signed in" in text
        assert "sandbox" not in text
        assert "DEMO" not in text


async def test_the_sandbox_is_marked_twice() -> None:
    app = hosted(demo=True)
    async with app.run_test(size=SIZE):
        assert "DEMO" in shown(app).splitlines()[0]
        assert "nothing is real" in shown(app)


async def test_how_the_last_one_ended_stays_until_the_next_begins() -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        start(app).set_focus(None)
        start(app).welcome(Tone.OK, "Kim Larsson is signed out.")
        await wait_until(pilot, lambda: "✓ Kim Larsson is signed out." in shown(app))
        assert app.focused is not None
        assert app.focused.id == "begin"
        start(app).welcome(None, "")
        await wait_until(pilot, lambda: "Kim Larsson" not in shown(app))
        start(app).welcome(Tone.WARNING, "")
        await pilot.pause()
        assert not start(app).notice.display


async def test_while_it_gets_ready_a_second_press_changes_nothing() -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        async with start(app).busy("Getting ready ..."):
            await pilot.press("enter", "f10")
            assert not app.heard(Begun)
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Begun))


async def test_help_says_where_one_is() -> None:
    app = hosted()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f1")
        await wait_until(pilot, lambda: isinstance(app.screen, HelpDialog))
        assert "This activates one charge box" in shown(app)
        await pilot.press("f1")
        await wait_until(pilot, lambda: app.screen is start(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_all_of_it_can_be_reached_in_a_small_window(size: tuple[int, int]) -> None:
    app = OneScreen(lambda: StartScreen(look(language="qps", demo=True)))
    async with app.run_test(size=size) as pilot:
        await pilot.press("pagedown", "pagedown")
        await wait_until(pilot, lambda: "ñöthïñg" in shown(app))


def test_start_needs_nothing_that_is_slow_to_import() -> None:
    slow = (
        "pydantic",
        "httpx",
        "segno",
        "schwifty",
        "sqlite3",
        "starlette",
        "services.activation.session",
        "services.contracts",
    )
    code = f"import sys, screens.start; print([name for name in {slow} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
