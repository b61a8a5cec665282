from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from services.contracts import Receipts
from services.fake import FakeClock
from services.stores.receipts import ReceiptFolder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state" / "receipts"


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_receipt_is_kept_for_this_user_only(folder: Path) -> None:
    previous = os.umask(0)
    try:
        store: Receipts = ReceiptFolder(folder, FakeClock())
        path = store.save("Kärra\n", "20260914-ZAP900001")
    finally:
        os.umask(previous)
    assert path == folder / "20260914-ZAP900001-093000Z.txt"
    assert path.read_bytes() == "Kärra\n".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert kept(folder) == [path.name]


def test_a_folder_that_others_could_read_is_closed(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    ReceiptFolder(folder, FakeClock()).save("x", "y")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_second_one_at_the_same_moment_does_not_replace_the_first(folder: Path) -> None:
    store = ReceiptFolder(folder, FakeClock())
    paths = [store.save(text, "box") for text in ("one", "two", "three")]
    assert [path.name for path in paths] == ["box-093000Z.txt", "box-093000Z-2.txt", "box-093000Z-3.txt"]
    assert [path.read_text() for path in paths] == ["one", "two", "three"]


def test_a_crowd_of_one_name_and_second_is_kept_without_trying_every_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries, really = [], os.link

    def link(*names: Any) -> None:
        tries.append(names)
        really(*names)

    monkeypatch.setattr(os, "link", link)
    store = ReceiptFolder(folder, FakeClock())
    for number in range(200):
        tries.clear()
        assert store.save(str(number), "box").read_text() == str(number)
        assert len(tries) <= 10
    assert len(kept(folder)) == 200


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("Åsa Öberg\x1b[31m\n", "Asa-Oberg-31m"),
        ("", "receipt"),
        ("…/\0", "receipt"),
        ("-rf", "rf"),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_stem_is_made_fit_for_a_file_name(folder: Path, stem: str, name: str) -> None:
    path = ReceiptFolder(folder, FakeClock()).save("x", stem)
    assert path.parent == folder
    assert path.name == f"{name}-093000Z.txt"


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_full_disk_leaves_nothing_behind(folder: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, step, full)
    if step == "link":
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        ReceiptFolder(folder, FakeClock()).save("x", "box")
    monkeypatch.undo()
    assert kept(folder) == []


def test_where_there_are_no_links_it_is_renamed_and_still_replaces_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    store = ReceiptFolder(folder, FakeClock())
    paths = [store.save(text, "box") for text in ("one", "two")]
    assert [path.read_text() for path in paths] == ["one", "two"]
    assert kept(folder) == ["box-093000Z-2.txt", "box-093000Z.txt"]
    assert stat.S_IMODE(paths[0].stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(OSError, match="Not a directory"):
        ReceiptFolder(tmp_path / "state" / "receipts", FakeClock()).save("x", "box")


def test_a_name_that_is_a_link_elsewhere_is_not_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    target = tmp_path / "target"
    (folder / "box-093000Z.txt").symlink_to(target)
    path = ReceiptFolder(folder, FakeClock()).save("x", "box")
    assert path.name == "box-093000Z-2.txt"
    assert not target.exists()
