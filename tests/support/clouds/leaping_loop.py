"""An event loop whose time leaps to whatever is due next: every wait and every time limit counts, and nobody waits."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

Result = TypeVar("Result")


class _Leaping(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout is None:
            raise AssertionError("nothing is due any more, and somebody still waits")
        self.now += timeout
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        return self._leaping.now


def now() -> float:
    """Seconds since the loop began."""
    return asyncio.get_running_loop().time()


def leap(what: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """Runs it from time 0."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(what())
