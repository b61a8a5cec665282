"""The idle limit: a customer's account doesn't stay open on a laptop that nobody touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from textual.app import App
    from textual.timer import Timer
    from textual.worker import Worker

    from screens.dialogs.idle import IdleDialog
    from screens.look import Look
    from services.activation.kept_sign_ins import KeptSignIns
    from services.contracts import Services

LOOK_EVERY, LOOK_SELDOM = 1.0, 10.0
"""Seconds between two looks at whether somebody is idle: where a second counts, and at most where none does. Not more,
since a key may put it off and nobody looks at each of them.
"""


@dataclass(slots=True)
class IdleLimit:
    """All times in seconds, of one monotonic clock. `limit` includes the last `warning` seconds."""

    limit: float
    warning: float
    _touched: float = 0.0

    def touch(self, now: float) -> None:
        self._touched = now

    def left(self, now: float) -> float:
        """Seconds until the limit, never below 0."""
        return max(0.0, self._touched + self.limit - now)

    def warns(self, now: float) -> bool:
        """Whether it's time to ask."""
        return self.left(now) <= self.warning


class IdleWatch:
    """Warns before the limit, and has `end` called at it. `whoever` names who would be signed out.

    Looks only while somebody is signed in, or there's a sign-in of the installer's own to forget: that goes at the
    limit, too, with no question. While the installer is being asked whether to quit (`quitting`), the program
    simply ends at the limit: what ends it signs out, without asking.
    """

    def __init__(
        self,
        app: App[int],
        look: Look,
        limit: IdleLimit,
        *,
        whoever: Callable[[], str],
        end: Callable[[], Coroutine[None, None, None]],
    ) -> None:
        self._app, self._look, self.limit = app, look, limit
        self._whoever, self._end = whoever, end
        self._services: Services | None = None
        self._sign_ins: KeptSignIns | None = None
        self._dialog: IdleDialog | None = None
        self._ending: Worker[None] | None = None
        self._timer: Timer | None = None
        self._was_open = False
        self.quitting = False

    def begin(self, services: Services, sign_ins: KeptSignIns) -> None:
        """From here on it's told when an account is opened or closed."""
        self._services, self._sign_ins = services, sign_ins
        services.northe.listen(lambda: self._app.call_later(self._heard_of_account))
        self._heard_of_account()

    def touch(self) -> None:
        if self._services is not None:
            self.limit.touch(self._services.clock.monotonic())

    def _heard_of_account(self) -> None:
        services = self._services
        if services is not None and services.northe.signed_in is not self._was_open:
            self._was_open = services.northe.signed_in
            self.touch()  # a customer may have taken their time with the phone
            self._look_on()

    def _look_on(self) -> None:
        self.check()
        if self._timer is not None:
            self._timer.stop()
        wait = self.next_check()
        self._timer = None if wait is None else self._app.set_timer(wait, self._look_on)

    def next_check(self) -> float | None:
        """Seconds until idleness has to be looked at again. None: not before somebody is signed in."""
        services = self._services
        if services is None:
            return None
        due = self.limit.left(services.clock.monotonic())
        if services.northe.signed_in:
            due -= self.limit.warning
        elif self._sign_ins is None or not self._sign_ins.any:
            return None
        return min(max(due, LOOK_EVERY), LOOK_SELDOM)

    def check(self) -> None:
        """Warns, counts down or ends, if it's time to."""
        services = self._services
        if services is None or (self._ending is not None and self._ending.is_running):
            return  # signing out may take longer than a second, and isn't begun anew
        now = services.clock.monotonic()
        if not services.northe.signed_in:
            if self._sign_ins is not None and self._sign_ins.any and not self.limit.left(now):
                self._sign_ins.forget()
            return
        if self._dialog is not None and not self._dialog.is_running:
            self._dialog = None
        if not self.limit.warns(now):
            return
        left = round(self.limit.left(now))
        if self.quitting:
            if left <= 0:
                self._app.exit(0)
        elif left <= 0:
            self._dialog = None
            self._ending = self._app.run_worker(self._end(), group="flow", exclusive=True)
        elif self._dialog is None:
            from screens.dialogs.idle import IdleDialog

            self._dialog = IdleDialog(self._look, self._whoever(), left)
            self._app.push_screen(self._dialog)
        else:
            self._dialog.count(left)
