"""On a large window what belongs together stands together; on a usual one the screen fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from screens.done import DoneScreen
from screens.look.sizes import WIDEST
from screens.panels.pick_charger import PickChargerPanel
from screens.sign_in import SignInScreen
from screens.start import StartScreen
from services.contracts import Grant
from services.fake import fake_services
from tests.support.screens.connect_moment import ConnectMoment
from tests.support.screens.one_screen import OneScreen, look, shown, wait_until
from tests.support.sessions.after_connect import finished
from tests.support.sessions.before_connect import ready_to_connect
from tests.support.sessions.before_each_step import bank_account, box_type, charge_site

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.geometry import Region

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("stockholm")]

USUAL = [(80, 24), (60, 20), (100, 24)]
LARGE = [(100, 30), (120, 40), (160, 50)]
SCREENS: dict[str, Callable[[], OneScreen]] = {
    "start": lambda: OneScreen(lambda: StartScreen(look(), (), ())),
    "sign_in": lambda: OneScreen(lambda: SignInScreen(look(), fake_services())),
    "box_type": box_type,
    "charge_site": charge_site,
    "bank_account": bank_account,
    "connect": lambda: ConnectMoment().app,
    "done": lambda: OneScreen(lambda: DoneScreen(look(), fake_services()), finished()),
}


def part(app: OneScreen, name: str) -> Region:
    return app.step.query_one(name).region


@pytest.mark.parametrize("size", USUAL, ids=str)
@pytest.mark.parametrize("name", SCREENS)
async def test_a_usual_window_is_filled(name: str, size: tuple[int, int]) -> None:
    app = SCREENS[name]()
    async with app.run_test(size=size):
        assert part(app, "#actions").bottom == part(app, "#keys").y
        assert part(app, "#keys").bottom == size[1]


@pytest.mark.parametrize("size", LARGE, ids=str)
@pytest.mark.parametrize("name", SCREENS)
async def test_buttons_are_where_a_usual_window_has_them(name: str, size: tuple[int, int]) -> None:
    """At the same rows, and no further right than column 100; the keys are at the bottom of the window."""
    app = SCREENS[name]()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert part(app, "#actions").y <= 23
        assert part(app, "#actions").right <= WIDEST
        assert part(app, "#keys").bottom == size[1]


async def test_buttons_go_down_as_what_is_above_them_grows_and_come_back() -> None:
    """More rows than a usual window has: all of them show, and the buttons follow, until nothing more has room."""
    picture = ConnectMoment().sees(Grant.GRANTED)
    async with picture.app.run_test(size=(120, 40)) as pilot:
        body = picture.step.query_one("#body")
        about = picture.step.query_one("#about")
        usual = part(picture.app, "#actions").y
        await picture.check(pilot)
        verdict = part(picture.app, "#notice")
        assert part(picture.app, "#actions").y == usual
        assert usual - 4 <= verdict.y < usual
        for rows in (15, 18):
            about.styles.height = rows
            await wait_until(pilot, lambda: about.region.height == rows)  # noqa: B023 - waited for here
            assert about.region.bottom <= body.region.bottom <= about.region.bottom + 1
            assert part(picture.app, "#notice").y == body.region.bottom
            assert body.max_scroll_y == 0
        about.styles.height = 60
        await wait_until(pilot, lambda: body.max_scroll_y > 0)
        assert part(picture.app, "#actions").bottom == part(picture.app, "#keys").y == 38
        about.styles.height = 1
        await wait_until(pilot, lambda: part(picture.app, "#actions").y == usual)


async def test_the_window_changes_its_size() -> None:
    picture = ConnectMoment()
    async with picture.app.run_test(size=(80, 24)) as pilot:
        for size in [(120, 40), (80, 24), (160, 50), (60, 20)]:
            await pilot.resize_terminal(*size)
            await wait_until(pilot, lambda: part(picture.app, "#keys").bottom == size[1])  # noqa: B023 - waited for here
            assert part(picture.app, "#actions").y == min(21, size[1] - 3)


async def test_a_larger_code_has_its_room() -> None:
    """In whole cells it takes twice as many rows, and the buttons stand below it."""
    app = OneScreen(lambda: SignInScreen(look(), fake_services()))
    async with app.run_test(size=(120, 50)) as pilot:
        await wait_until(pilot, lambda: app.step.query_one("#code").region.height > 1)
        before = part(app, "#code")
        await pilot.press("f6")
        await wait_until(pilot, lambda: part(app, "#code").height > before.height)
        assert part(app, "#actions").y == part(app, "#code").bottom + 1


async def test_a_list_takes_all_rows() -> None:
    """A list of chargers is longer than any window."""
    picture: Any = ConnectMoment().sees(Grant.GRANTED)
    async with picture.app.run_test(size=(120, 40)) as pilot:
        await pilot.press("f4")
        await wait_until(pilot, lambda: isinstance(pilot.app.screen, PickChargerPanel))
        await wait_until(pilot, lambda: pilot.app.screen.query_one("#actions").region.height)
        assert pilot.app.screen.query_one("#actions").region.bottom == 38


async def test_it_is_said_where_there_is_more_than_shows() -> None:
    """Between the buttons, since no key of the footer can be left out for it; and only as long as it's so."""
    picture = ConnectMoment(ready_to_connect(brand="garo", model="entity_pro", typed={}))
    async with picture.app.run_test(size=(60, 20)) as pilot:
        assert "PgDn: more" not in shown(picture.app)
        about = picture.step.query_one("#about")
        about.styles.height = 30
        await wait_until(pilot, lambda: "PgDn: more" in shown(picture.app))
        about.styles.height = 1
        await wait_until(pilot, lambda: "PgDn: more" not in shown(picture.app))
