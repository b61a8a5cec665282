"""How many colours a terminal shows, as far as it matters here."""

from __future__ import annotations

from enum import StrEnum


class Depth(StrEnum):
    """MANY: the 256 of xterm, of which every colour here is one."""

    MANY = "256"
    SIXTEEN = "16"
    UNWANTED = "unwanted"
    """There are some, but only for a QR code; elsewhere bold, underlined and reversed stand for them."""
    NONE = "none"
    """The same, and the code is reversed, too."""

    @property
    def plain(self) -> bool:
        """Whether attributes stand for colours."""
        return self in {Depth.UNWANTED, Depth.NONE}
