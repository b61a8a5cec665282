"""Holds painting back while several things change, so that they're painted in one piece: one packet, not two."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def single_paint(app: App[Any]) -> ExitStack:
    """Nothing is painted until it's closed, and then at once whichever screen is on top."""
    holding = ExitStack()

    def paint() -> None:
        for screen in app.screen_stack[-1:]:  # none, if the app has just ended
            screen.check_idle()

    holding.callback(paint)
    holding.enter_context(app.batch_update())
    return holding
