"""The signs beside the colours, in two tables, since some terminals know only ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One character each, so that columns stay aligned; `busy` is a short series, shown one after the other."""

    done: str
    wrong: str
    warning: str
    unknown: str
    waiting: str
    here: str
    ahead: str
    pointer: str
    left: str
    right: str
    line: str
    joint: str
    dash: str
    busy: str


UNICODE = Glyphs(
    done="✓", wrong="✗", warning="!", unknown="?", waiting="·", here="●", ahead="○",
    pointer="▸", left="◂", right="▸", line="─", joint="─", dash="–", busy="◐◓◑◒",
)  # fmt: skip
ASCII = Glyphs(
    done="v", wrong="x", warning="!", unknown="?", waiting=".", here="*", ahead="o",
    pointer=">", left="<", right=">", line="-", joint="-", dash="-", busy="|/-\\",
)  # fmt: skip
