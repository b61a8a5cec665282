"""A host whose environment names a proxy and certificates, as firms' hosts do: a start costs what it costs without."""

from __future__ import annotations

import statistics
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import certifi
import pytest

from tests.benchmarks.contenders import Contender
from tests.benchmarks.line import Timed

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = 15
TOLERATED = 1.08
"""The median of the pairs. To import httpx for the look alone would make it 1.6."""

PLAIN = Contender(
    "without", (sys.executable, "-m", "app"), "Begin", {"NORTHE_ACTIVATE_NORTHE_URL": "https://northe.invalid"}
)
BEHIND = replace(
    PLAIN,
    name="behind a proxy",
    environ={**PLAIN.environ, "HTTPS_PROXY": "http://proxy.invalid:3128", "SSL_CERT_FILE": certifi.where()},
)


def test_a_start_behind_a_proxy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ratios = []
    for pair in range(PAIRS):
        took = {}
        for one in (PLAIN, BEHIND) if pair % 2 else (BEHIND, PLAIN):
            place = tmp_path / f"{one.name}-{pair}"
            place.mkdir()
            with Timed(one, place) as line:
                took[one.name] = line.first_paint(one.ready)[0]
        ratios.append(took[BEHIND.name] / took[PLAIN.name])
    ratio = statistics.median(ratios)
    with capsys.disabled():
        sys.stdout.write(f"\nfirst paint, {PAIRS} pairs: behind a proxy {ratio:.2f} of a start without\n")
    assert ratio <= TOLERATED
