"""Notices that the customer's session has ended at the moment when it ends, and not at the next call."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    from services.contracts import NortheCloud

LONGEST_SLEEP = 60.0
"""Seconds: a longer sleep is cut, since a machine may have slept meanwhile."""

ASKED_AFTER = (1.0, 10.0)
"""Seconds after the end at which Northe is asked: its clock says whole seconds only, and may be a little behind."""


async def session_ended(northe: NortheCloud) -> bool:
    """Waits for the end that Northe has named; True once it says itself that the session is over.

    False where there's nothing to wait for: nobody is signed in, the end isn't known, Northe has put it off, or can't
    be asked. Then it's noticed at the next call.
    """
    while (left := northe.session_left) is None or left > 0:
        if left is None:
            return False
        await asyncio.sleep(min(left, LONGEST_SLEEP))
    for pause in ASKED_AFTER:
        await asyncio.sleep(pause)
        if not northe.signed_in:
            return False
        try:
            await northe.account()
        except ServiceError as error:
            return error.cause is Cause.SESSION_EXPIRED
    return False
