from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from app.state_folder import WRITABLE, StateFolderUnusable, prepare_state_folder
from services.text.words import Words

if TYPE_CHECKING:
    from pathlib import Path


def refusal(folder: Path) -> str:
    with pytest.raises(StateFolderUnusable) as caught:
        prepare_state_folder(folder)
    said = Words().say(caught.value.message)
    assert str(folder) in said
    assert "state_dir" in said
    return said


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_it_is_made_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "state"
    before = os.umask(umask)
    try:
        prepare_state_folder(folder)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []


def test_another_one_that_tries_at_the_same_moment_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = os.write

    def write(handle: int, data: bytes) -> int:
        (tmp_path / "state" / WRITABLE).unlink()
        return really(handle, data)

    monkeypatch.setattr(os, "write", write)
    prepare_state_folder(tmp_path / "state")
    assert list((tmp_path / "state").iterdir()) == []


def test_its_parents_are_made_too_and_a_second_time_is_fine(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    prepare_state_folder(folder)
    prepare_state_folder(folder)
    prepare_state_folder(folder.parent)


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    assert "is not a folder" in refusal(tmp_path / "state")
    assert "can't be used" in refusal(tmp_path / "state" / "below")


def test_a_folder_that_others_can_read_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    folder.chmod(0o755)
    assert "chmod 700" in refusal(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_someone_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "state"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert "belongs to another user" in refusal(folder)


def test_a_full_or_read_only_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    folder = tmp_path / "state"
    monkeypatch.setattr(os, "write", full)
    assert "No space left on device" in refusal(folder)
    assert list(folder.iterdir()) == []
