"""Has codes offered in the background of the Sign in screen, until the customer has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen
    from textual.worker import Worker

    from services.activation.customer_sign_in import CustomerSignIn


class LinkFollower:
    """`changed` is called when there's something else to show, `over` after the last code.

    `late`: the first code should be here by now.
    """

    def __init__(
        self,
        screen: Screen[Any],
        sign_in: CustomerSignIn,
        *,
        late_after: float,
        changed: Callable[[], None],
        over: Callable[[], None],
    ) -> None:
        self._screen, self._sign_in = screen, sign_in
        self._late_after, self._changed, self._over = late_after, changed, over
        self._worker: Worker[None] | None = None
        self.late = False

    def start(self) -> None:
        self._sign_in.offer_anew()
        self._worker = self._screen.run_worker(self._follow(), group="link", exclusive=True)

    @property
    def used_up(self) -> bool:
        """Whether going on takes a new code: there was none yet, it was given up, or it has let somebody in."""
        return self._worker is None or self._worker.is_cancelled or self._sign_in.approved

    def give_up(self) -> None:
        """An approval that's under way must not open a session any more."""
        if self._worker is not None and self._sign_in.ended is None:
            self._worker.cancel()

    async def _follow(self) -> None:
        self.late = False
        self._changed()
        late = self._screen.set_timer(self._late_after, self._is_late)
        try:
            await self._sign_in.offer()
        finally:
            late.stop()
        self._changed()
        self._over()

    def _is_late(self) -> None:
        self.late = True
        self._changed()
