"""One screen by itself: hosts it, hands it its session, and records what it says to the wizard."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import App
from textual.binding import Binding
from textual.events import Key
from textual.keys import _character_to_key
from textual.reactive import Reactive, reactive
from textual.worker import WorkerState

from app.wizard.wizard_app import WizardApp
from screens.look import Look
from screens.look.glyphs import UNICODE, Glyphs
from screens.look.palette import DARK, LIGHT, theme
from screens.messages import ScreenMessage
from screens.step import StepScreen
from screens.wizard_screen import WizardScreen
from services.activation.session import Session
from services.text.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message import Message
    from textual.pilot import Pilot
    from textual.screen import Screen

Said = TypeVar("Said", bound=ScreenMessage)


def look(*, language: str = "en", glyphs: Glyphs = UNICODE, demo: bool = False) -> Look:
    return Look(words=Words(language), glyphs=glyphs, demo=demo, version="0.0.0")


class OneScreen(App[None]):
    """Like the wizard, but it only listens."""

    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = WizardApp.CSS_PATH
    BINDINGS: ClassVar[list[Any]] = [
        Binding("ctrl+q", "none", "shell.keys.quit", priority=True),
        Binding("f3", "other_theme", "shell.keys.theme", priority=True),
    ]
    session: Reactive[Session | None] = reactive(None, repaint=False)

    def __init__(self, make: Callable[[], Screen[Any]], session: Session | None = None, *, light: bool = False) -> None:
        super().__init__()
        self.animation_level = "none"
        self.set_reactive(OneScreen.session, session)
        for name in (DARK, LIGHT):
            self.register_theme(theme(name))
        self.theme = LIGHT if light else DARK
        self._make = make
        self.said: list[ScreenMessage] = []

    def on_mount(self) -> None:
        screen = self._make()
        if isinstance(screen, WizardScreen):
            screen.set_reactive(WizardScreen.session, self.session)  # as the wizard does
            screen.data_bind(session=OneScreen.session)
        self.push_screen(screen)

    async def _on_message(self, message: Message) -> None:
        if isinstance(message, ScreenMessage):
            self.said.append(message)
        await super()._on_message(message)

    def heard(self, kind: type[Said]) -> list[Said]:
        """What the screen has said of this kind."""
        return [one for one in self.said if isinstance(one, kind)]

    @property
    def step(self) -> StepScreen:
        return self.screen_stack[1]  # type: ignore[return-value]  # the one under test


async def wait_until(pilot: Pilot[Any], condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Waits for a condition, and for what it brings on the screen. Fails if it doesn't come, or if a worker failed."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        await pilot.pause()
        for worker in pilot.app.workers:
            if worker.state is WorkerState.ERROR and worker.error is not None:
                raise worker.error
        if condition() and _painted(pilot.app):
            return
        if loop.time() > end:
            raise AssertionError(f"never happened; the screen says:\n{shown(pilot.app)}")
        await asyncio.sleep(0.01)


def _painted(app: App[Any]) -> bool:
    """Whether what lies over the first screen shows anything yet; that one may be empty, an app that has ended is."""
    return not app.is_running or len(app.screen_stack) == 1 or bool(shown(app).strip())


async def type_in(pilot: Pilot[Any], text: str) -> None:
    """Types a text into the focused field, a key for each character, as quickly as a terminal hands them over."""
    driver = pilot.app._driver
    assert driver is not None
    for char in text:
        key = Key(_character_to_key(char), char)
        key.set_sender(pilot.app)
        driver.send_message(key)
    await pilot.pause()


def shown(app: App[Any]) -> str:
    """The screen as text, line by line, as a person sees it."""
    strips = app.screen._compositor.render_strips(app.size)
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
