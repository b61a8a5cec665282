"""A line shows what Textual's own would, without laying the screen out or working out styles for it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input

from screens.look.palette import DARK, palette
from screens.widgets.field import Field, Masking
from screens.widgets.typed_line import TypedLine
from tests.support.screens.bare_widgets import BareWidgets
from tests.support.screens.one_screen import look

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.anyio

MARK = "\u0301"
LETTERS = f"abcÅé漢字 e{MARK}👍-"
WIDTH = 12


def shown(line: Input) -> str:
    """As far as it fits, without marks, which Rich drops at some ends and keeps at others. Textual's own has a column
    more, for a cursor behind the text, which is cut off later.
    """
    return line.render_line(0).crop(0, WIDTH).text.replace(MARK, "").ljust(WIDTH)


def an_edit(chance: random.Random) -> Callable[[Input], Any]:
    text, start, end = "".join(chance.choices(LETTERS, k=chance.randint(1, 9))), chance.random(), chance.random()

    def select(line: Input) -> None:
        line.selection = type(line.selection)(int(start * len(line.value)), int(end * len(line.value)))

    def value(line: Input) -> None:
        line.value = text

    edits: list[Callable[[Input], Any]] = [
        *[lambda line: line.insert_text_at_cursor(text)] * 5,
        *[Input.action_delete_left] * 3, Input.action_delete_right, Input.action_delete_left_word,
        Input.action_delete_left_all, Input.action_delete_right_all, Input.action_home, Input.action_end,
        *[Input.action_cursor_left] * 3, Input.action_cursor_right, select, value,
    ]  # fmt: skip
    return chance.choice(edits)


@pytest.mark.parametrize("seed", range(3))
async def test_it_shows_what_textuals_own_would(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    theirs, ours = Input(compact=True, select_on_focus=False), TypedLine(compact=True, select_on_focus=False)
    app = BareWidgets(theirs, ours)
    async with app.run_test(size=(80, 6)) as pilot:
        for line in (theirs, ours):
            line.styles.width = WIDTH
            line.cursor_blink = False
        await pilot.pause()
        for step in range(40):
            edit = an_edit(chance)
            for line in (theirs, ours):
                edit(line)
            await pilot.pause()
            assert (shown(ours), ours.scroll_x) == (shown(theirs), theirs.scroll_x), step
            assert (ours.value, ours.selection) == (theirs.value, theirs.selection)


async def test_the_cursor_and_what_is_selected_are_seen() -> None:
    app = BareWidgets(lambda: TypedLine("abcdef", compact=True))
    colours = palette(DARK)
    async with app.run_test(size=(80, 6)) as pilot:
        line = app.query_one(TypedLine)
        line.focus()
        line.selection = type(line.selection)(4, 1)
        await pilot.pause()
        looks = {
            segment.text: segment.style.bgcolor.name
            for segment in line.render_line(0)
            if segment.style is not None and segment.style.bgcolor is not None
        }
        assert looks["cd"] == colours.focus, "the cursor is at its beginning, on b"
        line.selection = type(line.selection)(6, 6)
        await pilot.pause()
        cursor = next(segment for segment in line.render_line(0) if segment.text == " ")
        assert cursor.style is not None
        assert cursor.style.bgcolor is not None
        assert cursor.style.bgcolor.name == colours.focus_field_text


async def test_a_secret_takes_a_byte_for_each_character_and_is_not_shown() -> None:
    app = BareWidgets(lambda: Field(look(), "secret", "Secret", value="hush hush", masking=Masking.ALWAYS))
    async with app.run_test(size=(80, 6)):
        field = app.query_one(Field)
        assert field.input.render_line(0).text.rstrip() == "*********"


async def test_typing_lays_nothing_out_and_a_move_works_out_no_style(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both took longer than painting did."""
    fields = [Field(look(), name, name.title()) for name in ("one", "two")]
    app = BareWidgets(*fields)
    laid_out: list[object] = []
    styled: list[object] = []
    update = Stylesheet.update_nodes

    def noted(sheet: Stylesheet, nodes: Any, **more: Any) -> None:
        nodes = list(nodes)
        styled.extend(nodes)
        update(sheet, nodes, **more)

    async with app.run_test(size=(80, 8)) as pilot:
        fields[0].input.focus()
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app, laid_out.append)
        monkeypatch.setattr(Stylesheet, "update_nodes", noted)
        await pilot.press(*"some text", "backspace")
        assert fields[0].input.value == "some tex"
        assert laid_out == []
        before = [field.input.rich_style for field in fields]
        await pilot.press("tab")
        await pilot.pause()
        assert app.focused is fields[1].input
        assert [field.input.rich_style for field in fields] == before[::-1], "what has the focus looks like it"
        assert styled == []


async def test_a_mark_without_a_letter_is_not_put_on_what_stands_left_of_the_line() -> None:
    app = BareWidgets(lambda: TypedLine(MARK + "abc", compact=True))
    async with app.run_test(size=(80, 6)):
        assert app.query_one(TypedLine).render_line(0).text.rstrip() == "abc"
