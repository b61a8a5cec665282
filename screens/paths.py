"""What somebody may want to copy, such as a path, in one piece on a line: a double click takes it whole."""

from __future__ import annotations

from pathlib import Path

from rich.cells import cell_len

from screens.look.sizes import WIDEST

PADDING = 4
"""Columns that the body and a notice leave free at their sides."""


def short(path: Path) -> str:
    """A path as people write it, their own folder as ~."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):  # elsewhere, or nobody's home
        return str(path)


def on_lines(path: str, columns: int) -> str:
    """A path that's too long for a line breaks between folder and file, so that both can be read and copied."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}\n{name}" if cell_len(path) > min(columns, WIDEST - PADDING) else path
