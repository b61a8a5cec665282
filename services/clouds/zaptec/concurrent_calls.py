"""Asks several things side by side: all of them or none, or each for itself within a time of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from services.contracts import Cause, Reason, ServiceError

if TYPE_CHECKING:
    from collections.abc import Coroutine

Told = TypeVar("Told")

SIGNED_OUT = frozenset({Cause.SESSION_EXPIRED, Cause.SIGN_IN_REJECTED, Cause.LOGIN_CHANGED})
"""Nothing more can be asked with this sign-in."""


async def together(*questions: Coroutine[Any, Any, Any]) -> Any:
    """The answers to all of them. The first error ends the others, and is raised when they have ended."""
    tasks = [asyncio.ensure_future(question) for question in questions]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def within(seconds: float, question: Coroutine[Any, Any, Told]) -> Told | ServiceError:
    """The answer, or the reason why there's none: what fails or takes longer takes nothing else with it.

    Raises `ServiceError` only where the sign-in isn't taken any more.
    """
    try:
        async with asyncio.timeout(seconds):
            return await question
    except TimeoutError:
        return ServiceError(Cause.NETWORK_DOWN, Reason.TIMED_OUT)
    except ServiceError as error:
        if error.cause in SIGNED_OUT:
            raise
        return error
