"""The focus of a screen as Textual has it, but that moving it paints only what it leaves and what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import Reactive

if TYPE_CHECKING:
    from textual.widget import Widget


def quiet_focus() -> Reactive[Widget | None]:
    """For `Screen.focused`. Textual's own repaints the whole screen at each Tab: some 7 kB on the wire.

    It takes the place of a public attribute, but not of a documented way to do so: `tests/screens/test_textual_seam.py`
    notices when an upgrade changes the one that it replaces.
    """
    return Reactive(None, repaint=False)
