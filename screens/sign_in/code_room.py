"""Where the QR code is whole on the Sign in screen: beside the words, above them, alone, or as a link instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from screens.widgets.code_place import CodePlace, code_place
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
    """How the code is asked for; each time it can't be scanned, the next one."""

    AS_FITS = auto()
    LARGER = auto()
    """In whole cells, which every font and terminal draws without a seam."""
    LINK = auto()


_WITH_WORDS = {CodePlace.BESIDE: (2 + BESIDE, FRAME), CodePlace.ABOVE: (4, FRAME + BELOW)}
AROUND: dict[CodeForm, dict[CodePlace, tuple[int, int]]] = {
    CodeForm.AS_FITS: _WITH_WORDS,
    CodeForm.LARGER: {**_WITH_WORDS, CodePlace.ALONE: (2, FRAME)},
    CodeForm.LINK: {},
}
"""Columns and rows that each place of the code needs besides it, by the form that's asked for."""


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
        """Where the code would be in that form; as a link where it isn't whole anywhere."""
        whole = form is CodeForm.LARGER or self.whole_only
        place = code_place(self.window, self.cells(whole=whole), AROUND[form])
        return CodeLook(place, whole and place is not CodePlace.AS_LINK)

    def form_after(self, form: CodeForm) -> CodeForm | None:
        """The next form that looks different from this one; None where there's no room for any."""
        forms = list(CodeForm)
        after = forms.index(form) + 1
        now = self.look_of(form)
        return next((one for one in [*forms[after:], *forms[:after]] if self.look_of(one) != now), None)

    def needed(self, form: CodeForm) -> tuple[int, int]:
        """Columns and rows of a window that shows the code in this form: beside the words, or alone if larger."""
        columns, rows = self.cells(whole=form is CodeForm.LARGER or self.whole_only)
        return columns + 2 + (0 if form is CodeForm.LARGER else BESIDE), rows + FRAME
