from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from services.clouds.http import Limiter
from tests.support.clouds.recorded_answers import RecordedAnswers, html_answer
from tests.support.clouds.recorded_connection import GET, recorded_connection

pytestmark = pytest.mark.anyio


async def test_a_limiter_lets_a_burst_through_and_spaces_the_rest() -> None:
    waits: list[float] = []
    now = 100.0

    async def wait(seconds: float) -> None:
        waits.append(round(seconds, 6))

    limiter = Limiter(10.0, 3, monotonic=lambda: now)
    for _ in range(6):
        await limiter.take(wait)
    assert waits == [0.1, 0.2, 0.3]
    now = 200.0
    waits.clear()
    for _ in range(3):
        await limiter.take(wait)
    assert waits == []


async def test_every_try_waits_for_its_turn() -> None:
    turns = 0

    class Counting(Limiter):
        async def take(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
            nonlocal turns
            turns += 1

    await recorded_connection(RecordedAnswers(default=html_answer(503))).ask(GET, Counting(1.0))
    assert turns == 4
