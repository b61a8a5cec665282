"""Where the code goes: whole beside the words, whole above them, or a link. Never a broken code."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from textual._compositor import CompositorUpdate

from screens.code_screen import CodeScreen
from screens.countdown import STEP
from screens.look.glyphs import ASCII, UNICODE
from screens.look.states import Tone
from screens.messages import CopyWanted
from screens.widgets.qr import Qr
from services.contracts import LinkStatus
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
            await wait_until(pilot, lambda: app.says("no room beside these words. F6 shows it alone. Or use the link."))
            assert app.code == ""
            assert any(line.strip() == FIRST for line in app.text.splitlines())
            assert app.says("Waiting for the customer")


async def test_a_window_that_changes_changes_the_layout_and_back() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.resize_terminal(60, 20)
        await wait_until(pilot, lambda: not app.code and app.says("Send the link above to the customer's phone"))
        await pilot.resize_terminal(*SIZE)
        await wait_until(pilot, lambda: app.code and whole(app))
        assert not app.says("Send the link above to the customer's phone")


async def test_a_terminal_without_blocks_gets_the_code_in_whole_cells_or_the_link() -> None:
    app = OneSignInScreen(with_look=look(glyphs=ASCII))
    async with app.run_test(size=SIZE) as pilot:
        for too_small, words in (
            (SIZE, "Without UTF-8 the QR code needs 102 × 39 here. Use the link."),
            ((101, 39), "no room beside these words. F6 shows it alone."),
            ((102, 38), "no room beside these words. F6 shows it alone."),
        ):
            await pilot.resize_terminal(*too_small)
            await wait_until(pilot, lambda words=words: app.says(words))  # type: ignore[misc]  # mypy, default arguments
            assert app.code == ""
        await pilot.resize_terminal(102, 39)
        await wait_until(pilot, lambda: app.sign_in.query_one(Qr).payload == FIRST and whole(app, (66, 33)))
        assert app.text.isascii()


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("back", ["f2", "f6"])
async def test_one_key_shows_the_link_in_words_and_the_code_again(glyphs: Glyphs, back: str) -> None:
    app = OneSignInScreen(with_look=look(glyphs=glyphs))
    size, cells = (SIZE, (33, 17)) if glyphs is UNICODE else ((102, 39), (66, 33))
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: app.code and "F2 Link" in app.text)
        await pilot.press("f2")
        await wait_until(pilot, lambda: not app.code and app.says("Send the link above to the customer's phone"))
        assert any(line.strip() == FIRST for line in app.text.splitlines())
        assert "F6 QR code" in app.text
        assert "F2 QR code" in app.text
        assert not app.says("window of")
        await pilot.press(back)
        await wait_until(pilot, lambda: app.code and whole(app, cells))


async def test_where_larger_squares_have_no_room_one_key_says_how_much_they_need() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code and "F6 No scan?" in app.text)
        await pilot.press("f6")
        await wait_until(pilot, lambda: app.says("Larger squares need a window of 68 × 39."))
        assert whole(app), "the code that there is stays"


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
        await wait_until(pilot, lambda: app.sign_in.has_class("code-as-link"))
        await pilot.resize_terminal(70, 38)
        await wait_until(pilot, lambda: app.code and whole(app))
        await pilot.resize_terminal(102, 39)
        await wait_until(pilot, lambda: app.code and whole(app, (66, 33)))
        await pilot.press("f6")
        await wait_until(pilot, lambda: app.code and whole(app))


@pytest.mark.parametrize("away", ["f9", "f2", "escape"])
async def test_a_small_window_shows_the_code_alone(away: str) -> None:
    """It follows what becomes of the code, though other words are below it."""
    app = OneSignInScreen()
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: "F6 QR code" in app.text)
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        assert code.region.size == (33, 17)
        assert code.payload == FIRST
        app.clock.advance(121)
        await wait_until(pilot, lambda: code.payload == SECOND)
        await pilot.press("f8")
        await wait_until(pilot, lambda: app.heard(CopyWanted))
        await pilot.press(away)
        await wait_until(pilot, lambda: app.screen is app.sign_in and SECOND in app.text)


async def test_a_code_alone_that_ends_makes_room_for_why() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: "F6 QR code" in app.text)
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))
        app.northe.answer("poll_link", LinkStatus.REFUSED)
        await wait_until(pilot, lambda: app.screen is app.sign_in and app.says("The customer said no on their phone"))


async def test_another_code_comes_in_the_form_that_was_asked_for() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f2")
        app.clock.advance(121)
        await wait_until(pilot, lambda: not app.code and any(line.strip() == SECOND for line in app.text.splitlines()))


async def test_keys_of_a_code_are_named_only_where_there_is_one() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code and "F8 Copy" in app.text)
        await pilot.press("f4")
        await wait_until(pilot, lambda: app.says("Partner key"))
        for key in ("F6", "F8", "F2 Link"):
            assert key not in app.text
        await pilot.press("f6", "f8")
        assert app.heard(CopyWanted) == []


async def test_the_link_is_copied_and_nobody_claims_that_it_came_there() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f8")
        await wait_until(
            pilot, lambda: app.says("Sent to your clipboard. Not there? Then your terminal takes no copies")
        )
        assert [one.text for one in app.heard(CopyWanted)] == [FIRST]


async def test_where_it_is_known_that_there_is_no_clipboard_nothing_is_sent() -> None:
    app = OneSignInScreen(with_look=replace(look(), takes_copies=False))
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code)
        await pilot.press("f8")
        await wait_until(pilot, lambda: app.says("This terminal takes no copies. F2 shows the link"))
        assert app.heard(CopyWanted) == []


@pytest.mark.parametrize("guesses", [False, True])
async def test_where_nobody_knows_what_is_light_the_key_that_turns_the_code_is_named(guesses: bool) -> None:
    app = OneSignInScreen(with_look=replace(look(demo=True), guesses_light=guesses), phone=True)
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: app.code and ("F6 No scan?" in app.text))
        assert ("F3 Code inverted?" in app.text) is guesses


@pytest.mark.parametrize("size", [(69, 24), SIZE, (120, 40), (60, 20), (60, 42)])
async def test_the_link_stands_in_one_piece_on_a_line_of_its_own(size: tuple[int, int]) -> None:
    """So that two clicks take all of it."""
    app = OneSignInScreen()
    async with app.run_test(size=size) as pilot:
        await wait_until(pilot, lambda: any(line.strip() == FIRST for line in app.text.splitlines()))
        assert whole(app) or size == (60, 20)


async def test_the_code_needs_the_links_row_where_there_is_no_other() -> None:
    app = OneSignInScreen()
    async with app.run_test(size=(80, 23)) as pilot:
        await wait_until(pilot, lambda: app.code and whole(app))
        assert FIRST not in app.text


async def test_in_a_low_window_page_down_leads_to_the_last_row() -> None:
    app = OneSignInScreen(with_look=look(language="qps"))
    async with app.run_test(size=(60, 20)) as pilot:
        await wait_until(pilot, lambda: app.northe.polls)
        body = app.step.query_one("#body")
        app.step.notice.say(Tone.INFO, "One\ntwo\nthree")
        first = look(language="qps").words.t("sign_in.lead")[:12]
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
