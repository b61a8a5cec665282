"""Sets what Textual reads from the environment while it is imported, so it has to happen before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.depth import Depth

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

TAKEN_AWAY = ("TEXTUAL", "TEXTUAL_DEBUG", "TEXTUAL_LOG", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "NO_COLOR",
              "COLUMNS", "LINES")  # fmt: skip
"""Textual's switches for its own developers, which would write keys and screens down, secrets among them; what has
been minded already (`app.terminal.colours`): Textual would make greys of colours, and few terminals have enough; and
what a shell once thought of the window, which the terminal itself knows."""

COLOUR_SYSTEMS = frozenset({"auto", "standard", "256", "truecolor"})
"""All that TEXTUAL_COLOR_SYSTEM can be; anything else would be an error of Textual's."""

SYSTEMS = {Depth.MANY: "256", Depth.SIXTEEN: "standard", Depth.UNWANTED: "standard", Depth.NONE: "standard"}
"""Rich's names of what may be sent at most. It goes by names of terminals alone, and sends 24 bits where it can."""


def prepare_environment(environ: MutableMapping[str, str], depth: Depth = Depth.MANY) -> None:
    """Makes `environ` fit for a wizard over ssh. Call it before textual is imported; twice does no harm."""
    for name in TAKEN_AWAY:
        environ.pop(name, None)
    if environ.get("TEXTUAL_COLOR_SYSTEM") not in COLOUR_SYSTEMS:
        environ.pop("TEXTUAL_COLOR_SYSTEM", None)
    environ.setdefault("TEXTUAL_COLOR_SYSTEM", SYSTEMS[depth])
    for name, value in DEFAULTS.items():
        environ.setdefault(name, value)
