"""The sign and the colour of a state, once for every place that shows one: never a colour alone, and never another."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.look.glyphs import Glyphs
    from services.activation.diagnosis import ItemState


class Tone(StrEnum):
    """How something is said, in a notice or below a question. INFO has no sign and no colour of its own."""

    INFO = "info"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"
    BUSY = "busy"


_COLOURS = {
    "info": "$foreground",
    "ok": "$success",
    "warning": "$warning",
    "error": "$error",
    "busy": "$primary",
    "wrong": "$error",
    "unknown": "$nt-muted",
    "waiting": "$nt-muted",
}
"""By the state's value: the first paint would have to wait for `ItemState` and all that's imported with it."""


def sign(state: ItemState | Tone, glyphs: Glyphs) -> str:
    """The character that stands before it; empty for INFO. Of BUSY the first of its series."""
    signs = {
        "info": "",
        "ok": glyphs.done,
        "warning": glyphs.warning,
        "error": glyphs.wrong,
        "busy": glyphs.busy[0],
        "wrong": glyphs.wrong,
        "unknown": glyphs.unknown,
        "waiting": glyphs.waiting,
    }
    return signs[state]


def colour(state: ItemState | Tone) -> str:
    """Its colour, as Textual's styles name it. What's bold beside it is for each place to say."""
    return _COLOURS[state]
