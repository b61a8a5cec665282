"""A change renders what it touches and no more, and what's painted is what all of it would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual._compositor import Compositor
from textual.app import App
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.widget import Widget
from textual.widgets import Static

from screens.near_compositor import NearCompositor
from screens.wizard_screen import WizardScreen
from tests.support.screens.one_screen import look

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.screen import Screen
    from textual.strip import Strip

SIZE = (40, 12)


class Busy(WizardScreen):
    """Texts in a place that scrolls, two beside each other, and one that's partly out of sight."""

    CSS = "Busy VerticalScroll { height: 8; } Busy Horizontal { height: 3; } Busy #high { height: 9; } #left { width: 9; }"

    def compose(self) -> ComposeResult:
        with VerticalScroll():
            yield Static("first\nsecond", id="first")
            with Horizontal():
                yield Static("left\nl2", id="left")
                yield Static("right\nr2", id="right")
            yield Static("\n".join(f"row {number}" for number in range(9)), id="high")
        yield Static("last", id="last")


class Host(App[None]):
    def on_mount(self) -> None:
        self.push_screen(Busy(look()))


def cells(update: Any, app: App[None]) -> str:
    return "".join(segment.text for segment in app.console.render(update) if not segment.control)


@pytest.mark.anyio
async def test_one_row_of_one_widget_renders_it_and_what_it_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert isinstance(app.screen._compositor, NearCompositor)
        rendered: list[tuple[str | None, int]] = []
        textuals = Widget.render_lines

        def render_lines(self: Widget, crop: Region) -> list[Strip]:
            rendered.append((self.id, crop.height))
            return textuals(self, crop)

        monkeypatch.setattr(Widget, "render_lines", render_lines)
        compositor = app.screen._compositor
        row = compositor.visible_widgets[app.screen.query_one("#first")][0]
        compositor._dirty_regions = {Region(row.x, row.y, row.width, 1)}
        compositor.render_partial_update()
        assert rendered == [("first", 1), (None, 1), (None, 1)], "it, what scrolls, and the screen"


@pytest.mark.anyio
async def test_what_is_painted_is_what_textual_itself_would_paint() -> None:
    app = Host()
    async with app.run_test(size=SIZE) as pilot:
        ours: Screen[Any] = app.screen
        await pilot.pause()

        @settings(max_examples=150, deadline=None)
        @given(
            st.lists(
                st.builds(Region, st.integers(0, 39), st.integers(0, 11), st.integers(1, 40), st.integers(1, 12)),
                min_size=1, max_size=3,
            ),
            st.integers(0, 6),
        )  # fmt: skip
        def same(dirty: list[Region], scrolled: int) -> None:
            ours.query_one(VerticalScroll).scroll_to(y=scrolled, animate=False, immediate=True)
            ours._refresh_layout()
            compositor = ours._compositor
            within = {region.intersection(compositor.size.region) for region in dirty}
            painted = []
            for get_renders in (NearCompositor._get_renders, Compositor._get_renders):
                compositor._dirty_regions = set(within)
                compositor._get_renders = get_renders.__get__(compositor)  # type: ignore[method-assign]  # both, in turn
                painted.append(cells(compositor.render_partial_update(), app))
            assert painted[0] == painted[1]

        same()
