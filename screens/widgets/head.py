"""The three lines at the top of every screen: whose account is open, where one is, and a rule."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from screens.look.sizes import WIDEST
from screens.widgets.shortened import shortened
from screens.widgets.steps_bar import StepsBar

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from screens.look import Look

PROGRAM = "northe-activate"


class OpenAccount(StrEnum):
    """Whether an account at Northe is open whose customer isn't known; each value is a text of the area `shell`."""

    NO = "nobody"
    YES = "somebody"
    MAYBE = "maybe_somebody"
    """Signing out was given up: Northe ends the session by itself."""


class Head(Widget):
    """`account`: customer and fleet, empty as long as they aren't known. The rest is what `StepsBar` shows."""

    def __init__(
        self,
        look: Look,
        *,
        account: str = "",
        steps: Sequence[str] = (),
        in_full: Sequence[str] = (),
        ends: tuple[str, str] | None = None,
        here: int | None = None,
        gone_past: Collection[int] = (),
    ) -> None:
        super().__init__(id="frame-head")
        self.look = look
        self._account = account
        self._bar = StepsBar(steps, in_full, ends, here, gone_past)
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
        return Content("\n").join((self._top(width), self._bar.content(self.look.glyphs, self.size.width), rule))

    def _top(self, width: int) -> Content:
        words = self.look.words
        right = []
        if self._not_kept:
            right.append((f"{self.look.glyphs.warning} {words.t('shell.not_kept')}  ", "bold $warning"))
        if self._line_down:
            right.append((f"{self.look.glyphs.warning} {words.t('shell.no_line')}  ", "bold $warning"))
        if self.look.demo:
            right.append((f" {words.t('shell.demo')} ", "bold $warning"))  # no ground: that's for what has the focus
        here, steps = self._bar.here, len(self._bar.steps)
        if here is not None and 0 <= here < steps:
            right.append((f"  {words.t('shell.step_of', step=here + 1, steps=steps)}", "$foreground"))
        right.append((" ", ""))
        rest = sum(cell_len(text) for text, _ in right)
        left = f" {PROGRAM}"
        room = width - cell_len(left) - rest - 4
        middle = shortened(self._account or words.t(f"shell.{self._open}"), room)
        gap = " " * max(1, width - cell_len(left) - 3 - cell_len(middle) - rest)
        known = bool(self._account) or self._open is not OpenAccount.NO
        style = "bold $foreground" if known else "$nt-muted"
        return Content.assemble((left, "bold $primary"), "   ", (middle, style), gap, *right)
