"""The permission panel's link, and its code, which shows only where it's whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from screens.code_screen import CodeScreen
from screens.look.glyphs import ASCII
from screens.messages import CopyWanted
from screens.widgets.qr import Qr
from services.contracts import Grant, MakerLook
from services.fake.data import EVIDENCE
from tests.support.screens.one_screen import look, shown, wait_until
from tests.support.screens.permission_screen import (
    LINK,
    MISSING,
    PRO,
    PRO_LINK,
    SIZE,
    facts,
    panel_of,
    permission_screen,
    says,
)

pytestmark = pytest.mark.anyio


async def test_link_and_code_say_the_same_and_the_link_stands_alone_on_its_line() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE):
        assert panel_of(app).query_one(Qr).payload == LINK
        assert any(line.strip() == LINK for line in shown(app).splitlines())
        assert panel_of(app).has_class("with-code")


async def test_the_code_is_whole_between_head_and_buttons() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        code = panel_of(app).query_one(Qr)
        assert code.region.size == code.cells
        assert panel_of(app).query_one("#ways").region.contains_region(code.region)


async def test_a_window_without_room_offers_the_link_and_the_code_alone() -> None:
    app = permission_screen()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert not panel_of(app).has_class("with-code")
        assert not panel_of(app).query_one("#code").display
        assert LINK in shown(app)
        assert "F6 shows it as a code" in says(app)
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        assert code.region.size == code.cells
        assert app.screen.region.contains_region(code.region)
        await pilot.press("f9")
        await wait_until(pilot, lambda: app.screen is app.step)


async def test_larger_squares_show_alone_where_there_is_room_and_else_say_how_much_they_need() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "F6 No scan?" in shown(app))
        await pilot.press("f6")
        await wait_until(pilot, lambda: "Larger squares need a window of 66 × 33." in says(app))
        await pilot.resize_terminal(80, 34)
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        await wait_until(pilot, lambda: code.region.size == (66, 33))
        assert set(shown(app).splitlines()[:33]) == {""}, "colours alone"
        await pilot.press("f6")
        await wait_until(pilot, lambda: code.region.size == (33, 17) and "F9 goes back" in shown(app))
        await pilot.press("f6")
        await wait_until(pilot, lambda: code.region.size == (66, 33))
        await pilot.resize_terminal(60, 20)
        await wait_until(pilot, lambda: code.region.size == (33, 17))
        await pilot.press("f6")
        await wait_until(pilot, lambda: "Larger squares need a window of 66 × 33." in shown(app))


async def test_larger_squares_may_fill_the_window_to_its_last_cell() -> None:
    app = permission_screen()
    async with app.run_test(size=(66, 34)) as pilot:
        await pilot.press("f6", "f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen) and app.screen.query_one(Qr).whole)
        await pilot.resize_terminal(66, 33)
        await pilot.pause()
        code = app.screen.query_one(Qr)
        assert code.region.size == (66, 33)
        assert app.screen.region.contains_region(code.region)
        assert not app.screen.show_vertical_scrollbar


@pytest.mark.parametrize("size", [SIZE, (60, 20)])
async def test_where_nobody_knows_what_is_light_the_key_that_turns_the_code_is_named(size: tuple[int, int]) -> None:
    app = permission_screen(how=replace(look(), guesses_light=True))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        if size != SIZE:
            await pilot.press("f6")
        await wait_until(pilot, lambda: "F3 Code inverted?" in shown(app))


async def test_one_key_shows_the_link_in_words_and_the_code_again() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: panel_of(app).has_class("with-code") and "F2 Link" in shown(app))
        for key in ("f2", "f6"):
            await pilot.press("f2")
            await wait_until(pilot, lambda: not panel_of(app).has_class("with-code"))
            assert any(line.strip() == LINK for line in shown(app).splitlines())
            assert "Open the link above on any phone. F6 shows it as a code." in says(app)
            assert "F6 QR code" in shown(app)
            await pilot.press(key)
            await wait_until(pilot, lambda: panel_of(app).has_class("with-code"))


@pytest.mark.parametrize("before", [(), ("f2",)])
async def test_the_link_is_copied(before: tuple[str, ...]) -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        await wait_until(pilot, lambda: "F8 Copy" in shown(app))
        await pilot.press(*before, "f8")
        await wait_until(pilot, lambda: "Sent to your clipboard." in says(app))
        assert [one.text for one in app.heard(CopyWanted)] == [LINK]


async def test_the_code_alone_copies_too() -> None:
    app = permission_screen()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.press("f6", "f8")
        await wait_until(pilot, lambda: "Sent to your clipboard." in shown(app))
        assert [one.text for one in app.heard(CopyWanted)] == [LINK]
        await pilot.press("f2")
        await wait_until(pilot, lambda: app.screen is app.step and LINK in shown(app))


async def test_once_it_is_there_nothing_asks_for_it_any_more() -> None:
    app = permission_screen()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f5")
        await wait_until(pilot, lambda: "Go back and connect the box." in says(app))
        await wait_until(pilot, lambda: panel_of(app).focused is panel_of(app).query_one("#go-on"))
        for gone in (LINK, "Scan with", "as the owner", "portal", "F8", "F6", "F2"):
            assert gone not in shown(app)
        assert "F10 Go on" in shown(app)
        assert "F9 Back" in shown(app)
        panel = app.screen
        await pilot.press("f10")
        await wait_until(pilot, lambda: app.screen is not panel)


async def test_a_window_that_grows_gets_the_code() -> None:
    app = permission_screen()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.resize_terminal(80, 24)
        await wait_until(pilot, lambda: panel_of(app).has_class("with-code"))
        await pilot.resize_terminal(79, 20)
        await wait_until(pilot, lambda: not panel_of(app).has_class("with-code"))


async def test_a_terminal_without_block_signs_gets_the_link_or_the_code_in_whole_cells() -> None:
    app = permission_screen(how=look(glyphs=ASCII))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("f6", "f2")
        assert app.screen is app.step
        assert not panel_of(app).has_class("with-code")
        assert "F6" not in shown(app)
        await pilot.resize_terminal(120, 40)
        await wait_until(pilot, lambda: panel_of(app).has_class("with-code"))
        await wait_until(pilot, lambda: panel_of(app).query_one(Qr).region.size == (66, 33))


async def test_a_pro_installation_is_named_in_its_link_and_the_code_is_shown_alone() -> None:
    app = permission_screen(facts=facts(MISSING, MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=PRO)))
    async with app.run_test(size=SIZE) as pilot:
        assert panel_of(app).state.link == PRO_LINK
        assert PRO_LINK in shown(app).replace("\n  ", "")
        assert not panel_of(app).has_class("with-code")
        await pilot.press("f6")
        await wait_until(pilot, lambda: isinstance(app.screen, CodeScreen))
        code = app.screen.query_one(Qr)
        assert code.payload == PRO_LINK
        assert app.screen.region.contains_region(code.region)


async def test_a_pro_installation_without_its_id_has_no_link_that_would_not_work() -> None:
    app = permission_screen(model="pro")
    async with app.run_test(size=SIZE) as pilot:
        assert "https://" not in shown(app)
        assert "A Pro installation needs a link of its own." in shown(app)
        await pilot.press("f6", "f2", "f8")
        assert app.screen is app.step
        assert app.heard(CopyWanted) == []


async def test_what_zaptec_says_of_the_installation_counts_more_than_the_model() -> None:
    app = permission_screen(model="pro", facts=facts(MISSING, MakerLook(found=True, evidence=EVIDENCE)))
    async with app.run_test(size=SIZE):
        assert panel_of(app).state.link == LINK
