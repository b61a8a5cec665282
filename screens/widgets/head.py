"""The three lines at the top of every screen: whose account is open, where one is, and a rule."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.content import Content
from textual.widget import Widget

from screens.look.sizes import WIDEST

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from screens.look import Look

PROGRAM = "northe-activate"


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by dots where it had to be cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 2)).rstrip() + ".." if width > 2 else ""  # noqa: PLR2004 - the dots


class OpenAccount(StrEnum):
    """Whether an account at Northe is open whose customer isn't known; each value is a text of the area `shell`."""

    NO = "nobody"
    YES = "somebody"
    MAYBE = "maybe_somebody"
    """Signing out was given up: Northe ends the session by itself."""


class Head(Widget):
    """`account`: customer and fleet, empty as long as they aren't known. `steps`: their names; `here`: the current one.

    `here` past the last step means that all are done; of these, `gone_past` were left open with a yes to it.
    """

    def __init__(
        self,
        look: Look,
        *,
        account: str = "",
        steps: Sequence[str] = (),
        here: int | None = None,
        gone_past: Collection[int] = (),
    ) -> None:
        super().__init__(id="frame-head")
        self.look = look
        self._account = account
        self._steps = steps
        self._here = here
        self._gone_past = gone_past
        self._line_down = False
        self._not_kept = False
        self._open = OpenAccount.NO

    def show(self, account: str) -> None:
        if account != self._account:
            self._account = account
            self.refresh()

    def tell_line(self, *, down: bool) -> None:
        """Whether the last try to reach the customer's account failed."""
        if down != self._line_down:
            self._line_down = down
            self.refresh()

    def tell_open(self, whose: OpenAccount) -> None:
        """What stands for the account while its name isn't known."""
        if whose is not self._open:
            self._open = whose
            self.refresh()

    def tell_kept(self, *, kept: bool) -> None:
        """Whether what's typed lies on the disk, as it should."""
        if kept is self._not_kept:
            self._not_kept = not kept
            self.refresh()

    def render(self) -> Content:
        width = min(self.size.width, WIDEST)
        rule = Content(self.look.glyphs.line * self.size.width).stylize("$nt-rule")
        return Content("\n").join((self._top(width), self._bar(width), rule))

    def _top(self, width: int) -> Content:
        words = self.look.words
        right = []
        if self._not_kept:
            right.append((f"{self.look.glyphs.warning} {words.t('shell.not_kept')}  ", "bold $warning"))
        if self._line_down:
            right.append((f"{self.look.glyphs.warning} {words.t('shell.no_line')}  ", "bold $warning"))
        if self.look.demo:
            right.append((f" {words.t('shell.demo')} ", "bold $warning"))  # no ground: that's for what has the focus
        if self._here is not None and self._here < len(self._steps):
            right.append((f"  {words.t('shell.step_of', step=self._here + 1, steps=len(self._steps))}", "$foreground"))
        right.append((" ", ""))
        rest = sum(cell_len(text) for text, _ in right)
        left = f" {PROGRAM}"
        room = width - cell_len(left) - rest - 4
        middle = shortened(self._account or words.t(f"shell.{self._open}"), room)
        gap = " " * max(1, width - cell_len(left) - 3 - cell_len(middle) - rest)
        known = bool(self._account) or self._open is not OpenAccount.NO
        style = "bold $foreground" if known else "$nt-muted"
        return Content.assemble((left, "bold $primary"), "   ", (middle, style), gap, *right)

    def _bar(self, width: int) -> Content:
        glyphs, parts = self.look.glyphs, [Content(" ")]
        for number, name in enumerate(self._steps):
            if self._here is None or number > self._here:
                sign, style = glyphs.ahead, "$nt-muted"
            elif number < self._here and number in self._gone_past:
                sign, style = glyphs.warning, "$warning"
            elif number < self._here:
                sign, style = glyphs.done, "$success"
            else:
                sign, style = glyphs.here, "bold $primary"
            if number:
                parts.append(Content.styled(f" {glyphs.joint * 2} ", "$nt-rule"))
            parts.append(Content.styled(f"{sign} {name}", style))
        line = Content("").join(parts)
        if line.cell_length > width and self._here is None:
            return Content("")  # only what's to come: left out rather than cut
        if line.cell_length > width and self._here is not None:
            done = self._here >= len(self._steps)
            name = self._steps[min(self._here, len(self._steps) - 1)]
            sign, style = (glyphs.done, "$success") if done else (glyphs.here, "bold $primary")
            line = Content.assemble(" ", (f"{sign} {shortened(name, width - 4)}", style))
        return line
