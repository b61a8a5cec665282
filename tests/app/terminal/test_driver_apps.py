"""Whatever an app of Textual's does (layouts, scrolling, dialogs, themes, sizes): the terminal shows the same as ever."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from textual import events
from textual._context import active_app
from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.driver import Driver
from textual.geometry import Size
from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import Button, Input, OptionList, Static

from app.terminal.driver.controls import ENTER
from app.terminal.driver.picture import Picture
from tests.support.program.strict_screen import EVERYTHING, StrictScreen, assert_same

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult

WORDS = [
    "",
    "plain",
    "Åsa Öberg",
    "漢字かな",
    "a 😀 b",
    "e\u0301te\u0301",
    "─" * 30,
    "a longer sentence that has to be wrapped",
]
STYLES = ["", "bold", "reverse", "on red", "#ffaf00 on #303030", "underline $accent", "dim italic"]


class BothWays(Driver):
    """In Textual's driver's place: shows what it's given on two terminals, on one of them through the picture."""

    size: ClassVar[tuple[int, int]]

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        width, height = self.size
        self.picture = Picture(EVERYTHING, self.size)
        self.ours, self.textuals = StrictScreen(width, height), StrictScreen(width, height)

    def start_application_mode(self) -> None:
        self.picture.take(ENTER)
        self.picture.take("\x1b[?7l")
        self.textuals.feed("\x1b[?7l")
        self.resize(*self.size)

    def resize(self, width: int, height: int) -> None:
        for screen in (self.ours, self.textuals):
            screen.resize(height, width)
        size = Size(width, height)
        self.send_message(events.Resize(size, size))

    def write(self, data: str) -> None:
        here = Size(self.textuals.columns, self.textuals.lines)
        laid_out = [self._app.size, *(screen.size for screen in self._app.screen_stack[-1:])]
        if all(size == here for size in laid_out):
            self.picture.resize(*self._app.size)
            self.picture.take(data)
            self.textuals.feed(data)

    def compare(self) -> None:
        self.ours.feed(self.picture.commands() + self.picture.frame())
        assert_same(self.ours, self.textuals)

    def disable_input(self) -> None:
        pass

    def stop_application_mode(self) -> None:
        pass


class Dialog(ModalScreen[None]):
    CSS = "Dialog { align: center middle; } #box { width: 24; height: 5; border: round red; background: $panel; }"

    def compose(self) -> ComposeResult:
        yield Static("A question?\n漢字", id="box")


class Anything(App[None]):
    CSS = "#list { width: 14; height: 100%; } Static { height: auto; } .boxed { border: heavy $accent; } Input { width: 20; }"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(*[f"option {number} 漢" for number in range(30)], id="list")
            with VerticalScroll():
                for number in range(12):
                    yield Static(f"line {number}", id=f"s{number}")
                yield Input("typed", compact=True, id="input")
                yield Button("Go", id="go")


acts = st.one_of(
    st.tuples(st.just("text"), st.integers(0, 11), st.sampled_from(WORDS), st.sampled_from(STYLES)),
    st.tuples(st.just("hide"), st.integers(0, 11)),
    st.tuples(st.just("box"), st.integers(0, 11)),
    st.tuples(st.just("scroll"), st.integers(-9, 9)),
    st.tuples(
        st.just("key"),
        st.sampled_from(["tab", "shift+tab", "down", "up", "pagedown", "x", "backspace", "left", "home"]),
    ),
    st.tuples(st.just("size"), st.sampled_from([(80, 24), (40, 10), (60, 20), (120, 40), (23, 7)])),
    st.tuples(st.just("dialog")),
    st.tuples(st.just("theme")),
    st.tuples(st.just("noise")),
)


@asynccontextmanager
async def started(size: tuple[int, int]) -> AsyncIterator[tuple[Anything, BothWays]]:
    """The app, running and painted."""
    app = Anything(driver_class=type("Sized", (BothWays,), {"size": size}))
    active_app.set(app)
    running = asyncio.create_task(app.run_async(size=size))
    while not app.is_running or not app.screen_stack:
        await asyncio.sleep(0.01)
        assert not running.done(), running
    driver = app._driver
    assert isinstance(driver, BothWays)
    await settle(app, size)
    try:
        yield app, driver
    finally:
        app.exit()
        await running


async def act(app: Anything, driver: BothWays, what: tuple[Any, ...]) -> None:
    match what:
        case "text", number, text, style:
            app.query_one(f"#s{number}", Static).update(f"[{style}]{text}[/]" if style else text)
        case "hide", number:
            widget = app.screen_stack[0].query_one(f"#s{number}")
            widget.display = not widget.display
        case "box", number:
            app.screen_stack[0].query_one(f"#s{number}").toggle_class("boxed")
        case "scroll", lines:
            app.screen_stack[0].query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
        case "size", (width, height):
            driver.resize(width, height)
        case ("dialog",):
            if isinstance(app.screen, Dialog):
                await app.pop_screen()
            else:
                await app.push_screen(Dialog())
        case ("theme",):
            app.theme = "textual-light" if app.theme == "textual-dark" else "textual-dark"
        case ("noise",):
            driver.ours.feed("\x1b[H\x1b[31;7mBroadcast message\x1b[3;3H\x1b[?7h\x1b[?25h")
            driver.picture.repair()
        case "key", key:
            await Pilot(app).press(key)


async def settle(app: Anything, size: tuple[int, int]) -> None:
    """Until the app has laid out this size and painted all it has to."""
    pilot = Pilot(app)
    for _ in range(200):
        await pilot.pause(0.01)
        if app.screen.size == size and not app.screen._dirty_widgets and app._resize_timer is None:
            break
    await pilot.pause(0.02)


# no shrinking: with an app started for each try it would take minutes
@settings(max_examples=8, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.sampled_from([(80, 24), (50, 12)]), st.lists(acts, min_size=4, max_size=10))
def test_terminal_shows_what_the_app_shows(size: tuple[int, int], what: list[tuple[Any, ...]]) -> None:
    async def live() -> None:
        async with started(size) as (app, driver):
            driver.compare()
            for one in what:
                await act(app, driver, one)
                await settle(app, (driver.textuals.columns, driver.textuals.lines))
                driver.compare()

    asyncio.run(live())


@pytest.mark.anyio
async def test_this_very_test_sees_a_lost_cell() -> None:
    async with started((80, 24)) as (_, driver):
        driver.textuals.feed("\x1b[5;60H!")
        with pytest.raises(AssertionError, match=r"\(59, 4\)"):
            driver.compare()
