"""The code as half blocks: its size, its quiet zone, and its colours in any theme."""

from __future__ import annotations

import pytest

from screens.widgets.qr import QUIET, Qr, cells, half_blocks, matrix, whole_cells
from services.fake import PAYLOAD
from tests.support.screens.bare_widgets import BareWidgets
from tests.support.screens.one_screen import wait_until

LONGEST = "https://northe.app/link/" + "K" * 29


CONSENT_LINK = "https://portal.zaptec.com/access/request/Y8TU"


@pytest.mark.parametrize("payload", [PAYLOAD, LONGEST, CONSENT_LINK])
def test_up_to_53_bytes_it_takes_33_columns_and_17_rows(payload: str) -> None:
    assert len(LONGEST) == 53
    rows = half_blocks(payload).plain.split("\n")
    assert (len(rows), {len(row) for row in rows}) == (17, {33})
    assert cells(33, whole=False) == (33, 17)


def test_one_byte_more_is_a_larger_code() -> None:
    assert half_blocks(LONGEST + "K").plain.index("\n") == 37


def test_whole_cells_take_twice_as_many_columns_as_rows() -> None:
    rows = whole_cells(PAYLOAD).plain.split("\n")
    assert (len(rows), {len(row) for row in rows}) == (33, {66})
    assert cells(33, whole=True) == (66, 33)


@pytest.mark.anyio
@pytest.mark.parametrize("payload", [PAYLOAD, LONGEST, CONSENT_LINK])
async def test_each_half_shows_its_module_and_what_touches_the_same_colour_is_ground(payload: str) -> None:
    """Of the four modules from top to bottom the two outer ones are in the next cells."""
    code = Qr(payload)
    modules = matrix(payload)
    light = [0] * len(modules[0])
    rows = [light, *modules, light, light]
    async with BareWidgets(code).run_test(size=(80, 24)):
        for y, strip in enumerate(code.render_lines(code.size.region)):
            x = 0
            for text, style, _ in strip:
                ground = int(bool(style and style.reverse))
                for char in text:
                    above, upper, lower, below = (row[x] for row in rows[2 * y : 2 * y + 4])
                    x += 1
                    drawn = {" ": (ground, ground), "▀": (1 - ground, ground), "▄": (ground, 1 - ground)}[char]
                    assert drawn == (upper, lower)
                    dark_touched = (char == "▀" and upper and above) or (char == "▄" and lower and below)
                    assert not dark_touched, "the next cell goes on with this colour, and a font may leave a seam"


def test_the_quiet_zone_is_light_on_all_four_sides() -> None:
    modules = matrix(PAYLOAD)
    edges = [*modules[:QUIET], *modules[-QUIET:], *([*row[:QUIET], *row[-QUIET:]] for row in modules)]
    assert not any(any(edge) for edge in edges)
    assert modules[QUIET][QUIET] == 1  # the first finder pattern begins right behind it


@pytest.mark.anyio
@pytest.mark.parametrize("light", [False, True])
async def test_every_cell_is_black_on_white_in_both_themes(light: bool) -> None:
    code = Qr(PAYLOAD)
    app = BareWidgets(code, light=light)
    async with app.run_test(size=(80, 24)):
        segments = [one for strip in code.render_lines(code.size.region) for one in strip]
        assert "".join(one.text for one in segments) == half_blocks(PAYLOAD).plain.replace("\n", "")
        for one in segments:
            assert one.style is not None
            assert one.style.color is not None
            assert one.style.bgcolor is not None
            assert one.style.color.get_truecolor() == (0, 0, 0)
            assert one.style.bgcolor.get_truecolor() == (255, 255, 255)
            assert not one.style.dim


@pytest.mark.anyio
async def test_another_payload_is_another_code_and_none_takes_no_room() -> None:
    code = Qr()
    app = BareWidgets(code)
    async with app.run_test(size=(80, 24)) as pilot:
        assert code.cells == (0, 0)
        assert not app.lines[0]
        code.show(PAYLOAD, whole=False)
        await wait_until(pilot, lambda: code.region.size == (33, 17))
        before = app.lines
        code.show(PAYLOAD[:-1] + "X", whole=False)
        await wait_until(pilot, lambda: app.lines != before)
        code.show("", whole=False)
        await wait_until(pilot, lambda: not app.lines[0])
