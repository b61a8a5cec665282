"""Nothing is searched for litter while the wizard comes up; afterwards it is."""

from __future__ import annotations

import gc
import sys
import types
from typing import TYPE_CHECKING

import pytest

from app.cli import main
from app.litter import left_lying, look_again
from tests.wire.journey import quit_program
from tests.wire.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.settings import Settings
    from screens.look.depth import Depth


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.unfreeze()
    gc.enable()


def test_the_search_is_put_off_until_it_is_wanted_again() -> None:
    with left_lying():
        assert not gc.isenabled()
        look_again()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0, "what came up is searched through again and again"


def test_the_search_goes_on_after_a_failure() -> None:
    with pytest.raises(OSError, match="no"), left_lying():
        raise OSError("no")
    assert gc.isenabled()


def test_it_is_put_off_before_textual_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def run(_settings: Settings, _depth: Depth) -> int:
        seen.append(gc.isenabled())
        return 0

    monkeypatch.setitem(sys.modules, "app.launch", types.SimpleNamespace(run=run))
    monkeypatch.setattr("app.terminal.capabilities.demand_terminal", lambda _: None)
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
