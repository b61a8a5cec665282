"""The check list: one line for each thing that must be right, with its sign, and beneath a wrong one what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.states import colour, sign
from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from services.activation.diagnosis import ItemState, RemedyPlace

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.diagnosis import CheckItem

KEYS = {RemedyPlace.PERMISSION: "F6", RemedyPlace.MAKER_SIGN_IN: "F7", RemedyPlace.CHECK_AGAIN: "F5"}
"""The key of the Connect screen for each way to put something right."""


class CheckList(SignedLines):
    """Shows the items of a diagnosis; before the first one, `hint`. Each way to put right names its key once."""

    def __init__(self, look: Look, hint: str) -> None:
        self._hint = SignedLine(None, hint, "$nt-muted")
        super().__init__(self._hint, id="checklist")
        self.look = look

    def show(self, items: tuple[CheckItem, ...]) -> None:
        """Other items; none of them: the hint."""
        named: set[RemedyPlace] = set()
        self.set_lines([line for item in items for line in self._lines_of(item, named)] or [self._hint])

    def _lines_of(self, item: CheckItem, named: set[RemedyPlace]) -> list[SignedLine]:
        """The item, then what's known of it and what to do. `named`: the ways whose keys stand above already."""
        words = self.look.words
        lines = [SignedLine(sign(item.state, self.look.glyphs), words.say(item.text), *_styles(item))]
        if item.state is not ItemState.OK:
            detail = " ".join(words.say(one) for one in item.detail)
            if detail:
                lines.append(beneath(detail, "$nt-muted"))
            if item.remedy is not None:
                lines.append(beneath(words.say(item.remedy), "$foreground"))
        if item.way is not None and item.way not in named:
            named.add(item.way)
            does = words.t(f"connect.way.{item.way.value}")
            hint = ((KEYS[item.way], "bold $primary"), (f" {does}", "$nt-muted"))
            lines[-1] = lines[-1]._replace(hint=hint)
        return lines


def _styles(item: CheckItem) -> tuple[str, str]:
    """Of its text and of its sign: what's wrong stands out whole, what's right by its sign."""
    plain = colour(item.state)
    bold = f"bold {plain}"
    if item.state is ItemState.UNKNOWN and item.cause is not None:  # what kept everything else from being known
        bold = f"bold {colour(ItemState.WARNING)}"
        return bold, bold
    return {
        ItemState.OK: ("$foreground", bold),
        ItemState.WRONG: (bold, bold),
        ItemState.WARNING: (plain, bold),
        ItemState.UNKNOWN: (plain, plain),
        ItemState.WAITING: (plain, plain),
    }[item.state]
