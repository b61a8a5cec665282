"""Lines with a sign: they hang together when they wrap, and take no room when there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App
from textual.widgets import Static

from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from tests.support.screens.one_screen import shown, wait_until

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
        await wait_until(pilot, lambda: "below" in shown(app))
        assert shown(app).split("\n")[:5] == ["! one two", "  three", "  [b]four[/b", "  ]", "  five"]
        app.query_one("#some", SignedLines).set_lines([SignedLine("?", "six")])
        await wait_until(pilot, lambda: shown(app).split("\n")[:2] == ["? six", "below"])
        app.query_one("#some", SignedLines).set_lines([])
        await wait_until(pilot, lambda: shown(app).split("\n")[0] == "below")


def rows(line: SignedLine, width: int) -> list[str]:
    return [row.plain for row in line.rows(width)]


def test_a_text_stands_beside_its_sign_beside_the_place_of_one_or_at_the_left() -> None:
    assert rows(SignedLine("!", "one two three"), 12) == ["! one two", "  three"]
    assert rows(SignedLine("", "one two three"), 12) == ["  one two", "  three"]
    assert rows(SignedLine(None, "one two three"), 12) == ["one two", "three"]
    assert rows(SignedLine(None, ""), 12) == [""]


def test_a_hint_stands_at_the_right_end_or_on_a_row_of_its_own() -> None:
    hint = (("F5", "bold"), (" again", ""))
    assert rows(SignedLine("!", "one", hint=hint), 16) == ["! one   F5 again"]
    assert rows(SignedLine("!", "one two", hint=hint), 18) == ["! one two", "          F5 again"], (
        "a gap of two is least"
    )
    assert rows(SignedLine("!", "one two", hint=hint), 6) == ["! one two", "F5 again"], "never cut short"


def test_sign_and_text_have_one_style_or_each_its_own() -> None:
    def styles(line: SignedLine) -> list[tuple[str, str]]:
        row = line.rows(12)[0]
        return [(row.plain[span.start : span.end], str(span.style)) for span in row.spans]

    assert styles(SignedLine("!", "one", "bold")) == [("! one", "bold")]
    assert styles(SignedLine("!", "one", "bold", "red")) == [("! ", "red"), ("one", "bold")]
    assert styles(beneath("one", "bold")) == [("one", "bold")]
    assert rows(beneath("one two three", ""), 12) == ["  one two", "  three"]


async def test_the_rest_of_the_screen_moves_only_when_the_number_of_rows_changes() -> None:
    app = Lines()
    async with app.run_test(size=(12, 8)) as pilot:
        some = app.query_one("#some", SignedLines)
        await wait_until(pilot, lambda: "below" in shown(app))
        laid_out: list[bool] = []
        textuals = some.refresh

        def refresh(*regions: Any, layout: bool = False, **more: Any) -> Any:
            laid_out.append(layout)
            return textuals(*regions, layout=layout, **more)

        some.refresh = refresh  # type: ignore[method-assign]  # watched, and otherwise as it is
        some.set_lines([SignedLine("?", text) for text in "abcde"])
        some.set_lines([SignedLine("?", text) for text in "abcde"])
        some.set_lines([SignedLine("!", "a")])
        assert laid_out == [False, True], "five rows as before; nothing new; fewer"
