"""Lays a screen out for the window as it is now, whatever older size it's told of.

Textual lays a screen out by the size in each Resize event, and that layout tells the screen of it by another. Two sizes
that follow each other quickly then call each other up without end, and no key is ever looked at again. This file alone
knows how Textual does it; `tests/screens/test_textual_seam.py` notices when an upgrade changes that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.geometry import Size
    from textual.screen import Screen


def by_window(screen: Screen[Any], size: Size) -> None:  # noqa: ARG001 - Textual's signature
    """In place of `Screen._screen_resized`."""
    if screen.stack_updates and screen.is_attached:
        screen._refresh_layout(screen.app.size)  # noqa: SLF001 - see above
