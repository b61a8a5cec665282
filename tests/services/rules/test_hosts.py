from __future__ import annotations

import pytest

from services.rules.hosts import is_loopback


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.0.2.1", "localhost.example", "127.0.0.1.example", "127.1", "[::1]", "x" * 999]
)
def test_another_one_or_perhaps_another_one(host: str) -> None:
    assert not is_loopback(host)
