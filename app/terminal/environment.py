"""Sets what Textual reads from the environment while it is imported, so it has to happen before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

DEFAULTS = {
    # a paint over ssh costs bytes, an animation costs hundreds of paints
    "TEXTUAL_ANIMATIONS": "none",
    # the kitty protocol swallows dead keys in some terminals, and Nordic and French keyboards need them
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    # milliseconds: on a slow line an arrow key comes in two pieces, and the first looks like Escape
    "ESCDELAY": "500",
}
"""Taken only where the person has set nothing."""

TAKEN_AWAY = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT")
"""Textual's switches for its own developers: they'd write keys and screens down, secrets among them."""


def prepare_environment(environ: MutableMapping[str, str]) -> None:
    """Makes `environ` fit for a wizard over ssh. Call it before textual is imported; twice does no harm."""
    for name in TAKEN_AWAY:
        environ.pop(name, None)
    for name, value in DEFAULTS.items():
        environ.setdefault(name, value)
