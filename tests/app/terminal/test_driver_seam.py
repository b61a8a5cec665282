"""What the driver relies on inside Textual. If this fails after an upgrade: read what has changed there, see that
`app/terminal/driver/` still does right by it, run `make bench`, and only then write the new figures down here."""

from __future__ import annotations

import ast
import inspect
from typing import TYPE_CHECKING, Any

import pytest
from textual import constants
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.headless_driver import HeadlessDriver
from textual.drivers.linux_driver import LinuxDriver
from textual.strip import Strip

from app.terminal.clipboard import Clipboard, Multiplexer
from app.terminal.driver import frugal_driver
from app.terminal.driver.controls import DROPPED, ENTER, LEAVE, PASSING, SYNC_BEGIN, SYNC_END, is_command, passes
from app.terminal.driver.frugal_driver import FrugalDriver
from app.wizard.wizard_app import WizardApp
from tests.support.screens.one_screen import look
from tests.support.textual_sources import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable

RELIED_ON: dict[Any, tuple[str, str]] = {
    LinuxDriver: (
        "ec65992e0f98",
        "signals, modes, the thread that reads keys; it writes, starts and stops through `_writer_thread`",
    ),
    XTermParser: ("fc1e32fb7a4a", "makes keys of what `app.terminal.input_sorter` has found whole and known"),
    Driver.process_message: ("af9cb0baaf15", "the driver looks at reported sizes before it"),
    WriterThread: ("411a9202bed5", "what the painter stands in for"),
    App._display: ("4b78dff6669a", "one frame: begin, update and cursor in one write, end"),
    App._begin_update: ("74b869c65286", "synchronized output, if the terminal has said that it can"),
    App._end_update: ("1ecb7ab2a36d", "as above"),
    App.bell: ("a8ee6d70ed41", "a command by itself"),
    App.copy_to_clipboard: ("f3e8b4ade76a", "a command by itself"),
    App.size: ("11efb56c53fc", "the size that a frame is for"),
    App._on_resize: ("62d14429be32", "when that size changes"),
    LayoutUpdate.render_segments: ("ff329c722506", "addresses, styles, text, line ends and nothing else"),
    ChopsUpdate.render_segments: ("4c1cdb567e0b", "as above"),
    Strip.render_style: ("749d890bb5c4", "each style set after a reset"),
}


@pytest.mark.parametrize("thing", RELIED_ON, ids=lambda thing: getattr(thing, "__qualname__", "App.size"))
def test_textual_is_as_the_driver_knows_it(thing: Any) -> None:
    assert digest_of(thing) == RELIED_ON[thing][0], RELIED_ON[thing][1]


def test_every_command_of_textuals_driver_is_known() -> None:
    tree = ast.parse(inspect.getsource(linux_driver))
    built = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\x1b" in node.value and node not in built
    }
    assert found == {*PASSING, *DROPPED, ENTER, LEAVE} - {"\x07", "\x1b[>25u"}


def test_commands_are_told_from_frames() -> None:
    for command in (*PASSING, *DROPPED, ENTER, LEAVE, SYNC_BEGIN, SYNC_END):
        assert is_command(command), repr(command)
        assert passes(command) is (command in PASSING), repr(command)
    for behind in Multiplexer:
        for data in Clipboard(behind=behind).writes("hej" * 400):
            assert is_command(data), repr(data)
            assert passes(data), repr(data)
    assert not passes("\x1b]22;text\x07")
    for frame in ("\x1b[1;1H", "\x1b[31mred\x1b[0m", "\x1b[1;1Ha\x1b]52;c;aGVq\x07", "text\x07", ""):
        assert not is_command(frame), repr(frame)


@pytest.fixture
def wizard() -> Callable[[], WizardApp]:
    async def no_services() -> Any:
        raise NotImplementedError

    return lambda: WizardApp(look(), no_services)


def test_the_wizard_is_painted_by_it(wizard: Callable[[], WizardApp]) -> None:
    assert wizard().driver_class is FrugalDriver


def test_another_driver_may_be_named_to_compare(
    wizard: Callable[[], WizardApp], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "DRIVER", "textual.drivers.linux_driver:LinuxDriver")
    assert wizard().driver_class is LinuxDriver


@pytest.mark.anyio
async def test_headless_runs_keep_textuals_own() -> None:
    app: App[None] = App(driver_class=FrugalDriver)
    async with app.run_test():
        assert isinstance(app._driver, HeadlessDriver)
        frugal_driver.redraw(app)  # nothing to do there, and no error
