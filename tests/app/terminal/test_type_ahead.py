"""Keys that arrive in one piece do what they'd do one by one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Input, Static

from app.terminal import type_ahead as ahead
from screens.dialogs.confirm import ConfirmDialog
from services.activation.steps import Step
from tests.support.screens.one_screen import wait_until
from tests.support.screens.plain_wizard import SIZE, PlainStep, PlainWizard, at_step, sign_in, with_plain_steps

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.widgets.field import Field

pytestmark = pytest.mark.anyio

NAMES = {"\t": "tab", "\r": "enter"}


@pytest.fixture(autouse=True)
def plain_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    with_plain_steps(monkeypatch)


def arrives(app: PlainWizard, *keys: str) -> None:
    """All at once; a text is its characters."""
    for key in keys:
        for one in [key] if key in {"f7", "f9", "f10", "down", "up", "ctrl+q"} else key:
            app.post_message(Key(NAMES.get(one, one), one if len(one) == 1 else None))


def field(app: PlainWizard, name: str) -> Field:
    screen = app.wizard_screen
    assert isinstance(screen, PlainStep)
    return screen.form.field(name)


@pytest.mark.parametrize("on", ["\t", "down", "\r"])
async def test_text_after_a_move_lands_where_the_move_led(on: str) -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        arrives(app, "abc", on, "hush")
        await wait_until(pilot, lambda: field(app, "secret").input.value == "hush")
        assert field(app, "answer").input.value == "abc"


async def test_a_paste_after_a_move_does_too() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        arrives(app, "abc", "\t")
        app.post_message(Paste("hush"))
        arrives(app, "er")
        await wait_until(pilot, lambda: field(app, "secret").input.value == "husher")
        assert field(app, "answer").input.value == "abc"


async def test_there_and_back_and_there_again() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        arrives(app, "a", "down", "b", "up", "c", "down", "d", "\t", "\t", "\t", "e")
        await wait_until(
            pilot, lambda: field(app, "secret").input.value == "d"
        )  # a secret is selected when it is come to
        await wait_until(
            pilot, lambda: field(app, "answer").input.value == "ace" or field(app, "answer").input.value == "ac"
        )


async def test_what_is_typed_ahead_of_the_next_step_lands_there() -> None:
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        arrives(app, "one", "f10", "two", "f9")
        await wait_until(pilot, lambda: app.session is not None and Step.CHARGE_SITE in app.session.typed)
        await at_step(app, pilot, Step.BOX_TYPE)
        assert app.session is not None
        assert app.session.typed_in(Step.BOX_TYPE)["answer"] == "one"
        assert app.session.typed_in(Step.CHARGE_SITE)["answer"] == "two"


@pytest.mark.parametrize(("key", "reached"), [("tab", "secret"), ("shift+tab", "keys")])
async def test_tab_moves_at_once(key: str, reached: str) -> None:
    """And not only after it has gone up from the field through all that it stands in."""
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        await app.on_event(Key(key, None))
        assert app.focused is not None
        assert reached in str(app.focused.id)


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """What each frame painted, by kind."""
    painted: list[set[str]] = []
    refresh = Screen._compositor_refresh

    def noted(screen: Screen[object]) -> None:
        painted.append({type(one).__name__ for one in screen._dirty_widgets})
        refresh(screen)

    monkeypatch.setattr(Screen, "_compositor_refresh", noted)
    return painted


@pytest.mark.parametrize("on", ["\t", "down"])
async def test_a_move_of_the_focus_is_painted_in_one_piece(frames: list[set[str]], on: str) -> None:
    """Both fields and both labels: a packet each would be late on a slow line."""
    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await sign_in(app, pilot)
        await at_step(app, pilot, Step.BOX_TYPE)
        await pilot.pause(0.1)
        frames.clear()
        arrives(app, on)
        await wait_until(pilot, lambda: field(app, "secret").input.has_focus and len(frames) > 0)
        await pilot.pause(0.1)
        assert len(frames) == 1
        assert frames[0] >= {"TypedLine", "FieldLabel"}


async def test_what_hangs_is_painted_around(frames: list[set[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LONGEST", 60.0)
    hung = asyncio.Event()

    class HangingInput(Input):
        async def _on_key(self, event: Key) -> None:
            await hung.wait()

    class Hanging(Screen[None]):
        def compose(self) -> ComposeResult:
            yield HangingInput()
            yield Static("")

    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(Hanging())
        await pilot.pause(0.1)
        frames.clear()
        arrives(app, "down")
        app.screen.query_one(Static).update("painted")
        try:
            async with asyncio.timeout(5):  # a pilot would wait for what hangs
                while not frames:  # noqa: ASYNC110 - nothing tells when it's there
                    await asyncio.sleep(0.01)
        finally:
            hung.set()


class SlowInput(Input):
    """Takes its time before a key that isn't a character goes on."""

    async def _on_key(self, event: Key) -> None:
        if not event.is_printable:
            await asyncio.sleep(0.8)
        await super()._on_key(event)


async def test_a_slow_host_puts_nothing_into_the_wrong_field() -> None:
    class Slow(Screen[None]):
        def compose(self) -> ComposeResult:
            yield SlowInput(id="first")
            yield Input(id="second", password=True)

    app = PlainWizard()
    async with app.run_test(size=SIZE) as pilot:
        await app.push_screen(slow := Slow())
        await wait_until(pilot, lambda: app.focused is not None and app.focused.id == "first")
        arrives(app, "abc", "\t", "hush")
        await wait_until(pilot, lambda: slow.query_one("#second", Input).value == "hush")
        assert slow.query_one("#first", Input).value == "abc"


async def test_a_first_screen_that_is_never_painted_holds_no_key_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one may cover it before its first paint, and then it never tells that it's there."""
    monkeypatch.setattr(ahead, "LONGEST", 0.1)
    monkeypatch.setattr(PlainWizard, "call_after_refresh", lambda *_, **__: True)
    app = PlainWizard()
    async with app.run_test(size=SIZE):
        arrives(app, "ctrl+q")
        async with asyncio.timeout(5):
            while not isinstance(app.screen, ConfirmDialog):  # noqa: ASYNC110 - nothing tells when it's there
                await asyncio.sleep(0.01)


async def test_what_hangs_holds_no_key_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LONGEST", 0.1)
    hung = asyncio.Event()

    class Hanging(Screen[None]):
        def compose(self) -> ComposeResult:
            yield HangingInput()

    class HangingInput(Input):
        async def _on_key(self, event: Key) -> None:
            await hung.wait()

    app = PlainWizard()
    async with app.run_test(size=SIZE):
        await app.push_screen(Hanging())
        arrives(app, "f7", "abc", "ctrl+q")
        try:
            async with asyncio.timeout(5):  # a pilot would wait for what hangs
                while not isinstance(app.screen, ConfirmDialog):  # noqa: ASYNC110 - nothing tells when it's there
                    await asyncio.sleep(0.01)
        finally:
            hung.set()
