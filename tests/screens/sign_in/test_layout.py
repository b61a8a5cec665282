"""Where the code goes: whole beside the words, whole above them, or a link. Never a broken code."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual._compositor import CompositorUpdate

from screens.countdown import STEP
from screens.look.glyphs import ASCII, UNICODE
from screens.look.states import Tone
from screens.widgets.qr import Qr
from tests.support.screens.one_screen import look, wait_until
from tests.support.screens.sign_in_screen import FIRST, SECOND, SIZE, OneSignInScreen

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.screen import Screen

    from screens.look.glyphs import Glyphs

pytestmark = pytest.mark.anyio


def whole(app: OneSignInScreen, size: tuple[int, int] = (33, 17)) -> bool:
    """Whether the code is on the screen with all its rows and columns, and nothing over it."""
    region: Region = app.sign_in.query_one(Qr).region
    visible, _ = app.sign_in._compositor.visible_widgets.get(app.sign_in.query_one(Qr), (None, None))
    return visible is not None and region.size == size and visible.intersection(region) == region


@pytest.mark.parametrize("language", ["en", "qps"])
async def test_where_there_is_room_the_code_is_whole(language: str) -> None:
    app = OneSignInScreen(with_look=look(language=language), reason="x" * 90)
    async with app.run_test(size=SIZE) as pilot:
        for size in (SIZE, (69, 23), (120, 40), (60, 41), (200, 60)):
            await pilot.resize_terminal(*size)
            await wait_until(pilot, lambda: app.code and whole(app))


async def test_where_there_is_none_the_link_is_offered_in_one_piece() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: app.northe.polls)
        for size in ((60, 20), (68, 24), (80, 22), (60, 40)):
            await pilot.resize_terminal(*size)
            await wait_until(pilot, lambda: app.says("The QR code needs a window of 69 × 23."))
            assert app.code == ""
            assert any(line.strip() == FIRST for line in app.text.splitlines())
            assert app.says("Waiting for the customer")


async def test_a_window_that_changes_changes_the_layout_and_back() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.resize_terminal(60, 20)
        await wait_until(pilot, lambda: not app.code and app.says("Send this to the customer's phone"))
        await pilot.resize_terminal(*SIZE)
        await wait_until(pilot, lambda: app.code and whole(app))
        assert not app.says("Send this to the customer's phone")


async def test_a_terminal_without_blocks_gets_the_code_in_whole_cells_or_the_link() -> None:
    app = OneSignInScreen(with_look=look(glyphs=ASCII))
    async with app.run_test(size=SIZE) as pilot:
        for too_small in (SIZE, (101, 39), (102, 38)):
            await pilot.resize_terminal(*too_small)
            await wait_until(pilot, lambda: app.says("Without UTF-8 the QR code needs 102 × 39 here. Use the link:"))
            assert app.code == ""
        await pilot.resize_terminal(102, 39)
        await wait_until(pilot, lambda: app.sign_in.query_one(Qr).payload == FIRST and whole(app, (66, 33)))
        assert app.text.isascii()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
async def test_where_the_code_cannot_be_scanned_one_key_shows_the_link_and_the_code_again(glyphs: Glyphs) -> None:
    """Without another window. What a code of larger squares would need is said."""
    app = OneSignInScreen(with_look=look(glyphs=glyphs))
    size = SIZE if glyphs is UNICODE else (102, 39)
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.code and ("F6 No scan?" in app.text))
        await pilot.press("f6")
        await wait_until(pilot, lambda: not app.code and app.says("Send this to the customer's phone"))
        assert app.says("Larger squares need a window of 68 × 39") is (glyphs is UNICODE)
        assert any(line.strip() == FIRST for line in app.text.splitlines())
        assert "F6 QR code" in app.text
        await pilot.press("f6")
        await wait_until(pilot, lambda: app.code and whole(app, (33, 17) if glyphs is UNICODE else (66, 33)))


async def test_a_large_window_shows_larger_squares_on_the_same_key() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: app.code and whole(app))
        await pilot.press("f6")
        await wait_until(pilot, lambda: app.code and whole(app, (66, 33)))
        assert app.says("Scans this code and approves")
        await pilot.resize_terminal(68, 39)
        await wait_until(pilot, lambda: app.code and whole(app, (66, 33)))
        assert "Scans this code" not in app.text, "there's room for the code alone"
        await pilot.resize_terminal(67, 39)
        await wait_until(pilot, lambda: app.says("Larger squares need a window of 68 × 39"))
        await pilot.resize_terminal(102, 39)
        await wait_until(pilot, lambda: app.code and whole(app, (66, 33)))
        await pilot.press("f6")
        await wait_until(pilot, lambda: not app.code and app.says("Send this to the customer's phone"))
        assert not app.says("need a window")
        await pilot.press("f6")
        await wait_until(pilot, lambda: app.code and whole(app))


async def test_another_code_comes_in_the_form_that_was_asked_for() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f6")
        app.clock.advance(121)
        await wait_until(pilot, lambda: any(line.strip() == SECOND for line in app.text.splitlines()))


async def test_the_key_is_not_named_where_there_is_nothing_else_to_show() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: app.says("Send this to the customer's phone"))
        assert "F6" not in app.text
        await pilot.press("f6")
        await pilot.resize_terminal(*SIZE)
        await wait_until(pilot, lambda: app.code and whole(app))
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.says("Partner key"))
        assert "F6" not in app.text


@pytest.mark.parametrize("guesses", [False, True])
async def test_where_nobody_knows_what_is_light_the_key_that_turns_the_code_is_named(guesses: bool) -> None:
    app = OneSignInScreen(with_look=replace(look(demo=True), guesses_light=guesses), phone=True)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code and ("F6 No scan?" in app.text))
        assert ("F3 Code inverted?" in app.text) is guesses


async def test_a_wide_window_shows_the_link_beside_the_code() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(120, 40)) as pilot:
        await wait_until(pilot, lambda: app.says("As a link: https://northe.app/link/K7Q2M9XW4T6R8P3VJ5NHB1"))


async def test_in_a_low_window_page_down_leads_to_the_last_row() -> None:
    app = OneSignInScreen(with_look=look(language="qps"))
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: app.northe.polls)
        body = app.step.query_one("#body")
        app.step.notice.say(Tone.INFO, "One\ntwo\nthree")
        first = "Thé QR çödé ñéédš"
        await wait_until(pilot, lambda: first in app.text and body.max_scroll_y)
        await pilot.press("pagedown")
        await wait_until(pilot, lambda: first not in app.text and body.scroll_y == body.max_scroll_y)
        await pilot.press("pageup")
        await wait_until(pilot, lambda: first in app.text)


async def test_a_step_of_the_countdown_costs_less_than_a_hundred_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted as Textual would send it: the update itself, the cursor's move, and the two marks round them."""
    app = OneSignInScreen()
    sent: list[int] = []

    def display(screen: Screen[object], renderable: object) -> None:
        if isinstance(renderable, CompositorUpdate):
            sent.append(
                len(renderable.render_segments(app.console).encode()) + len("\x1b[?2026h\x1b[?2026l\x1b[24;80H")
            )

    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.says("good for 2:00"))
        await pilot.pause(0.1)
        monkeypatch.setattr(app, "_display", display)
        for count, second in enumerate(range(55, 5, -5), start=1):
            app.clock.advance(STEP)
            await wait_until(pilot, partial(app.says, f"good for 1:{second:02}"))
            await wait_until(pilot, lambda: len(sent) >= count)  # noqa: B023 - asked before the next round
        assert len(sent) == 10
        assert max(sent) <= 100
        sent.clear()
        await pilot.pause(0.3)  # the clock stands still
        assert sent == []
