"""The whole journey over a phone's line: 200 ms there and back, one packet in a hundred lost, 64 kbit/s."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.benchmarks.contenders import OURS, QUICK, SAME_BY_TEXTUAL, Contender
from tests.benchmarks.slow_line import Link, SlowLine
from tests.support.program.journey_keys import (
    answer_bank_account,
    answer_box_type,
    answer_charge_site,
    connect,
    finish,
    sign_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

LINK = Link()
TO_A_SCREEN = ("{f10}", "{f4}")
AS_GOOD_AS_THE_LINE = 1.25
"""Of a round trip: more, and one feels the program behind the line."""


def journey(contender: Contender, folder: Path, seed: int) -> tuple[float, SlowLine]:
    """Seconds to the first complete screen, and the line with all that went over it."""
    folder.mkdir()
    with SlowLine(replace(contender, command=(*contender.command, *QUICK)), folder, LINK, seed) as line:
        line.wait("Begin", 60.0)
        line.look(0.5)
        first = line.pieces[-1][0] - line.began
        sign_in(line)
        answer_box_type(line, "Garage")
        answer_charge_site(line)
        answer_bank_account(line)
        connect(line)
        finish(line)
        return first, line


def shares(lags: Iterable[float]) -> tuple[float, ...]:
    """Median, 95th percentile, and the longest."""
    ordered = sorted(lags)
    return *(ordered[int(len(ordered) * share)] for share in (0.5, 0.95)), ordered[-1]


def test_the_whole_journey_over_a_phones_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A key within a step is as quick as the line. A key to another screen also has the screen's bytes to wait for."""
    groups = ("in a step, first byte", "in a step, painted", "to a screen, painted")
    heads = "".join(f"{head:>7}" for head in ("p50", "p95", "max") * 3)
    lines = [f"{'':38}{'':7}" + "".join(f"{group:>21}" for group in groups), f"{'':38}{'start':>7}{heads}{'bytes':>9}"]
    within: dict[str, float] = {}
    for contender in (OURS, SAME_BY_TEXTUAL):
        start, line = journey(contender, tmp_path / str(len(within)), seed=4711)
        steps = [lag for lag in line.lags if lag[0] not in TO_A_SCREEN]
        first, painted = shares(lag for _, lag, _ in steps), shares(lag for _, _, lag in steps)
        screens = shares(lag for key, _, lag in line.lags if key in TO_A_SCREEN)
        times = "".join(f"{1e3 * one:7.0f}" for one in (start, *first, *painted, *screens))
        lines.append(f"{contender.name:38}{times}{sum(size for _, size in line.pieces):9}")
        within[contender.name] = painted[1]
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert within[OURS.name] <= AS_GOOD_AS_THE_LINE * LINK.round_trip
