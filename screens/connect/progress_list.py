"""How far connecting is: its stages one under the other, how long the present one has taken, and what's in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from services.activation.connecting import ConnectStage
from services.activation.explanations import describe

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.connecting import ConnectAttempt, Progress


class ProgressList(SignedLines):
    """Empty until there's something to follow."""

    def __init__(self, look: Look) -> None:
        super().__init__(id="progress")
        self.look = look
        self.progress: Progress | None = None
        self.times_up = False
        self._limit = 0

    def show(self, attempt: ConnectAttempt) -> None:
        """How far it is by now, the seconds since it began, and whether that's longer than it should take."""
        self.progress, self.times_up = attempt.progress, attempt.times_up
        self._limit = int(attempt.limit)
        self.set_lines(self._stages(attempt.progress, int(attempt.seconds), saves_site=attempt.saves_site))

    def _stages(self, progress: Progress, seconds: int, *, saves_site: bool) -> list[SignedLine]:
        """A line for each stage, and beneath the present one what there's to know about it."""
        t, glyphs = self.look.words.t, self.look.glyphs
        stages = [stage for stage in ConnectStage if saves_site or stage is not ConnectStage.SITE]
        here = stages.index(progress.stage)
        lines: list[SignedLine] = []
        for number, stage in enumerate(stages):
            words = f"connect.stage.{stage.value}"
            if number < here or progress.stage is ConnectStage.ONLINE:
                lines.append(SignedLine(glyphs.done, t(f"{words}.done"), "$foreground", "bold $success"))
            elif number > here:
                lines.append(SignedLine(glyphs.waiting, t(f"{words}.ahead"), "$nt-muted", "$nt-muted"))
            else:
                text = t(f"{words}.now", time=_minutes(seconds))
                lines.append(SignedLine(glyphs.here, text, "bold $primary", "bold $primary"))
                lines += self._more(progress)
        return lines

    def _more(self, progress: Progress) -> list[SignedLine]:
        words, waiting = self.look.words, progress.stage is ConnectStage.WAITING
        lines: list[SignedLine] = []
        if progress.trouble is not None:
            title = words.say(describe(progress.trouble).title)
            lines.append(beneath(words.t("connect.trouble.passing", title=title), "$warning"))
        if self.times_up:
            late = words.t("connect.times_up.waiting" if waiting else "connect.times_up.northe")
            lines.append(beneath(late, "$warning"))
        elif progress.stage is not ConnectStage.ONLINE:
            lines.append(beneath(words.t("connect.usually", limit=_minutes(self._limit)), "$nt-muted"))
            if waiting:
                lines.append(beneath(words.t("connect.stage.waiting.about"), "$nt-muted"))
        return lines


def _minutes(seconds: int) -> str:
    """Minutes and seconds as a stopwatch shows them: "4:05"."""
    return f"{seconds // 60}:{seconds % 60:02}"
