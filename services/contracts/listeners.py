"""Who wants to be told when something becomes another, so that nobody has to look at it again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Listeners:
    """Called with nothing: what has changed, each looks up. None of them may raise."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], object]] = []

    def add(self, listener: Callable[[], object]) -> Callable[[], None]:
        """From now on it's told, until what's returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self) -> None:
        """Calls each, in the order of adding."""
        for listener in tuple(self._listeners):
            listener()
