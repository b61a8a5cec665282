"""A text in the room that there is."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` cells, its end replaced by dots where it had to be cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(0, width - 2)).rstrip() + ".." if width > 2 else ""  # noqa: PLR2004 - the dots
