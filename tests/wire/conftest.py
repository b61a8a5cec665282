"""What the tests of the real program share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.program.sandbox_server import SandboxServer, sandbox_server

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here starts the real program."""
    for item in items:
        if "tests/wire/" in item.path.as_posix():
            item.add_marker(pytest.mark.wire)


@pytest.fixture(scope="session")
def standing_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """The one server of all tests that need one; starting it takes a second of processor time."""
    with sandbox_server(tmp_path_factory.mktemp("cloud")) as cloud:
        yield cloud


@pytest.fixture
def cloud(standing_cloud: SandboxServer) -> SandboxServer:
    """As the world file says, whatever a test before has left there."""
    standing_cloud.begin_anew()
    return standing_cloud
