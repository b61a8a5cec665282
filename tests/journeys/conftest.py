"""Nobody waits for a poll in a journey."""

from __future__ import annotations

import pytest

from tests.journeys.way import quicken


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)
