"""Nothing is searched for litter while the wizard comes up; afterwards it is."""

from __future__ import annotations

import asyncio
import gc
import sys
import types
import weakref
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.terminal.burst_guard import GAP
from app.wizard.gc_pause import ALL, LONG_QUIET, MOST, QUIET, YOUNG, GcPause, left_lying, let_go
from screens.messages import Finished
from services.activation.session import Session
from services.activation.steps import STEPS
from tests.support.program.journey_keys import quit_program
from tests.support.program.terminal import Terminal
from tests.support.screens.one_screen import wait_until
from tests.support.screens.plain_wizard import SIZE, PlainWizard, at_sign_in, at_step, begin, sign_in
from tests.support.sessions.after_connect import finished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.settings import Settings
    from screens.look.depth import Depth


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    threshold = gc.get_threshold()
    yield
    gc.set_threshold(*threshold)
    gc.unfreeze()
    gc.enable()


def test_the_search_is_put_off_until_it_is_wanted_again() -> None:
    with left_lying():
        assert not gc.isenabled()
        GcPause().look_again()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0, "what came up is searched through again and again"


def test_the_search_goes_on_after_a_failure() -> None:
    with pytest.raises(OSError, match="no"), left_lying():
        raise OSError("no")
    assert gc.isenabled()


def test_it_is_put_off_before_textual_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def run(_settings: Settings, _depth: Depth, _clipboard: object) -> int:
        seen.append(gc.isenabled())
        return 0

    monkeypatch.setitem(sys.modules, "app.launch", types.SimpleNamespace(run=run))
    monkeypatch.setattr("app.terminal.terminal_check.demand_terminal", lambda _: None)
    assert main(["--sandbox"]) == 0
    assert seen == [False]
    assert gc.isenabled()


def test_the_real_program_searches_again_once_its_services_are_there(tmp_path: Path) -> None:
    code = (
        "import gc, sys\n"
        "from app.cli import main\n"
        "code = main(['--sandbox'])\n"
        "print('kept apart:', gc.get_freeze_count() > 10_000)\n"
        "sys.exit(code)\n"
    )
    with Terminal([sys.executable, "-c", code], folder=tmp_path) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        assert quit_program(terminal) == 0
        assert "kept apart: True" in terminal.afterwards


# ---------------------------------------------------------------------------------------------- while somebody types

COUNTING = """
import gc, sys
from app.wizard.gc_pause import GcPause

def note(phase, info):
    if phase == "stop":
        searches.append((info["generation"]))

searches = []
look_again = GcPause.look_again
GcPause.look_again = lambda self: (look_again(self), gc.callbacks.append(note))
_pause_over = GcPause._pause_over
GcPause._pause_over = lambda self: (_pause_over(self), searches.append("pause"))
from app.cli import main
code = main(["--sandbox"])
print("searches:", *searches)
sys.exit(code)
"""


def test_a_key_never_waits_for_a_search(tmp_path: Path) -> None:
    """400 keys without a pause: whatever is searched, it's between two of them that are further apart."""
    with Terminal([sys.executable, "-c", COUNTING], folder=tmp_path) as terminal:
        terminal.wait("Begin")
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{f4}")
        terminal.wait("Partner key")
        terminal.look(2 * LONG_QUIET)  # what the new screen has left is searched now
        for number in range(400):
            before = len(terminal.raw)
            if number % 20 == 19:
                terminal.look(2 * GAP)  # right behind what's typed this fast it's a scanner's, and no key
            terminal.keys("{ctrl+u}" if number % 20 == 19 else "a")
            terminal.wait(lambda before=before: len(terminal.raw) > before)  # type: ignore[misc]  # mypy and default arguments
        terminal.look(3 * QUIET)
        assert quit_program(terminal) == 0
        (line,) = [line for line in terminal.afterwards.splitlines() if line.startswith("searches:")]
    searched = line.split()[1:]
    assert [one for one in searched if one != "pause"].count("1") >= 1, "and it's searched in the end"
    for at, one in enumerate(searched):
        if one != "pause":
            assert searched[at + 1] == "pause", "by itself, in the middle of something"


@pytest.mark.anyio
async def test_everything_is_searched_only_after_a_long_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody types at three keys a second, and after a new screen goes on doing so: no key meets the long search."""
    now, searched, waits = [100.0], list[int](), list[float]()
    monkeypatch.setattr("app.wizard.gc_pause.time.monotonic", lambda: now[0])
    monkeypatch.setattr("app.wizard.gc_pause.gc.collect", searched.append)
    monkeypatch.setattr("app.wizard.gc_pause.let_go", lambda _: None)
    monkeypatch.setattr(GcPause, "_wait", lambda _, seconds: waits.append(seconds))
    litter = GcPause()
    litter.look_again()

    def passes(seconds: float) -> None:
        now[0] += seconds
        litter._pause_over()

    litter.touched()
    passes(QUIET + 0.01)
    assert searched == [YOUNG]
    litter.replaced(PlainWizard())
    for _ in range(10):
        litter.touched()
        passes(QUIET + 0.01)
    assert searched == [YOUNG], "all of the new screen would be searched"
    assert waits[-1] > QUIET, "it's looked once more"
    passes(LONG_QUIET)
    assert searched == [YOUNG, ALL]
    litter.touched()
    passes(QUIET + 0.01)
    assert searched == [YOUNG, ALL, YOUNG]


def test_what_comes_up_without_a_pause_has_a_bound() -> None:
    GcPause().look_again()
    assert gc.get_threshold()[0] == MOST
    grown: list[list[int]] = []
    before = gc.get_stats()[0]["collections"]
    grown.extend([] for _ in range(MOST + 1000))
    assert gc.get_stats()[0]["collections"] > before


# ---------------------------------------------------------------------------------------------- what's replaced


def there(app: PlainWizard) -> list[weakref.ref[object]]:
    """All of the screen that shows, and whatever secret stands in it."""
    return [weakref.ref(one) for one in app.screen.walk_children(with_self=True)]


def left_of(refs: list[weakref.ref[object]]) -> list[object]:
    """What's still alive of it."""
    gc.collect()
    return [one for ref in refs if (one := ref()) is not None]


def sessions_beside(others: list[Session]) -> list[Session]:
    """All sessions in this process but these, such as those that other tests' files hold."""
    return [one for one in gc.get_objects() if type(one) is Session and not any(one is other for other in others)]


async def in_time() -> None:
    """As a call to a cloud: with a deadline that isn't needed in the end."""
    async with asyncio.timeout(3600):
        await asyncio.sleep(0)


@pytest.mark.anyio
async def test_nothing_is_left_of_screens_that_were_replaced() -> None:
    app, elsewhere = PlainWizard(), sessions_beside([])
    async with app.run_test(size=SIZE) as pilot:
        await begin(app, pilot)
        await pilot.press("f4", *"kim")
        gone = there(app)
        await sign_in(app, pilot)
        app.under_way.session = app.session = finished()
        for step in STEPS:
            await app.show_step(step)
            await at_step(app, pilot, step)
            await pilot.press("a", "tab", "b")
            app.screen.run_worker(in_time())
            await pilot.pause()
            let_go(app)
            assert left_of(gone) == []
            gone = there(app)
        app.on_finished(Finished())
        await wait_until(pilot, lambda: at_sign_in(app))
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.at_start)
        await wait_until(pilot, lambda: left_of(gone) == [])  # the pause lets go by itself
        assert sessions_beside(elsewhere) == [], "nor of the session's secrets"
