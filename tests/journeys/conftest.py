"""Nobody waits for a poll in a journey."""

from __future__ import annotations

import pytest

from tests.support.screens.wizard_on_sandbox import quicken


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    quicken(monkeypatch)
