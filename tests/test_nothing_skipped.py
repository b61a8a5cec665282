"""What's skipped where nobody looks fails in CI."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.program.terminal import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SKIPPING = """
import pytest

@pytest.mark.skipif(True, reason="needs a tool")
def test_by_mark(): pass

def test_by_itself():
    pytest.skip("needs an entry")

@pytest.mark.xfail
def test_that_is_known_to_fail():
    assert False
"""


@pytest.mark.parametrize(("in_ci", "outcome"), [("true", "1 failed, 1 xfailed, 1 error"), ("", "2 skipped, 1 xfailed")])
def test_a_skip_fails_in_ci_only(tmp_path: Path, in_ci: str, outcome: str) -> None:
    (tmp_path / "conftest.py").write_text("from tests.support.nothing_skipped import pytest_runtest_makereport\n")
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", tmp_path],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "CI": in_ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome in answer.stdout, answer.stdout
