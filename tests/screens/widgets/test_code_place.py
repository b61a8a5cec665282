"""A code goes to the first place where it's whole, to the cell."""

from __future__ import annotations

import pytest

from screens.widgets.code_place import CodePlace, code_place, fits

CODE = (33, 17)
AROUND = {CodePlace.BESIDE: (36, 6), CodePlace.ABOVE: (4, 24), CodePlace.ALONE: (2, 6)}


@pytest.mark.parametrize(
    ("window", "place"),
    [
        ((69, 23), CodePlace.BESIDE),
        ((200, 100), CodePlace.BESIDE),
        ((68, 41), CodePlace.ABOVE),
        ((37, 41), CodePlace.ABOVE),
        ((36, 41), CodePlace.ALONE),
        ((68, 40), CodePlace.ALONE),
        ((35, 23), CodePlace.ALONE),
        ((34, 41), CodePlace.AS_LINK),
        ((200, 22), CodePlace.AS_LINK),
        ((0, 0), CodePlace.AS_LINK),
    ],
)
def test_the_first_place_where_it_is_whole(window: tuple[int, int], place: CodePlace) -> None:
    assert code_place(window, CODE, AROUND) is place


def test_a_place_that_is_not_named_is_never_taken() -> None:
    assert code_place((60, 50), CODE, {CodePlace.BESIDE: (36, 6)}) is CodePlace.AS_LINK
    assert code_place((60, 50), CODE, {}) is CodePlace.AS_LINK


def test_the_better_place_comes_first() -> None:
    alone_first = {CodePlace.ALONE: (0, 0), **AROUND}
    assert code_place((200, 100), CODE, alone_first) is CodePlace.ALONE


def test_it_fits_to_the_last_cell() -> None:
    assert fits(CODE, CODE)
    assert not fits((32, 17), CODE)
    assert not fits((33, 16), CODE)
    assert fits((40, 20), CODE, (7, 3))
    assert not fits((40, 20), CODE, (8, 3))
    assert not fits((40, 20), CODE, (7, 4))
