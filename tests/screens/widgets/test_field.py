"""A field takes pastes and scans whole, hides secrets, and says at itself what's wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from textual.events import Paste

from screens.look.states import Tone
from screens.widgets.field import Field, Masking
from tests.support.screens.bare_widgets import BareWidgets
from tests.support.screens.one_screen import look, wait_until

if TYPE_CHECKING:
    from textual.pilot import Pilot

pytestmark = pytest.mark.anyio

SECRET = "GB33BUKB20201555555555"


def made(**more: Any) -> Field:
    return Field(look(), "answer", "Answer", **more)


async def pasted(pilot: Pilot[Any], field: Field, text: str) -> str:
    """What's in the empty field after this paste."""
    field.input.value = ""
    field.input.focus()
    field.input.post_message(Paste(text))
    await pilot.pause()
    return field.input.value


async def test_a_paste_lands_as_one_clean_line() -> None:
    field = made()
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        for text, value in (
            ("ZAP900001\r\n", "ZAP900001"),
            ("ZAP900001\r", "ZAP900001"),
            ("ZAP900001\t", "ZAP900001"),
            ("\n\n  ZAP900001  \nZAP900002\n", "ZAP900001"),
            ("Test\tgatan 10", "Test gatan 10"),
            ("ZAP\x00900\x1b001\x7f", "ZAP900001"),
            ("\x1b[31mred\x1b[0m", "[31mred[0m"),
            ("ZAP900001\x1dMORE", "ZAP900001"),
            ("ZAP900001\u2028MORE", "ZAP900001"),
            ("Åsa Öberg", "Åsa Öberg"),
            ("[b]not markup[/b]", "[b]not markup[/b]"),
            ("many\n" * 5000, "many"),
            ("x" * 5000, "x" * 300),
            ("", ""),
            ("\r\n \t\r\n", ""),
        ):
            assert await pasted(pilot, field, text) == value, repr(text)
        assert app.focused is field.input
        assert app.heard(Field.Entered) == 0


async def test_a_paste_goes_where_the_cursor_is_and_fills_what_is_left() -> None:
    field = made(max_length=8)
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        field.put("abcdef")
        field.input.focus()
        field.input.cursor_position = 3
        field.input.post_message(Paste("12345"))
        await wait_until(pilot, lambda: field.input.value == "abc12def")
        field.input.selection = type(field.input.selection)(0, 8)
        field.input.post_message(Paste("123456789"))
        await wait_until(pilot, lambda: field.input.value == "12345678")


async def test_enter_moves_on_and_a_correction_takes_the_error_away() -> None:
    field = made(hint="A hint")
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        field.refuse("That is wrong.")
        await wait_until(pilot, lambda: any("✗ That is wrong." in line for line in app.lines))
        field.input.focus()
        await pilot.press("a")
        await wait_until(pilot, lambda: any("A hint" in line for line in app.lines))
        assert not field.refused
        await pilot.press("enter")
        await wait_until(pilot, lambda: app.heard(Field.Entered) == 1)
        assert field.input.value == "a"


async def test_signs_stand_beside_the_colours() -> None:
    field = made()
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        for tone, sign in ((Tone.ERROR, "✗"), (Tone.OK, "✓"), (Tone.WARNING, "!"), (Tone.INFO, "")):
            field.note("so it is", tone)
            await pilot.pause()
            assert any(line.strip() == f"{sign} so it is".strip() for line in app.lines)


@pytest.mark.parametrize("tone", [Tone.OK, Tone.WARNING, Tone.ERROR])
async def test_no_note_outlives_the_text_that_it_speaks_of(tone: Tone) -> None:
    field = made(hint="A hint")
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        field.put("ZAP900001")
        field.note("Found it.", tone)
        await pilot.pause()
        assert any("Found it." in line for line in app.lines), "putting it in is no other text"
        field.input.focus()
        await pilot.press("a")
        await wait_until(pilot, lambda: any("A hint" in line for line in app.lines))
        assert not any("Found it." in line for line in app.lines)


async def test_a_proposal_is_replaced_by_typing_a_paste_and_another_proposal() -> None:
    other = Field(look(), "other", "Other")
    app = BareWidgets(partial(made, value="2.50", proposed="2.50"), other)
    async with app.run_test(size=(80, 6)) as pilot:
        field = app.query(Field).first()
        field.propose("2.10")
        field.input.focus()
        await pilot.press("3")
        assert field.input.value == "3"
        field.propose("1.00")
        assert field.input.value == "3", "what was typed stays"
        field.put("1.00")
        other.input.focus()
        await pilot.pause()
        field.input.focus()
        await pilot.pause()
        field.input.post_message(Paste("4,25"))
        await wait_until(pilot, lambda: field.input.value == "4,25")


async def test_a_secret_is_hidden_from_its_first_character_and_never_printed() -> None:
    field = made(masking=Masking.ALWAYS)
    app = BareWidgets(field)
    async with app.run_test(size=(80, 6)) as pilot:
        await pasted(pilot, field, SECRET)
        assert SECRET not in "\n".join(app.lines)
        assert "****" in "\n".join(app.lines)
        value = field.value
        assert isinstance(value, SecretStr)
        assert SECRET not in f"{value!r}{value}{field!r}{field.input!r}"
        assert value.get_secret_value() == SECRET
        field.reveal(shown=True)
        await wait_until(pilot, lambda: SECRET in "\n".join(app.lines))
        field.reveal(shown=False)
        await wait_until(pilot, lambda: SECRET not in "\n".join(app.lines))


async def test_a_number_is_hidden_once_it_is_left_and_seen_again_only_when_empty() -> None:
    field, other = made(masking=Masking.ONCE_LEFT), Field(look(), "other", "Other")
    app = BareWidgets(field, other)
    async with app.run_test(size=(80, 6)) as pilot:
        await pasted(pilot, field, SECRET)
        assert SECRET in "\n".join(app.lines)
        other.input.focus()
        await wait_until(pilot, lambda: SECRET not in "\n".join(app.lines))
        field.input.focus()
        await pilot.pause()
        assert SECRET not in "\n".join(app.lines)
        await pilot.press("backspace")  # all of it is selected when the field is entered
        await pilot.press("7")
        await pilot.pause()
        assert field.input.value == "7"


async def test_a_kept_secret_comes_back_hidden() -> None:
    for masking in (Masking.ALWAYS, Masking.ONCE_LEFT):
        app = BareWidgets(partial(made, masking=masking, value=SECRET))
        async with app.run_test(size=(80, 6)):
            assert SECRET not in "\n".join(app.lines)
