"""The QR code on the Sign in screen, in the form and at the place where it's whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.geometry import Size

from screens.look.glyphs import ASCII
from screens.sign_in.code_room import CodeForm, CodeRoom
from screens.widgets.code_place import CodePlace
from screens.widgets.qr import Qr

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look


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
    def next_form(self) -> CodeForm | None:
        """What it can be shown as where it can't be scanned; None where there's no code, or no room for another."""
        return None if self.place is CodePlace.NOWHERE else self._room.form_after(self._form)

    def change_form(self) -> None:
        """To the next form; it's to be shown again."""
        self._form = self.next_form or self._form

    @property
    def why_a_link(self) -> str:
        """Why there's a link and no code; nothing where that's what was asked for."""
        if self.place is not CodePlace.AS_LINK or not self.payload or self._form is CodeForm.LINK:
            return ""
        columns, rows = self._room.needed(self._form)
        if self._form is CodeForm.LARGER:
            return self.look.words.t("sign_in.link.larger", columns=columns, rows=rows)
        key = "sign_in.link.no_blocks" if self.look.glyphs is ASCII else "sign_in.link.small"
        return self.look.words.t(key, columns=columns, rows=rows)

    @property
    def columns_beside(self) -> int:
        """Columns that are left for the link in one piece, so that it can be copied."""
        taken = self._qr.cells[0] + 3 if self.place is CodePlace.BESIDE else 0
        return self._window.width - taken - 4
