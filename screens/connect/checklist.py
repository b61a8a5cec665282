"""The check list: one line for each thing that must be right, with its sign, and beneath a wrong one what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from screens.connect.rows import Rows, beneath, hanging, with_hint
from services.activation.diagnosis import ItemState, Way

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.diagnosis import CheckItem

_STYLES = {
    ItemState.OK: ("bold $success", "$foreground"),
    ItemState.WRONG: ("bold $error", "bold $error"),
    ItemState.WARNING: ("bold $warning", "$warning"),
    ItemState.UNKNOWN: ("$nt-muted", "$nt-muted"),
    ItemState.WAITING: ("$nt-muted", "$nt-muted"),
}


class Checklist(Rows):
    """Shows the lines of a diagnosis; before the first one, `hint`. Keys are named once for each way to put right."""

    KEYS = {Way.PERMISSION: "F6", Way.ZAPTEC_SIGN_IN: "F7", Way.CHECK_AGAIN: "F5"}

    def __init__(self, look: Look, hint: str) -> None:
        super().__init__(id="checklist")
        self.look = look
        self.lines: tuple[CheckItem, ...] = ()
        self._hint = hint

    def show(self, lines: tuple[CheckItem, ...]) -> None:
        """Other lines; none of them: the hint."""
        if lines != self.lines:
            self.lines = lines
            self.say_again()

    def lay_out(self, width: int) -> list[Content]:
        """The lines' rows."""
        if not self.lines:
            return Content.styled(self._hint, "$nt-muted").wrap(max(1, width))
        named: set[Way] = set()
        return [row for line in self.lines for row in self._rows(line, width, named)]

    def _rows(self, line: CheckItem, width: int, named: set[Way]) -> list[Content]:
        words, glyphs = self.look.words, self.look.glyphs
        sign = {
            ItemState.OK: glyphs.done, ItemState.WRONG: glyphs.wrong, ItemState.WARNING: glyphs.warning,
            ItemState.UNKNOWN: glyphs.unknown, ItemState.WAITING: glyphs.waiting,
        }[line.state]  # fmt: skip
        sign_style, style = _STYLES[line.state]
        if line.state is ItemState.UNKNOWN and line.cause is not None:
            sign_style = style = "bold $warning"  # what kept everything else from being known
        rows = hanging(sign, sign_style, words.say(line.text), style, width)
        if line.state is not ItemState.OK:
            detail = " ".join(words.say(one) for one in line.detail)
            if detail:
                rows += beneath(detail, "$nt-muted", width)
            if line.remedy is not None:
                rows += beneath(words.say(line.remedy), "$foreground", width)
        if line.way is not None and line.way not in named:
            named.add(line.way)
            key = self.KEYS[line.way]
            hint = Content.assemble(
                (key, "bold $primary"), (f" {words.t(f'connect.way.{line.way.value}')}", "$nt-muted")
            )
            rows = with_hint(rows, hint, width)
        return rows
