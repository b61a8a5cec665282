"""How far connecting is: its stages one under the other, how long the present one has taken, and what's in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.connect.rows import Rows, beneath, hanging
from services.activation.connecting import LEGS, Leg
from services.activation.explanations import describe

if TYPE_CHECKING:
    from textual.content import Content

    from screens.look import Look
    from services.activation.connecting import Progress


class Course(Rows):
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

    def show(self, progress: Progress) -> None:
        """Another stage, or trouble with looking at it."""
        if progress != self.progress:
            self.progress = progress
            self.say_again()

    def count(self, seconds: float, *, times_up: bool) -> None:
        """The seconds since it began. `times_up`: longer than it should take."""
        if (int(seconds), times_up) != (self.seconds, self.times_up):
            self.seconds, self.times_up = int(seconds), times_up
            self.say_again()

    def lay_out(self, width: int) -> list[Content]:
        """The stages' rows."""
        if self.progress is None:
            return []
        t, glyphs = self.look.words.t, self.look.glyphs
        here = LEGS.index(self.progress.leg)
        rows: list[Content] = []
        for number, leg in enumerate(LEGS):
            if leg is Leg.SITE and not self._saves_site:
                continue
            if number < here or self.progress.leg is Leg.ONLINE:
                rows += hanging(glyphs.done, "bold $success", t(f"connect.leg.{leg.value}.done"), "$foreground", width)
            elif number > here:
                rows += hanging(glyphs.waiting, "$nt-muted", t(f"connect.leg.{leg.value}.ahead"), "$nt-muted", width)
            else:
                time = f"{self.seconds // 60}:{self.seconds % 60:02}"
                text = t(f"connect.leg.{leg.value}.now", time=time)
                rows += hanging(glyphs.here, "bold $primary", text, "bold $primary", width)
                rows += self._more(leg, width)
        return rows

    def _more(self, leg: Leg, width: int) -> list[Content]:
        """What to know about the stage that it's in."""
        words = self.look.words
        rows: list[Content] = []
        if self.progress is not None and self.progress.trouble is not None:
            title, _, _ = describe(self.progress.trouble)
            rows += beneath(words.t("connect.trouble.passing", title=words.say(title)), "$warning", width)
        if self.times_up:
            late = words.t("connect.times_up.waiting" if leg is Leg.WAITING else "connect.times_up.northe")
            rows += beneath(late, "$warning", width)
        elif leg is Leg.WAITING:
            rows += beneath(words.t("connect.leg.waiting.about"), "$nt-muted", width)
        return rows
