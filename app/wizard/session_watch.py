"""Watches over the customer's session while somebody works in it: its end is told as it comes, with no key pressed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from screens.messages import SessionEnded
from services.text.words import Message

if TYPE_CHECKING:
    from textual.app import App

    from services.activation.activation import Activation


def watch_session(app: App[int], activation: Activation) -> None:
    """Somebody has just signed in. Says `SessionEnded` to the wizard, as a step does that hears of it.

    Only while a step shows: past the last one there's nothing for which somebody would have to sign in again. It costs
    nothing until then, and ends by itself once they're signed out.
    """
    # the function and not what it returns: on the way out nobody may get round to it
    app.run_worker(partial(_watch, app, activation), group="session", exclusive=True)  # type: ignore[arg-type]  # mypy: its result


async def _watch(app: App[int], activation: Activation) -> None:
    from screens.step import StepScreen
    from services.activation.session_end import session_ended

    customer = activation.customer
    ended = await session_ended(activation.services.northe)
    if ended and any(isinstance(screen, StepScreen) for screen in app.screen_stack):
        activation.remember()
        app.post_message(SessionEnded(Message("shell.session_ended.text", {"name": customer})))
