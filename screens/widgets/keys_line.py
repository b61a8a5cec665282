"""The last two lines: a rule, and the keys that work here, which can be gone through and pressed there, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message as TextualMessage

from screens.widgets.pressable import Pressable
from screens.widgets.shortened import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screens.look import Look

WIDE, NARROW = 3, 2
"""Cells between two keys: as many as look calm, or as few as tell them apart where that shows one more."""

MARKED = "bold $nt-focus-text on $nt-focus"
"""The style of what Enter would press."""

NEVER_LEFT_OUT = frozenset({"f9", "f1", "ctrl+q"})
"""Back, Help and Quit, for whoever doesn't know what else to do."""


class FooterKey(NamedTuple):
    """`key` as Textual has it, its name here, and what it does."""

    key: str
    name: str
    what: str

    @property
    def width(self) -> int:
        return cell_len(self.name) + 1 + cell_len(self.what)


class KeysLine(Pressable, can_focus=True):
    """Shows what it's told; empty before that.

    Last in the order of Tab. Left and right go through all keys, those that have no room included, and Enter does what
    the marked one does, which `Pressed` tells.
    """

    class Pressed(TextualMessage):
        """A key of those that show was meant."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", show=False),
        Binding("right", "go(1)", show=False),
        Binding("home", "go_to(0)", show=False),
        Binding("end", "go_to(-1)", show=False),
        Binding("enter", "press_key", show=False),
        Binding("down", "stay", show=False),
    ]

    def __init__(self, look: Look) -> None:
        super().__init__(id="keys")
        self.look = look
        self._keys: tuple[FooterKey, ...] = ()
        self._more: tuple[FooterKey, ...] = ()
        self._chosen = ""

    def show(self, keys: Sequence[FooterKey], more: Sequence[FooterKey] = ()) -> None:
        """`keys`: the most important first. What has no room is left out, but for `NEVER_LEFT_OUT`.

        `more`: keys that show only when the cursor comes to them. Nothing is painted if all are the same.
        """
        before = (self._keys, self._more)
        self._keys, self._more = tuple(keys), tuple(more)
        if (self._keys, self._more) != before and (before[0] != self._keys or self.has_focus):
            self.refresh()

    # ------------------------------------------------------------------------------------------ with the cursor in it

    def on_focus(self) -> None:
        """It begins with the first one."""
        self._chosen = ""

    def action_go(self, by: int) -> None:
        """To a neighbour; from the last to the first, too."""
        keys = self.in_order
        if keys:
            self._choose(keys[(self._at(keys) + by) % len(keys)])

    def action_go_to(self, at: int) -> None:
        """To the first or the last."""
        keys = self.in_order
        if keys:
            self._choose(keys[at])

    def action_press_key(self) -> None:
        keys = self.in_order
        if keys:
            self.post_message(self.Pressed(keys[self._at(keys)].key))

    def action_stay(self) -> None:
        """Down: there's nothing below."""

    def _choose(self, one: FooterKey) -> None:
        self._chosen = one.key
        self.refresh()

    def _at(self, keys: Sequence[FooterKey]) -> int:
        """Where the marked one is; the first if it's gone."""
        return next((at for at, one in enumerate(keys) if one.key == self._chosen), 0)

    # ------------------------------------------------------------------------------------------ what's drawn

    def render(self) -> Content:
        keys = self.in_order
        chosen = keys[self._at(keys)] if keys and self.has_focus else None
        shown, gap = self._row(chosen)
        parts: list[Content] = [Content(" ")]
        for one in shown:
            if one == chosen:
                parts += [Content.styled(f"{one.name} {one.what}", MARKED), Content(" " * gap)]
            else:
                parts.append(Content.assemble((one.name, "bold $primary"), (f" {one.what}{' ' * gap}", "$nt-muted")))
        return Content.assemble((self.look.glyphs.line * self.size.width, "$nt-rule"), "\n") + Content("").join(parts)

    def _row(self, chosen: FooterKey | None) -> tuple[Sequence[FooterKey], int]:
        """The keys that show and the cells between them: the usual ones, or the marked one and those behind it."""
        shown, gap = self._usual()
        if chosen is None or chosen in shown:
            return shown, gap
        keys = self.in_order
        return self._as_many(keys[keys.index(chosen) :], NARROW), NARROW

    def _usual(self) -> tuple[list[FooterKey], int]:
        """What shows while the cursor is elsewhere, and the cells between two of them."""
        wide, narrow = self._fitting(WIDE), self._fitting(NARROW)
        if self._over(wide, WIDE) <= 0 and len(wide) >= len(narrow):
            return wide, WIDE
        over = self._over(narrow, NARROW)
        if over > 0:  # only the words of the first are as long as that
            first = narrow[0]
            narrow[0] = first._replace(what=shortened(first.what, max(0, cell_len(first.what) - over)))
        return narrow, NARROW

    @property
    def in_order(self) -> list[FooterKey]:
        """All that can be gone to: those that show, from left to right, then the others."""
        shown, _ = self._usual()
        names = {one.key for one in shown}
        return [*shown, *(one for one in (*self._keys, *self._more) if one.key not in names)]

    def _fitting(self, gap: int) -> list[FooterKey]:
        """The keys that have room, that far apart, in their order: the first of all and those never left out before."""
        must = [one for at, one in enumerate(self._keys) if not at or one.key in NEVER_LEFT_OUT]
        room = self.size.width - 1 + gap
        taken: list[FooterKey] = []
        for one in (*must, *(one for one in self._keys if one not in must)):
            room -= one.width + gap
            if room >= 0 or one in must:
                taken.append(one)
            if room < 0 and one not in must:
                break
        return [one for one in self._keys if one in taken]

    def _over(self, keys: Sequence[FooterKey], gap: int) -> int:
        """Cells that they need beyond those that there are."""
        return 1 + sum(one.width for one in keys) + gap * max(0, len(keys) - 1) - self.size.width

    def _as_many(self, keys: Sequence[FooterKey], gap: int) -> list[FooterKey]:
        """As many of them as have room, one at least."""
        room = self.size.width - 1 + gap
        taken: list[FooterKey] = []
        for one in keys:
            room -= one.width + gap
            if room < 0 and taken:
                break
            taken.append(one)
        return taken
