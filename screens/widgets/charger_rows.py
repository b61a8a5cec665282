"""Rows of chargers of which only those in sight are drawn, so that a thousand are as quick as ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

from screens.widgets.shortened import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.events import Resize

    from screens.look import Look
    from services.contracts import MakerCharger

SERIAL_WIDTH, LEAST_NAME, MOST_NAME = 10, 8, 28


class ChargerRows(Widget):
    """One of them is pointed at, by a sign and a colour. It never has the focus: keys go to the field above it."""

    DEFAULT_CSS = "ChargerRows { height: 1fr; min-height: 3; margin-bottom: 1; }"

    def __init__(self, look: Look) -> None:
        super().__init__(id="charger-rows")
        self.look = look
        self._chargers: Sequence[MakerCharger] = ()
        self._at = 0
        self._top = 0

    @property
    def pointed(self) -> MakerCharger | None:
        """The one that would be taken."""
        return self._chargers[self._at] if self._chargers else None

    def show(self, chargers: Sequence[MakerCharger]) -> None:
        """Others. The pointer stays on its charger, or goes to the first."""
        before = self.pointed
        self._chargers = chargers
        self._at = next(
            (at for at, one in enumerate(chargers) if before is not None and one.charger_id == before.charger_id), 0
        )
        self._keep_in_sight()

    def move(self, by: int) -> None:
        """The pointer by so many rows, not past the ends."""
        self._at = max(0, min(len(self._chargers) - 1, self._at + by))
        self._keep_in_sight()

    @property
    def page(self) -> int:
        """Rows that a page up or down moves by."""
        return max(1, self.size.height - 1)

    def on_resize(self, _: Resize) -> None:
        """The pointer stays in sight."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        rows = max(1, self.size.height)
        self._top = max(0, min(self._top, self._at, len(self._chargers) - rows))
        self._top = max(self._top, self._at - rows + 1)
        self.refresh()

    def render(self) -> Content:
        seen = self._chargers[self._top : self._top + self.size.height]
        name = min(MOST_NAME, max((cell_len(one.name) for one in seen), default=LEAST_NAME))
        return Content("\n").join(
            self._row(one, max(LEAST_NAME, name), pointed=self._top + at == self._at) for at, one in enumerate(seen)
        )

    def _row(self, one: MakerCharger, name: int, *, pointed: bool) -> Content:
        glyphs, t = self.look.glyphs, self.look.words.t
        sign = {True: glyphs.here, False: glyphs.ahead, None: glyphs.unknown}[one.online]
        word = t({True: "maker.pick.online", False: "maker.pick.offline", None: "maker.pick.unknown"}[one.online])
        state = f"{sign} {word}"
        width = max(cell_len(t(f"maker.pick.{key}")) for key in ("online", "offline", "unknown")) + 2
        left = f"{glyphs.pointer if pointed else ' '} {one.serial_number:<{SERIAL_WIDTH}} "
        room = self.size.width - cell_len(left) - width - 3
        name = min(name, room * 3 // 5)
        rest = room - name
        place = set_cell_size(shortened(one.installation_name, max(0, rest)), max(0, rest))
        style = {True: "$success", False: "$warning", None: "$nt-muted"}[one.online]
        whole = Content.assemble(
            left,
            (set_cell_size(state, width), "" if pointed else style),
            " ",
            set_cell_size(shortened(one.name, name), name),
            "  ",
            (place, "" if pointed else "$nt-muted"),
        )
        return whole.stylize("$nt-focus-text on $nt-focus") if pointed else whole
