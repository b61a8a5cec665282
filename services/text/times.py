"""Moments as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


def local_time(moment: datetime, zone: tzinfo | None = None) -> str:
    """With the zone's name, since an ssh host may stand elsewhere. `zone`: None for this machine's."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M %Z}".rstrip()
