"""Where the QR code is whole on the Sign in screen: beside the words, above them, alone, or as a link instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from screens.widgets.code_place import CodePlace, code_place, fits
from screens.widgets.qr import cells

if TYPE_CHECKING:
    from textual.geometry import Size

BESIDE = 34
"""Columns that the words beside the code need, with the space around them."""

BELOW = 18
"""Rows that the words below the code need, in a window that is narrow but high."""

FRAME = 6
"""Rows of head, buttons and keys."""

USUAL = 33
"""Modules on each side of the code that Northe offers (version 3); its place is kept free until it's here."""


class CodeForm(Enum):
    """How the code is asked for."""

    AS_FITS = auto()
    LARGER = auto()
    """In whole cells, which every font and terminal draws without a seam."""
    LINK = auto()
    ALONE = auto()
    """On a screen of its own, where there's no room for words besides."""


_WITH_WORDS = {CodePlace.BESIDE: (2 + BESIDE, FRAME), CodePlace.ABOVE: (4, FRAME + BELOW)}
_LARGER = {**_WITH_WORDS, CodePlace.ALONE: (2, FRAME)}
"""Columns and rows that each place of the code needs besides it."""


class CodeLook(NamedTuple):
    """How the code is drawn: its place, and whether each module takes whole cells."""

    place: CodePlace
    whole: bool


@dataclass(frozen=True, slots=True)
class CodeRoom:
    """The room for a code of so many `modules` on each side (0: not known yet) in a `window` (cells).

    `whole_only`: the terminal has no half blocks, so that every form is in whole cells.
    """

    window: Size
    modules: int
    whole_only: bool

    def cells(self, *, whole: bool) -> tuple[int, int]:
        """Columns and rows that the code takes, its quiet zone included."""
        return cells(self.modules or USUAL, whole=whole)

    def look_of(self, form: CodeForm) -> CodeLook:
        """Where the code would be in that form; larger only where there's room; as a link where it's whole nowhere."""
        if form is CodeForm.LINK:
            return CodeLook(CodePlace.AS_LINK, whole=False)
        if form is CodeForm.LARGER:
            place = code_place(self.window, self.cells(whole=True), _LARGER)
            if place is not CodePlace.AS_LINK:
                return CodeLook(place, whole=True)
        place = code_place(self.window, self.cells(whole=self.whole_only), _WITH_WORDS)
        return CodeLook(place, whole=self.whole_only and place is not CodePlace.AS_LINK)

    def form_after(self, form: CodeForm) -> CodeForm | None:
        """The form that F6 turns to, which looks different from this one; None where there's no room for any."""
        now = self.look_of(form)
        others = (CodeForm.LARGER, CodeForm.AS_FITS) if form is CodeForm.AS_FITS else (CodeForm.AS_FITS,)
        looks = ((other, self.look_of(other)) for other in others)
        found = (other for other, look in looks if look != now and look.place is not CodePlace.AS_LINK)
        alone = CodeForm.ALONE if now.place is CodePlace.AS_LINK and self.fits_alone else None
        return next(found, alone)

    @property
    def fits_alone(self) -> bool:
        """Whether the code is whole where there's nothing else."""
        return fits(self.window, self.cells(whole=self.whole_only))

    def has_row_for_link(self, look: CodeLook) -> bool:
        """Whether there's a row for the link, above the code and its words."""
        if look.place in {CodePlace.AS_LINK, CodePlace.NOWHERE}:
            return look.place is CodePlace.AS_LINK
        below = BELOW if look.place is CodePlace.ABOVE else 0
        return self.window.height > self.cells(whole=look.whole)[1] + FRAME + below

    def needed(self, *, larger: bool) -> tuple[int, int]:
        """Columns and rows of a window that shows the code: beside the words, or alone if larger."""
        columns, rows = self.cells(whole=larger or self.whole_only)
        return columns + 2 + (0 if larger else BESIDE), rows + FRAME
