"""Holds a draft for one session: another one on the same host sees that it's taken, and a session that died lets go."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Lock:
    """Held from `taken` until `free`, or until this process ends, however it does."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    def free(self, *, remove: bool = False) -> None:
        """Lets go; `remove` when there's nothing left to be locked."""
        if self._handle < 0:
            return
        if remove:
            with suppress(OSError):  # on a disk that has become read-only it stays, and holds nobody up
                self._path.unlink(missing_ok=True)
        os.close(self._handle)
        self._handle = -1


def taken(path: Path) -> Lock | None:
    """The lock behind this path, made where it's missing; None while another session holds it. Raises `OSError`."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    except OSError:
        pass  # a file system without locks: better a draft that two may write than none
    if not _still_there(path, handle):
        os.close(handle)
        return None
    return Lock(path, handle)


def _still_there(path: Path, handle: int) -> bool:
    """The session before may have removed the file between opening and locking it; then nobody else sees this lock."""
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))  # noqa: PTH116 - beside its twin for a handle
    except FileNotFoundError:
        return False


# ---------------------------------------------------------------------------------------------- beside a draft's file


def lock_of(path: Path) -> Path:
    """Where the lock of a draft's file is."""
    return path.with_suffix(".lock")


def hold(path: Path) -> Lock | None:
    """The draft's lock; None while another session has it."""
    with suppress(OSError):
        return taken(lock_of(path))
    return None


def is_free(path: Path) -> bool:
    """Whether the session that had this draft is gone. Then its lock goes, too."""
    lock = hold(path)
    if lock is None:
        return False
    lock.free(remove=True)
    return True


def let_go(path: Path, lock: Lock) -> None:
    """A lock stays with a session only. A folder with nothing in it goes."""
    lock.free(remove=True)
    with suppress(OSError):
        path.parent.rmdir()
