"""Where a QR code has room in a window: a part of a code is worth nothing, so it's whole or it isn't there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class CodePlace(StrEnum):
    """Where the code is."""

    BESIDE = "beside"
    """At the left of the words."""
    ABOVE = "above"
    ALONE = "alone"
    """In place of the words, where there's no room for both."""
    AS_LINK = "as-link"
    NOWHERE = "nowhere"
    """Nothing is offered that could be scanned."""


def fits(window: tuple[int, int], code: tuple[int, int], around: tuple[int, int] = (0, 0)) -> bool:
    """Whether the code is whole in the window with so much beside it. All are columns and rows of cells."""
    return all(least + more <= room for room, least, more in zip(window, code, around, strict=True))


def code_place(
    window: tuple[int, int], code: tuple[int, int], around: Mapping[CodePlace, tuple[int, int]]
) -> CodePlace:
    """The first place of `around` where the code is whole; as a link where none is.

    `code` counts its quiet zone. `around`: the columns and rows that each place needs besides, for words and frame;
    the best place first.
    """
    return next((place for place, more in around.items() if fits(window, code, more)), CodePlace.AS_LINK)
