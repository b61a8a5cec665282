"""Ten thousand unfinished activations under one account: a start and a sign-in cost what they cost with none."""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from services.contracts.drafts import Draft
from services.stores.drafts import DraftFolder
from tests.benchmarks.contenders import Contender
from tests.benchmarks.line import Timed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

CROWD = 10_000
PAIRS = 9
TOLERATED = 1.08
"""The median of the pairs."""

LONGEST = 0.05
"""Seconds that a sign-in may spend on its own draft, whatever else lies there."""

ALONE = Contender(
    "alone", (sys.executable, "-m", "app"), "Begin", {"NORTHE_ACTIVATE_NORTHE_URL": "https://northe.invalid"}
)


def email(number: int) -> str:
    return f"customer{number}@example.com"


def leave_behind(folder: DraftFolder) -> None:
    for number in range(CROWD):
        opened = folder.begin(email(number))
        typed = {"box_type": {"name": f"Garage {number}"}}
        opened.save(Draft(f"Customer {number}", opened.mark, datetime.now(UTC), typed))
        opened.release()


def took(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def test_a_start_in_a_crowd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "crowd"
    state.mkdir(mode=0o700)
    folder = DraftFolder(state / "drafts")
    leave_behind(folder)
    crowd = replace(ALONE, name="crowd", environ={**ALONE.environ, "NORTHE_ACTIVATE_STATE_DIR": str(state)})
    ratios = []
    for pair in range(PAIRS):
        paint = {}
        for one in (ALONE, crowd) if pair % 2 else (crowd, ALONE):
            place = tmp_path / f"{one.name}-{pair}"
            place.mkdir()
            with Timed(one, place) as line:
                paint[one.name] = line.first_paint(one.ready)[0]
        ratios.append(paint[crowd.name] / paint[ALONE.name])

    def sign_in() -> None:
        taken, _ = folder.take(email(CROWD // 2))
        assert taken is not None
        taken.release()

    signing_in = statistics.median(took(sign_in) for _ in range(9))
    looking = took(folder.look)
    ratio = statistics.median(ratios)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{CROWD:,} drafts: first paint {ratio:.2f} of a start alone ({PAIRS} pairs), "
            f"taking up one's own {1000 * signing_in:.1f} ms, Start's list beside the paint {1000 * looking:.0f} ms\n"
        )
    assert ratio <= TOLERATED
    assert signing_in <= LONGEST
