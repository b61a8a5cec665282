"""Lines with a sign: they hang together when they wrap, and take no room when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.widgets import Static

from screens.widgets.signed_lines import SignedLine, SignedLines
from tests.screens.harness import shown, until

if TYPE_CHECKING:
    from textual.app import ComposeResult

pytestmark = pytest.mark.anyio


class Lines(App[None]):
    def compose(self) -> ComposeResult:
        yield SignedLines(id="none")
        yield SignedLines(SignedLine("!", "one two three [b]four[/b]"), SignedLine("", "five"), id="some")
        yield Static("below")


async def test_what_does_not_fit_goes_on_below_the_text() -> None:
    app = Lines()
    async with app.run_test(size=(12, 8)) as pilot:
        await until(pilot, lambda: "below" in shown(app))
        assert shown(app).split("\n")[:5] == ["! one two", "  three", "  [b]four[/b", "  ]", "  five"]
        app.query_one("#some", SignedLines).show([SignedLine("?", "six")])
        await until(pilot, lambda: shown(app).split("\n")[:2] == ["? six", "below"])
        app.query_one("#some", SignedLines).show([])
        await until(pilot, lambda: shown(app).split("\n")[0] == "below")
