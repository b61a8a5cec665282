"""Chooses when Python searches for litter: never while the wizard comes up, and never while somebody types.

What coming up makes mostly stays; to search it through for what doesn't costs a twentieth of the first paint. Later a
search takes milliseconds, and the key that comes meanwhile waits for it. What's left of a screen that was replaced is
litter, too, with what was typed into it, so that isn't left lying for long.
"""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from textual.app import App

QUIET, LONG_QUIET = 0.3, 0.8
"""Seconds without a key after which nobody types: not for now, since a slow typist's next key is about to come; and for
a while. The first is enough for a search that takes a millisecond, and only the second for one that takes thirty, as
after another screen: all of that one is new.
"""

MOST = 100_000
"""Objects, about 20 MB, that may have come up without a search. A key leaves about a hundred: some hundreds of keys and
some screens without a long pause.
"""

YOUNG, ALL = 1, 2
"""Generations: what has come up lately, in about a millisecond; and everything."""


@contextmanager
def left_lying() -> Iterator[None]:
    """Nothing is searched for until `GcPause.look_again`, or until its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class GcPause:
    """Told of keys and of replaced screens, it searches in the pauses; before `look_again` it doesn't search at all."""

    def __init__(self) -> None:
        self._looks = False
        self._touched = 0.0
        self._pause: asyncio.TimerHandle | None = None
        self._replaced_in: App[Any] | None = None

    def look_again(self) -> None:
        """From now on, but not among what's there already."""
        gc.freeze()
        gc.set_threshold(MOST, *gc.get_threshold()[1:])
        gc.enable()
        self._looks = True

    def touched(self) -> None:
        self._touched = time.monotonic()
        if self._pause is None:
            self._wait(QUIET)

    def replaced(self, app: App[Any]) -> None:
        """A screen of `app` isn't needed any more."""
        self._replaced_in = app
        self.touched()

    def _wait(self, seconds: float) -> None:
        import asyncio

        self._pause = asyncio.get_running_loop().call_later(seconds, self._pause_over)

    def _pause_over(self) -> None:
        self._pause = None
        enough = QUIET if self._replaced_in is None else LONG_QUIET
        left = self._touched + enough - time.monotonic()
        if left > 0:
            self._wait(left)
            return
        app, self._replaced_in = self._replaced_in, None
        if app is not None:
            let_go(app)
        if self._looks:
            gc.collect(YOUNG if app is None else ALL)


def let_go(app: App[Any]) -> None:
    """Drops what still leads to closed screens of `app`, in two places that aren't ours.

    Textual drops the setters of `data_bind` only when the bound value changes again. asyncio keeps a timer that was
    cancelled until its time, such as the deadline of a call that was answered, and with it the context that it was set
    in: for Textual, that's the screen. `tests/app/wizard/test_gc_pause.py` notices when an upgrade changes either.
    """
    import asyncio

    for watchers in getattr(app, "__watchers", {}).values():
        watchers[:] = [one for one in watchers if not one[0]._closing]  # noqa: SLF001 - as Textual itself asks
    for timer in getattr(asyncio.get_running_loop(), "_scheduled", ()):
        if timer.cancelled():
            timer._context = None  # noqa: SLF001 - it's never run
