"""All tests of this screen run at a pace that one can wait for."""

from __future__ import annotations

import pytest

from screens.sign_in import SignInScreen
from tests.support.screens.sign_in_screen import FAST


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SignInScreen, "PACE", FAST)
    monkeypatch.setattr(SignInScreen, "TICK", 0.05)
