"""How many colours there are, by what the environment and the terminfo database say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.look.depth import Depth

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY, SOME = 256, 8
"""Colours in terminfo's count; those who know 8 know their bright versions, too."""

BY_NAME = ("256color", "direct", "kitty")
"""Endings of TERM that say enough where the host has no entry for it."""


def depth_of(environ: Mapping[str, str], in_terminfo: int | None) -> Depth:
    """`in_terminfo` is the entry's count; None without an entry. More than 256 would only cost bytes."""
    there = _there(environ, in_terminfo)
    return Depth.UNWANTED if environ.get("NO_COLOR") and there is not Depth.NONE else there  # no-color.org


def _there(environ: Mapping[str, str], in_terminfo: int | None) -> Depth:
    if environ.get("COLORTERM") in {"truecolor", "24bit"} or environ.get("TERM", "").endswith(BY_NAME):
        return Depth.MANY
    if in_terminfo is None:
        return Depth.SIXTEEN
    if in_terminfo >= MANY:
        return Depth.MANY
    return Depth.SIXTEEN if in_terminfo >= SOME else Depth.NONE
