"""Leaves out the pictures that nobody sees: a tenth of a screen test's work.

An app without a terminal still composes each change of its screen, and throws it away. What a test looks at, it
composes itself: `shown`, a snapshot, a driver, a test that stands in for `_display`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual._compositor import Compositor
from textual.app import App

if TYPE_CHECKING:
    from rich.console import RenderableType

_compose = Compositor.render_update


def _compose_for_somebody(self: Compositor, full: bool = False, *what: Any, **how: Any) -> RenderableType | None:
    app = self.root.app if self.root is not None else None
    if full or app is None or not app.is_headless or "_display" in vars(app) or type(app)._display is not App._display:
        return _compose(self, full, *what, **how)
    self._dirty_regions.clear()
    return None


def install() -> None:
    """From now on, in this process."""
    setattr(Compositor, "render_update", _compose_for_somebody)  # noqa: B010 - a method may not be set, says mypy; here it must
