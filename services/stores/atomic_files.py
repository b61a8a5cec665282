"""Writes a file whole or not at all, readable by its owner only, so that a power cut or a full disk leaves no half."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PRIVATE_FOLDER = 0o700


def private_folder(folder: Path) -> None:
    """Makes a folder for its owner only, whatever the umask, or an earlier owner of the name, made of it."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    folder.chmod(PRIVATE_FOLDER)


@contextmanager
def unfinished_file(folder: Path, text: str) -> Iterator[Path]:
    """A file (0600) with `text` on the disk, under a name that nobody looks for; gone afterwards if it wasn't renamed.

    Raises `OSError`.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def replace_whole(path: Path, text: str) -> None:
    """Puts `text` in the place of whatever the file held. Raises `OSError`; then the file is as it was."""
    with unfinished_file(path.parent, text) as unfinished:
        unfinished.replace(path)
        settle(path.parent)


def name_once(unfinished: Path, path: Path) -> None:
    """Gives a file its name, and never replaces what has it already, as a rename would.

    Raises `FileExistsError`, and `OSError` for anything else.
    """
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is taken first, then the file put in its place.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            unfinished.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def settle(folder: Path) -> None:
    """Makes the folder's own entries last through a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
