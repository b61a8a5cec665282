"""What every fake can do: play a script, call by call, and remember what was asked."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from services.contracts import Cause, Reason, ServiceError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Call:
    """One call that was made, with its arguments by name."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Scripted:
    """What every fake cloud can do: play a script per call and remember what was asked."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self._next: dict[str, deque[Any]] = defaultdict(deque)
        self._always: dict[str, ServiceError] = {}
        self._gates: dict[str, asyncio.Event] = {}

    def answer(self, name: str, *answers: Any) -> None:
        """The next calls of this name answer so, one after the other; an exception among them is raised."""
        self._next[name].extend(answers)

    def refuse(
        self, name: str, cause: Cause, reason: Reason | None = None, *, times: int | None = 1, **more: Any
    ) -> None:
        """The next `times` calls of this name raise; with None, every one."""
        error = ServiceError(cause, reason, **more)
        if times is None:
            self._always[name] = error
        else:
            self._next[name].extend([error] * times)

    def allow(self, name: str) -> None:
        """Ends what `refuse` and `answer` said about this call."""
        self._always.pop(name, None)
        self._next.pop(name, None)

    def hold(self, name: str) -> asyncio.Event:
        """Calls of this name wait until the returned event is set, which may be never."""
        return self._gates.setdefault(name, asyncio.Event())

    def called(self, name: str) -> int:
        """How many calls of this name were made."""
        return sum(call.name == name for call in self.calls)

    async def _play(self, name: str, default: Any = None, /, **args: Any) -> Any:
        self.calls.append(Call(name, args))
        await asyncio.sleep(0)  # a real call gives way to the screen at least once
        if (gate := self._gates.get(name)) is not None:
            await gate.wait()
        played = self._next[name].popleft() if self._next[name] else self._always.get(name, default)
        if isinstance(played, ServiceError):
            raise played.with_traceback(None)
        return played
