"""What the permission panel says: how to give it, what it covers, and whether it's there by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.states import colour, sign
from screens.widgets.signed_lines import SignedLine, SignedLines, beneath
from services.activation.diagnosis import CheckSubject, ItemState, diagnose
from services.activation.explanations import describe
from services.contracts import Cause, LookPart, ServiceError
from services.rules import catalogue

if TYPE_CHECKING:
    from screens.look import Look
    from services.activation.diagnosis import BoxFacts, CheckItem

MOST_NAMES = 3
"""Of the other chargers in the installation; the rest is counted."""

_BY_HAND = ("one", "two", "three", "four")
_NOTHING = SignedLine(None, "")
_TITLE = "bold $primary"
_WARNING = f"bold {colour(ItemState.WARNING)}"


class HowTo(SignedLines):
    """Three steps with a phone, what the consent covers, and the way by hand."""

    def __init__(self, look: Look, brand_id: str, lookup_key: str) -> None:
        super().__init__(id="how-to")
        self.look = look
        self._brand_id = brand_id
        self._maker = catalogue.brand(brand_id).name
        self._key = lookup_key
        self._facts: BoxFacts | None = None
        self._first = "permission.scan.one_link"
        self._granted = False
        self._draw()

    def show(self, facts: BoxFacts | None, first: str, *, granted: bool) -> None:
        """What's known of the installation, and the key of the first step's text; empty: there's no link.

        `granted`: nothing is left to do, only what it covers is still of interest.
        """
        if (facts, first, granted) != (self._facts, self._first, self._granted):
            self._facts, self._first, self._granted = facts, first, granted
            self._draw()

    def _draw(self) -> None:
        """All of it, from the top."""
        t, glyphs = self.look.words.t, self.look.glyphs
        covers = SignedLine(glyphs.warning, self._covers(), "$foreground", _WARNING)
        if self._granted:
            self.set_lines([covers])
            return
        place = self._facts.evidence.installation_name if self._facts is not None else None
        three = t("permission.scan.three_named", installation=place) if place else t("permission.scan.three")
        lines: list[SignedLine] = []
        if self._first:
            other = self._facts is not None and self._facts.not_owner
            two = t("permission.scan.two_not_owner" if other else "permission.scan.two", maker=self._maker)
            for number, text in enumerate((t(self._first), two, three), start=1):
                lines.append(SignedLine(str(number), text, "$foreground", _TITLE))
        else:
            lines.append(SignedLine(glyphs.warning, t(f"{self._brand_id}.no_link"), "$foreground", _WARNING))
        lines += (
            _NOTHING,
            covers,
            _NOTHING,
            SignedLine(None, t(f"{self._brand_id}.by_hand.title"), _TITLE),
        )
        for name in _BY_HAND:
            text = t(f"{self._brand_id}.by_hand.{name}", key=self._key)
            lines.append(SignedLine(glyphs.pointer, text, "$foreground", "$nt-muted"))
        self.set_lines(lines)

    def _covers(self) -> str:
        t = self.look.words.t
        evidence = self._facts.evidence if self._facts is not None else None
        if evidence is not None and evidence.other_chargers:
            names = evidence.other_chargers
            shown = ", ".join(names[:MOST_NAMES])
            if len(names) > MOST_NAMES:
                shown = t("permission.whole.more", names=shown, count=len(names) - MOST_NAMES)
            return t("permission.whole.others", others=shown)
        seen = self._facts.look if self._facts is not None else None
        alone = seen is not None and LookPart.OTHERS not in seen.unanswered and not seen.unplaced
        return t("permission.whole.alone" if alone else "permission.whole.unknown")


class PermissionVerdict(SignedLines):
    """What it's about, and the answer: granted, not granted, granted without both roles, or why nobody can tell."""

    def __init__(self, look: Look, maker: str) -> None:
        super().__init__(id="verdict")
        self.look = look
        self._maker = maker
        self._facts: BoxFacts | None = None
        self._hint = ""
        self._draw()

    def show(self, facts: BoxFacts | None, hint: str) -> None:
        """What's known by now, and how it's looked at again."""
        if (facts, hint) != (self._facts, self._hint):
            self._facts, self._hint = facts, hint
            self._draw()

    @property
    def line(self) -> CheckItem | None:
        """The check list's own line; that of the box itself where that's what stops it."""
        if self._facts is None:
            return None
        lines = {line.what: line for line in diagnose(self._facts)}
        known = lines[CheckSubject.KNOWN]
        return known if known.cause is not None else lines[CheckSubject.PERMISSION]

    def _draw(self) -> None:
        title = SignedLine(None, self.look.words.t("permission.title", maker=self._maker), _TITLE)
        hint = [beneath(self._hint, "$nt-muted")] if self._hint else []
        self.set_lines([title, *(self._lines_of(self.line) if self.line is not None else []), *hint])

    def _lines_of(self, line: CheckItem) -> list[SignedLine]:
        """The line, and what more there is to it."""
        words = self.look.words
        style = _style(line.state)
        lines = [SignedLine(sign(line.state, self.look.glyphs), words.say(line.text), style, style)]
        more = [words.say(one) for one in line.detail]
        stands_below = line.what is CheckSubject.PERMISSION and line.cause is Cause.PERMISSION_MISSING
        if line.remedy is not None and not (line.state is ItemState.WRONG and stands_below):
            more.append(words.say(line.remedy))
        if self._facts is not None and line.state is ItemState.UNKNOWN:
            more += self._failures(self._facts)
        if more:
            lines.append(beneath(" ".join(more), "$foreground"))
        return lines

    def _failures(self, facts: BoxFacts) -> list[str]:
        """What kept the clouds from telling."""
        words = self.look.words
        failed = {"permission.failed.northe": facts.failure, "permission.failed.maker": facts.maker}
        return [
            words.t(key, maker=self._maker, title=words.say(describe(error).title))
            for key, error in failed.items()
            if isinstance(error, ServiceError)
        ]


def _style(state: ItemState) -> str:
    """Here a line is all that matters, so it's marked as a whole; not to know is a warning, too."""
    if state is ItemState.UNKNOWN:
        return colour(ItemState.WARNING)
    return colour(state) if state is ItemState.WAITING else f"bold {colour(state)}"
