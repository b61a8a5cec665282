"""What the sandbox's tests ask for by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clouds.sandbox_requests import SandboxRequests, sandbox_requests

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def asked() -> AsyncIterator[SandboxRequests]:
    """The shipped world."""
    asked = sandbox_requests()
    yield asked
    await asked.http.aclose()


@pytest.fixture
def world_file(tmp_path: Path) -> Any:
    """Writes a world file and answers with its path."""

    def write(text: str) -> Path:
        path = tmp_path / "world.toml"
        path.write_text(text, "utf-8")
        return path

    return write
