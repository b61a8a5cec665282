"""One session holds a draft: nobody else, and with no open file left behind."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING

from services.stores.drafts.lock import taken

if TYPE_CHECKING:
    import pytest

REALLY = fcntl.flock


def open_files() -> set[str]:
    return {name for name in os.listdir("/dev/fd") if Path(f"/dev/fd/{name}").exists()}  # noqa: PTH208 - names


def test_it_is_held_until_it_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "one.lock"
    before = open_files()
    lock = taken(path)
    assert lock is not None
    for _ in range(3):
        assert taken(path) is None
    lock.free()
    assert path.exists()
    again = taken(path)
    assert again is not None
    again.free(remove=True)
    assert not path.exists()
    assert open_files() == before


def test_letting_go_twice_closes_nothing_of_anybody_else(tmp_path: Path) -> None:
    lock = taken(tmp_path / "one.lock")
    assert lock is not None
    lock.free()
    with (tmp_path / "other").open("w") as other:  # gets the number of the file that was closed
        lock.free(remove=True)
        other.write("x")
        other.flush()
    assert (tmp_path / "one.lock").exists(), "it may be somebody else's by now"


def test_a_lock_whose_file_went_meanwhile_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "one.lock"

    def late(handle: int, how: int) -> None:
        path.unlink()
        REALLY(handle, how)

    before = open_files()
    monkeypatch.setattr(fcntl, "flock", late)
    assert taken(path) is None
    assert open_files() == before


def test_where_the_file_system_has_no_locks_it_is_taken_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(fcntl, "flock", none)
    lock = taken(tmp_path / "one.lock")
    assert lock is not None
    lock.free()
