"""The bar of steps in the head: how far one is, in as many words as there's room for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from screens.widgets.shortened import shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from screens.look.glyphs import Glyphs


@dataclass(frozen=True, slots=True)
class StepsBar:
    """`steps`: their short names; `in_full`: their whole ones; `ends`: what comes before the first and after the last.

    `here`: the number of the one where one is, -1 before the first, and past the last when all are done; None before
    anything has begun. Of those behind, `gone_past` were left open with a yes to it.
    """

    steps: Sequence[str] = ()
    in_full: Sequence[str] = ()
    ends: tuple[str, str] | None = None
    here: int | None = None
    gone_past: Collection[int] = ()

    def content(self, glyphs: Glyphs, width: int) -> Content:
        """One line: all names in full, else the short ones, with the ends if they fit; else only where one is."""
        for names, ends in ((self.in_full, None), (self.steps, self.ends), (self.steps, None)):
            line = self._line(names, ends, glyphs)
            if names and line.cell_length <= width:
                return line
        if self.here is None or not self.steps:
            return Content("")  # only what's to come: left out rather than cut
        named = [(-1, self.ends[0] if self.ends is not None else ""), *enumerate(self.steps)]
        number, name = named[min(self.here, len(self.steps) - 1) + 1]
        sign, style = self._look_of(number, glyphs)
        return Content.assemble(" ", (f"{sign} {shortened(name, width - 4)}", style))

    def _line(self, names: Sequence[str], ends: tuple[str, str] | None, glyphs: Glyphs) -> Content:
        named = list(enumerate(names))
        if ends is not None:
            named = [(-1, ends[0]), *named, (len(names), ends[1])]
        parts = [Content.styled(f"{sign} {name}", style) for sign, name, style in self._looks(named, glyphs)]
        return Content(" ") + Content.styled(f" {glyphs.joint * 2} ", "$nt-rule").join(parts)

    def _looks(self, named: Sequence[tuple[int, str]], glyphs: Glyphs) -> Iterator[tuple[str, str, str]]:
        for number, name in named:
            sign, style = self._look_of(number, glyphs)
            yield sign, name, style

    def _look_of(self, number: int, glyphs: Glyphs) -> tuple[str, str]:
        """Sign and style of a step, or of an end."""
        if self.here is None or number > self.here:
            return glyphs.ahead, "$nt-muted"
        if number == self.here:
            return glyphs.here, "bold $primary"
        return (glyphs.warning, "$warning") if number in self.gone_past else (glyphs.done, "$success")
