"""How far connecting is: its stages one under the other, how long the present one has taken, and what's in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from services.activation.connecting import LEGS, Leg
from services.activation.explanations import describe

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.connecting import Progress


class ProgressList(SignedLines):
    """Hidden until there's something to follow. `name`: the customer's, `site`: the charge site's, as they're shown."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="course")
        self.look = look
        self.progress: Progress | None = None
        self.seconds = 0
        self.times_up = False
        self._saves_site = True

    def begin(self, *, saves_site: bool) -> None:
        """From the first stage; one that isn't needed isn't shown."""
        self._saves_site = saves_site
        self.seconds, self.times_up = 0, False
        self.progress = None
        self._draw()

    def show(self, progress: Progress) -> None:
        """Another stage, or trouble with looking at it."""
        if progress != self.progress:
            self.progress = progress
            self._draw()

    def count(self, seconds: float, *, times_up: bool) -> None:
        """The seconds since it began. `times_up`: longer than it should take."""
        if (int(seconds), times_up) != (self.seconds, self.times_up):
            self.seconds, self.times_up = int(seconds), times_up
            self._draw()

    def _draw(self) -> None:
        self.set_lines(self._stages(self.progress) if self.progress is not None else [])

    def _stages(self, progress: Progress) -> list[SignedLine]:
        t, glyphs = self.look.words.t, self.look.glyphs
        here = LEGS.index(progress.leg)
        lines: list[SignedLine] = []
        for number, leg in enumerate(LEGS):
            if leg is Leg.SITE and not self._saves_site:
                continue
            if number < here or progress.leg is Leg.ONLINE:
                text = t(f"connect.leg.{leg.value}.done")
                lines.append(SignedLine(glyphs.done, text, "$foreground", "bold $success"))
            elif number > here:
                lines.append(SignedLine(glyphs.waiting, t(f"connect.leg.{leg.value}.ahead"), "$nt-muted", "$nt-muted"))
            else:
                time = f"{self.seconds // 60}:{self.seconds % 60:02}"
                text = t(f"connect.leg.{leg.value}.now", time=time)
                lines.append(SignedLine(glyphs.here, text, "bold $primary", "bold $primary"))
                lines += self._more(progress)
        return lines

    def _more(self, progress: Progress) -> list[SignedLine]:
        """What to know about the stage that it's in."""
        words = self.look.words
        lines: list[SignedLine] = []
        if progress.trouble is not None:
            title = describe(progress.trouble).title
            lines.append(beneath(words.t("connect.trouble.passing", title=words.say(title)), "$warning"))
        if self.times_up:
            late = words.t("connect.times_up.waiting" if progress.leg is Leg.WAITING else "connect.times_up.northe")
            lines.append(beneath(late, "$warning"))
        elif progress.leg is Leg.WAITING:
            lines.append(beneath(words.t("connect.leg.waiting.about"), "$nt-muted"))
        return lines
