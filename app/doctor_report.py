"""How findings are printed: a table for people, one JSON object for programs."""

from __future__ import annotations

import io
import json
import sys
import textwrap
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from app.version import VERSION
from screens.look.glyphs import ASCII, UNICODE
from screens.look.states import sign
from services.doctor import Finding, ItemState, healthy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from services.text.words import Words

WIDEST = 100
"""Columns; longer lines are hard to read."""
STATE_WIDTH, LABEL_WIDTH, LEAST_WIDTH = 10, 17, 30

STYLES = {ItemState.OK: "green", ItemState.WRONG: "bold red", ItemState.WARNING: "yellow"}
"""Beside a sign and a word, never instead of them."""


class Report:
    """Prints each finding as it comes, or all of them at the end."""

    def __init__(self, words: Words, environ: Mapping[str, str], *, as_json: bool) -> None:
        self._words = words
        self._as_json = as_json
        self._findings: list[Finding] = []
        self._glyphs = UNICODE if speaks_unicode() else ASCII
        self._out = sys.stdout or io.StringIO()  # None: closed by whoever started us; the exit code still tells
        if isinstance(self._out, io.TextIOWrapper):
            self._out.reconfigure(errors="replace")  # a name may hold what this locale can't write
        self._console = Console(file=self._out, highlight=False, markup=False, emoji=False, _environ=environ)
        self._console.width = min(self._console.width, WIDEST)

    def begin(self, title: str) -> None:
        if not self._as_json:
            self._console.print(title, style="bold")
            self._console.print()

    def add(self, finding: Finding) -> None:
        self._findings.append(finding)
        if not self._as_json:
            self._console.print(self._row(finding), soft_wrap=True)

    def end(self) -> bool:
        """Says what it all comes to, and whether that's well."""
        well = healthy(self._findings)
        if self._as_json:
            print(json.dumps(self._all(), indent=2), file=self._out)
            return well
        self._console.print()
        self._console.print(self._all_in_all(), style="bold")
        return well

    def _all_in_all(self) -> str:
        count = {state: sum(finding.state is state for finding in self._findings) for state in ItemState}
        for state in (ItemState.WRONG, ItemState.UNKNOWN):
            if count[state] == 1:
                return self._words.t(f"doctor.{state.value}_one")
            if count[state]:
                return self._words.t(f"doctor.{state.value}", count=count[state])
        return self._words.t("doctor.warned" if count[ItemState.WARNING] else "doctor.all_right")

    def _row(self, finding: Finding) -> Text:
        say, state = self._words.say, finding.state
        marked = f"{sign(state, self._glyphs)} {self._words.t(f'doctor.state.{state.value}')}"
        label = self._words.t(f"doctor.label.{finding.check}")
        told = [say(finding.text).removeprefix(f"{label}: "), *(say(one) for one in finding.evidence)]
        head = (f"{marked:<{STATE_WIDTH}}", STYLES.get(state, "")), f"{label:<{LABEL_WIDTH}}"
        beside = self._console.width - STATE_WIDTH - LABEL_WIDTH
        width = max(LEAST_WIDTH, beside)
        lines = [line for one in told for line in _wrapped(one, width)]
        if finding.remedy is not None:
            lines += self._steps(say(finding.remedy), width)
        if finding.link is not None:
            lines.append(finding.link)  # whole, so that it can be copied
        row = Text.assemble(*head, lines.pop(0) if lines and cell_len(lines[0]) <= beside else "")
        row.rstrip()
        return Text("\n").join([row, *(Text(self._hung(line)) for line in lines)])

    def _hung(self, line: str) -> str:
        """Below the column of texts, or further to the left where that keeps something long, as a path, whole."""
        columns = self._console.width
        return " " * max(0, min(STATE_WIDTH + LABEL_WIDTH, columns - LEAST_WIDTH, columns - cell_len(line))) + line

    def _steps(self, remedy: str, width: int) -> list[str]:
        """What to do, a line for each thing, behind one pointer."""
        pointer = f"{self._glyphs.pointer} "
        hang = " " * len(pointer)
        steps = [_wrapped(one, width - len(hang)) for one in remedy.splitlines()]
        lines = [line for step in steps for line in step]
        return [f"{hang if number else pointer}{line}" for number, line in enumerate(lines)]

    def _all(self) -> dict[str, object]:
        """`state` is one of ok, wrong, warning, unknown, waiting; the texts are in the language that was asked for."""
        say = self._words.say
        checks = [
            {
                "check": one.check,
                "state": one.state.value,
                "text": say(one.text),
                "evidence": [say(evidence) for evidence in one.evidence],
                "remedy": None if one.remedy is None else say(one.remedy),
                "link": one.link,
            }
            for one in self._findings
        ]
        return {"version": VERSION, "ok": healthy(self._findings), "checks": checks}


def speaks_unicode() -> bool:
    """Whether signs beyond ASCII arrive, by the locale."""
    return sys.stdout is not None and "utf" in (sys.stdout.encoding or "").casefold()


def _wrapped(text: str, width: int) -> list[str]:
    """Lines that break between words only: what's broken within can't be copied."""
    return textwrap.wrap(_plain(text), width, break_on_hyphens=False, break_long_words=False)


def _plain(text: str) -> str:
    """What came from outside without control characters."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
