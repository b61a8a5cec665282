"""Pictures of what can be pressed without a function key: the last line, the remedies, and what keys are called."""

from __future__ import annotations

from typing import Any

import pytest

from services.contracts import BoxEvidence, Cause
from tests.support.screens.connect_moment import ConnectMoment
from tests.support.screens.one_screen import wait_until
from tests.support.screens.permission_screen import permission_screen

pytestmark = pytest.mark.usefixtures("stockholm")
USUAL, LARGE, SMALL = (80, 24), (120, 40), (60, 20)
SIZES = {"usual": USUAL, "large": LARGE}


def missing() -> ConnectMoment:
    return ConnectMoment().says(Cause.PERMISSION_MISSING, BoxEvidence())


@pytest.mark.parametrize("light", [False, True], ids=["dark", "light"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_cursor_is_on_a_remedy(snap_compare: Any, size: tuple[int, int], light: bool) -> None:
    """ "F7 signs in" at the right end of its line has the colours of what's focused, and nothing else has them; "F6
    shows it" looks as always.
    """
    picture = ConnectMoment(light=light).says(Cause.PERMISSION_MISSING, BoxEvidence())

    async def before(pilot: Any) -> None:
        await picture.check(pilot)
        picture.step.check_list.focus()
        await pilot.press("down")
        await wait_until(pilot, lambda: picture.app.focused is picture.step.check_list)

    assert snap_compare(picture.app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_the_cursor_is_in_the_last_line(snap_compare: Any, size: tuple[int, int]) -> None:
    """The second key of the last line has the colours of what's focused, name and words; the line is as it was."""
    picture = missing()

    async def before(pilot: Any) -> None:
        await picture.check(pilot)
        picture.step.query_one("#keys").focus()
        await pilot.press("right")

    assert snap_compare(picture.app, terminal_size=size, run_before=before)


def test_a_key_that_had_no_room_is_marked(snap_compare: Any) -> None:
    """The last line shows Check and Light/dark, which the usual line leaves out; Check is marked."""
    picture = missing()

    async def before(pilot: Any) -> None:
        await picture.check(pilot)
        picture.step.query_one("#keys").focus()
        await pilot.press("left", "left")

    assert snap_compare(picture.app, terminal_size=USUAL, run_before=before)


@pytest.mark.parametrize("size", [USUAL, LARGE, SMALL], ids=["usual", "large", "small"])
def test_keys_are_called_by_escape_and_their_digits(snap_compare: Any, size: tuple[int, int]) -> None:
    """ "Esc 0" instead of F10, in the last line and in the check list; Back, Help and Quit are there at each size."""
    picture = missing()

    async def before(pilot: Any) -> None:
        picture.step.look.key_names.learn_escape()
        picture.step.tell_keys()
        await picture.check(pilot)

    assert snap_compare(picture.app, terminal_size=size, run_before=before)


def test_a_small_window_keeps_the_ways_out(snap_compare: Any) -> None:
    """The permission at 60 x 20: the last line has Back, Help and Quit beside what is left of the others."""
    assert snap_compare(permission_screen(), terminal_size=SMALL)
