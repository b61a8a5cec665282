"""The QR code on the Sign in screen, in the form and at the place where it's whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.containers import Vertical
from textual.geometry import Size

from screens.look.glyphs import ASCII
from screens.sign_in.code_room import CodeForm, CodeLook, CodeRoom
from screens.widgets.code_place import CodePlace
from screens.widgets.qr import Qr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look


BESIDE_LINK = 4
"""Columns at both sides of the link's row."""


class CodeBox(Vertical):
    """Holds the code. `payload`: what it says; empty: it's about to come, so its place is kept; None: there's none."""

    DEFAULT_CSS = "CodeBox { width: auto; height: auto; padding-left: 2; display: none; }"

    def __init__(self, look: Look) -> None:
        super().__init__(id="code")
        self.look = look
        self.payload: str | None = ""
        self.place = CodePlace.NOWHERE
        self._window = Size(0, 0)
        self._form = CodeForm.AS_FITS
        self._qr = Qr()

    def compose(self) -> ComposeResult:
        yield self._qr

    @property
    def _room(self) -> CodeRoom:
        return CodeRoom(self._window, self._qr.modules, whole_only=self.look.glyphs is ASCII)

    def show(self, payload: str | None, window: Size, *, wanted: bool) -> None:
        """Finds its place in a `window` of that size; `wanted`: false while it doesn't show at all."""
        self.payload, self._window = payload, window
        self._qr.show(payload or "", whole=self._qr.whole)  # its size decides on the place
        nowhere = not wanted or payload is None
        self.place, whole = (CodePlace.NOWHERE, False) if nowhere else self._room.look_of(self._form)
        self._qr.show(payload or "", whole=whole)
        self._qr.styles.min_width, self._qr.styles.min_height = self._room.cells(whole=whole)

    @property
    def link(self) -> str:
        """What stands on a row of its own, in one piece; nothing where the code needs that row."""
        payload = self.payload or ""
        in_one_piece = cell_len(payload) <= self._window.width - BESIDE_LINK
        room = self._room.has_row_for_link(CodeLook(self.place, self._qr.whole))
        return payload if room and (in_one_piece or self.place is CodePlace.AS_LINK) else ""

    @property
    def in_words(self) -> bool:
        """Whether the link was asked for in place of the code."""
        return self._form is CodeForm.LINK

    @property
    def may_turn(self) -> bool:
        """Whether there's a code that the link can take the place of, or that it has taken the place of."""
        has_code = self.place not in {CodePlace.NOWHERE, CodePlace.AS_LINK}
        return bool(self.payload) and (has_code or (self.in_words and self.place is CodePlace.AS_LINK))

    def turn_to_words(self) -> None:
        """F2: to the link, or back from it; it's to be shown again."""
        self._form = CodeForm.AS_FITS if self.in_words else CodeForm.LINK

    @property
    def next_form(self) -> CodeForm | None:
        """What F6 turns it to; None where there's no code, or no room for another form."""
        return self._room.form_after(self._form) if self.payload and self.place is not CodePlace.NOWHERE else None

    @property
    def may_change(self) -> bool:
        """Whether F6 has something to show, or at least to say."""
        has_code = self.place not in {CodePlace.NOWHERE, CodePlace.AS_LINK}
        return self.next_form is not None or (has_code and bool(self.payload) and self.look.glyphs is not ASCII)

    def change_form(self) -> str:
        """F6: to the next form; it's to be shown again. Without room for any: what one would need."""
        form = self.next_form
        if form is None:
            columns, rows = self._room.needed(larger=True)
            return self.look.words.t("shell.code.larger", columns=columns, rows=rows)
        self._form = form
        return ""

    @property
    def why_a_link(self) -> str:
        """Why there's a link and no code; nothing where that's what was asked for."""
        if self.place is not CodePlace.AS_LINK or not self.payload or self.in_words:
            return ""
        if self._room.fits_alone:
            return self.look.words.t("sign_in.link.alone")
        columns, rows = self._room.needed(larger=False)
        key = "sign_in.link.no_blocks" if self.look.glyphs is ASCII else "sign_in.link.small"
        return self.look.words.t(key, columns=columns, rows=rows)
