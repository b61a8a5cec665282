"""Puts Python's search for litter off until the wizard is there.

What coming up makes mostly stays; to search it through for what doesn't costs a twentieth of the first paint, and
another 45 ms in the middle of a key once the services are imported.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def left_lying() -> Iterator[None]:
    """Nothing is searched for until `look_again`, or until its end."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def look_again() -> None:
    """From now on, but not among what's there already."""
    gc.freeze()
    gc.enable()
