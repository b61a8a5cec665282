"""Leaving out what nobody sees takes nothing from what somebody does."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest
from textual._compositor import Compositor
from textual.app import App
from textual.screen import Screen
from textual.widgets import Label

from tests.support import unseen_frames
from tests.support.screens.one_screen import shown

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Region
    from textual.strip import Strip


class Changing(App[None]):
    """One line that changes; `composed` counts how often it was asked how it looks."""

    def __init__(self) -> None:
        super().__init__()
        self.label = Counting("before")

    def compose(self) -> ComposeResult:
        yield self.label


class Counting(Label):
    composed = 0

    def render_lines(self, crop: Region) -> list[Strip]:
        self.composed += 1
        return super().render_lines(crop)


def test_textual_still_composes_its_pictures_that_way() -> None:
    assert Compositor.render_update is unseen_frames._compose_for_somebody
    assert str(inspect.signature(unseen_frames._compose)).startswith("(self, full: 'bool' = False, screen_stack:")
    refresh = inspect.getsource(Screen._compositor_refresh)
    assert "update = self._compositor.render_update(" in refresh
    assert "app._display(self, update)" in refresh
    assert "if renderable is None:\n                return" in inspect.getsource(App._display)


@pytest.mark.anyio
async def test_what_changed_is_composed_when_a_test_looks() -> None:
    app = Changing()
    async with app.run_test() as pilot:
        composed = app.label.composed
        app.label.update("after")
        await pilot.pause()
        assert app.label.composed == composed, "nobody has looked"
        assert shown(app).splitlines()[0] == "after"
        assert "after" in app.export_screenshot()


@pytest.mark.anyio
async def test_whoever_takes_the_displays_place_gets_each_change(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Changing()
    seen: list[object] = []
    async with app.run_test() as pilot:
        monkeypatch.setattr(app, "_display", lambda _, picture: seen.append(picture))
        app.label.update("after")
        await pilot.pause()
        assert any(one is not None for one in seen)
