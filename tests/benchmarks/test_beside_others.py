"""The line beside others, in one run: bytes are the same each time, times are ratios of medians of rounds in turn."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.contenders import CONTENDERS, OURS, SAME_BY_TEXTUAL, STOCK, Contender
from tests.benchmarks.line import Timed

if TYPE_CHECKING:
    from pathlib import Path

ROUNDS = 7
PAIRS = 15
"""Starts of the wizard, each with one of the plain form right before or behind it: a machine that's now quick, now slow
is so for both of them.
"""
TYPED = "storgatan12"
TABS = 3


@dataclass
class Measured:
    """Of one contender, over all rounds."""

    paint: list[float] = field(default_factory=list)
    paint_bytes: list[int] = field(default_factory=list)
    keys: list[float] = field(default_factory=list)
    key_bytes: list[int] = field(default_factory=list)
    tab_bytes: list[int] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)


def measure(contender: Contender, folder: Path, into: Measured) -> None:
    folder.mkdir(exist_ok=True)
    with Timed(contender, folder) as line:
        seconds, size = line.first_paint(contender.ready)
        into.paint.append(seconds)
        into.paint_bytes.append(size)
        for key, shown in contender.to_form:
            line.keys(key)
            line.wait(shown)
        line.settle()
        for char in TYPED:
            seconds, size = line.key(char)
            into.keys.append(seconds)
            into.key_bytes.append(size)
        for _ in range(TABS):
            into.tab_bytes.append(line.key("{tab}" if contender.name != "dialog" else "{down}")[1])
        into.idle.append(line.idle(2.0))


def paint_ratio(folder: Path) -> float:
    """Seconds to the first paint as a share of the plain Textual form's: the median of the pairs."""
    ratios = []
    for pair in range(PAIRS):
        took = {}
        for one in (OURS, STOCK) if pair % 2 else (STOCK, OURS):
            place = folder / f"{one.name}-{pair}"
            place.mkdir(parents=True)
            with Timed(one, place) as line:
                took[one.name] = line.first_paint(one.ready)[0]
        ratios.append(took[OURS.name] / took[STOCK.name])
    return statistics.median(ratios)


def row(name: str, one: Measured, stock: Measured) -> str:
    paint = statistics.median(one.paint)
    keys = sorted(one.keys)
    return (
        f"{name:38}{paint * 1e3:7.0f}{paint / statistics.median(stock.paint):6.2f}"
        f"{statistics.median(one.paint_bytes):9.0f}{statistics.median(one.tab_bytes):8.0f}"
        f"{statistics.median(one.key_bytes):7.0f}{statistics.median(one.idle):7.0f}"
        f"{statistics.median(keys) * 1e3:8.1f}{keys[int(len(keys) * 0.99)] * 1e3:7.1f}"
    )


def test_the_line_beside_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = [one for one in CONTENDERS if not one.absent]
    results = {one.name: Measured() for one in there}
    for round_ in range(ROUNDS):
        for one in there[round_ % len(there) :] + there[: round_ % len(there)]:
            measure(one, tmp_path / f"{there.index(one)}-{round_}", results[one.name])
    ours, same, stock = (results[one.name] for one in (OURS, SAME_BY_TEXTUAL, STOCK))
    heads = f"{'':38}{'paint':>7}{'ratio':>6}{'bytes':>9}{'Tab':>8}{'key':>7}{'idle/s':>7}{'ms p50':>8}{'p99':>7}"
    lines = [heads, *(row(name, one, stock) for name, one in results.items())]
    lines += [f"left out: {one.absent}" for one in CONTENDERS if one.absent]
    ratio = paint_ratio(tmp_path / "pairs")
    lines.append(f"first paint, {PAIRS} pairs: {ratio:.2f} of the {STOCK.name}'s")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert ratio <= 1.0
    assert statistics.median(ours.keys) <= statistics.median(stock.keys)
    assert max(ours.paint_bytes) * 5 < min(same.paint_bytes)
    # in these screens only what changes is painted, whoever paints it: still less than half
    assert statistics.median(ours.tab_bytes) * 2 < statistics.median(same.tab_bytes)
    assert statistics.median(ours.tab_bytes) * 50 < statistics.median(stock.tab_bytes)
    assert statistics.median(ours.idle) == 0
