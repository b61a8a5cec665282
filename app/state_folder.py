"""Makes the folder for drafts, journal and receipts; refuses one that's full, foreign or open to others."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from services.text.words import Message

if TYPE_CHECKING:
    from pathlib import Path

PRIVATE = 0o700
OTHERS = 0o077
WRITABLE = ".writable"
"""What's written to see whether anything can be: one name for all, so that those who are killed leave one at most."""


class StateFolderUnusable(Exception):
    """The state folder can't be used; `message` says why and what to do."""

    def __init__(self, key: str, /, folder: Path, **args: object) -> None:
        super().__init__(key)
        self.message = Message(f"settings.state_folder.{key}", {"folder": folder, **args})


def prepare_state_folder(folder: Path) -> None:
    """Makes `folder` (0700) if it isn't there and proves that a file can be written.

    Missing folders above it are made for the owner only, too. A folder that is there already keeps its
    permissions: it may be one that others rely on.
    Raises `StateFolderUnusable`.
    """
    try:
        _make(folder)
        _demand_private(folder)
        _write_and_remove(folder / WRITABLE)
    except OSError as error:
        raise StateFolderUnusable("unwritable", folder, why=error.strerror or type(error).__name__) from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=PRIVATE)
    except FileExistsError:
        return
    except FileNotFoundError:
        _make(folder.parent)
        folder.mkdir(mode=PRIVATE, exist_ok=True)  # another wizard may just have made it
    folder.chmod(PRIVATE)  # whatever the umask is


def _demand_private(folder: Path) -> None:
    found = folder.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise StateFolderUnusable("not_a_folder", folder)
    if found.st_uid != os.geteuid():
        raise StateFolderUnusable("not_yours", folder)
    if found.st_mode & OTHERS:
        raise StateFolderUnusable("open_to_others", folder)


def _write_and_remove(path: Path) -> None:
    """Trying is the only proof: permission bits say nothing of a full disk or a read-only one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        os.write(handle, b"x")
    finally:
        os.close(handle)
        path.unlink(missing_ok=True)  # another wizard, which tries at the same moment, may have been quicker
