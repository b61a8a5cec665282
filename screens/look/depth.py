"""How many colours a terminal shows, as far as it matters here."""

from __future__ import annotations

from enum import StrEnum


class Depth(StrEnum):
    """MANY: the 256 of xterm, of which every colour here is one. NONE: bold, underlined and reversed stand for them."""

    MANY = "256"
    SIXTEEN = "16"
    NONE = "none"
