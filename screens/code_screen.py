"""A code alone on the whole screen, for a window in which it has no room beside the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Center
from textual.screen import ModalScreen
from textual.widgets import Static

from screens.copying import COPY, CopyOut
from screens.look.glyphs import ASCII
from screens.widgets.code_place import fits
from screens.widgets.qr import Qr, cells
from screens.window_size import by_window

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from screens.look import Look
    from screens.look.states import Tone


class CodeScreen(ModalScreen[None]):
    """Nothing but the code, and a row of keys where there's one left. `larger`: in whole cells."""

    _screen_resized = by_window

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, "away", show=False) for key in ("escape", "f9", "f2", "enter", "f10")),
        Binding("f6", "other_code", show=False),
        COPY,
    ]
    DEFAULT_CSS = """
    CodeScreen { background: $background; overflow: hidden; }
    CodeScreen Static { width: 100%; height: 1; text-align: center; color: $nt-muted; }
    """

    def __init__(self, look: Look, payload: str, *, larger: bool = False) -> None:
        super().__init__()
        self.look = look
        self._code = Qr(payload, whole=larger or look.glyphs is ASCII)
        self._row = Static(self._keys(), markup=False)
        self._copies = CopyOut(self, look, self._say)
        self._over = False

    def compose(self) -> ComposeResult:
        """The code first: it must be whole."""
        with Center():
            yield self._code
        yield self._row

    def show(self, payload: str) -> None:
        """Another code has come in place of this one; empty: there's none any more."""
        self._over = not payload
        if payload:
            self._code.show(payload, whole=self._code.whole)
        elif self.is_current:
            self.dismiss(None)

    def on_screen_resume(self) -> None:
        """Something else stood over it when the code ended."""
        if self._over:
            self.dismiss(None)

    def _keys(self) -> str:
        t = self.look.words.t
        keys = [t("shell.code.back")]
        if self.look.glyphs is not ASCII:
            keys.append(f"F6 {t('shell.keys.no_scan')}")
        if self.look.guesses_light:
            keys.append(f"F3 {t('shell.keys.inverted')}")
        keys.append(f"F8 {t('shell.keys.copy')}")
        return "   ".join(keys)

    def _say(self, _: Tone, text: str) -> None:
        self._row.update(text)

    def action_copy(self) -> None:
        """F8: the link."""
        self._copies.link(self._code.payload)

    def action_other_code(self) -> None:
        """F6: larger squares and back, where there's room for them; else how much they need."""
        if self.look.glyphs is ASCII:
            return
        columns, rows = needed = cells(self._code.modules, whole=True)
        if self._code.whole or fits(self.size, needed):
            self._code.show(self._code.payload, whole=not self._code.whole)
            self._row.update(self._keys())
        else:
            self._row.update(self.look.words.t("shell.code.larger", columns=columns, rows=rows))

    def on_resize(self) -> None:
        """A window without room for the larger squares any more has the smaller ones again."""
        if self._code.whole and self.look.glyphs is not ASCII and not fits(self.size, self._code.cells):
            self._code.show(self._code.payload, whole=False)

    def action_away(self) -> None:
        """Back to the words, among which the link is."""
        self.dismiss(None)
