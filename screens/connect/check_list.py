"""The check list: one line for each thing that must be right, with its sign, and beneath a wrong one what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.actions import SkipAction
from textual.binding import Binding, BindingType

from screens.look.states import colour, sign
from screens.widgets.keys_line import MARKED, KeysLine
from screens.widgets.pressable import Pressable
from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from services.activation.diagnosis import ItemState, RemedyPlace

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.diagnosis import CheckItem

KEYS = {RemedyPlace.PERMISSION: "f6", RemedyPlace.MAKER_SIGN_IN: "f7", RemedyPlace.CHECK_AGAIN: "f5"}
"""The key of the Connect screen for each way to put something right."""


class CheckList(SignedLines, Pressable):
    """Shows the items of a diagnosis. Each way to put right names its key once.

    While there are such ways, the cursor can go from one to the next, and Enter goes that way as its key does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "go(-1)", show=False),
        Binding("down,right", "go(1)", show=False),
        Binding("enter", "take_way", show=False),
    ]

    def __init__(self, look: Look) -> None:
        super().__init__(id="checklist")
        self.look = look
        self._items: tuple[CheckItem, ...] = ()
        self._ways: list[RemedyPlace] = []
        self._at = 0

    def show(self, items: tuple[CheckItem, ...]) -> None:
        """Other items, or none."""
        before = self._ways[self._at : self._at + 1]
        self._items = items
        self._ways = list(dict.fromkeys(item.way for item in items if item.way is not None))
        self._at = self._ways.index(before[0]) if before and before[0] in self._ways else 0
        self.can_focus = bool(self._ways)
        if self.has_focus and not self._ways:
            self.screen.set_focus(None)
        self._draw()

    # ------------------------------------------------------------------------------------------ with the cursor in it

    def on_focus(self) -> None:
        """It begins at the top."""
        self._at = 0
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def action_go(self, by: int) -> None:
        """To the next way, or out at either end."""
        if not 0 <= self._at + by < len(self._ways):
            raise SkipAction
        self._at += by
        self._draw()

    def action_take_way(self) -> None:
        """What its key does."""
        if self._ways:
            self.post_message(KeysLine.Pressed(KEYS[self._ways[self._at]]))

    # ------------------------------------------------------------------------------------------ what's drawn

    def _draw(self) -> None:
        named: set[RemedyPlace] = set()
        self.set_lines([line for item in self._items for line in self._lines_of(item, named)])

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
            lines[-1] = lines[-1]._replace(hint=self._hint_of(item.way))
        return lines

    def _hint_of(self, way: RemedyPlace) -> tuple[tuple[str, str], ...]:
        """Its key and what that does; with the cursor on it, marked."""
        key = self.look.key_names.name(KEYS[way], types_text=True)
        does = self.look.words.t(f"connect.way.{way.value}")
        if self.has_focus and self._ways[self._at : self._at + 1] == [way]:
            return ((f"{key} {does}", MARKED),)
        return ((key, "bold $primary"), (f" {does}", "$nt-muted"))


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
