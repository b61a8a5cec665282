"""The folder of unfinished activations: whose they are, who holds them, how long they stay, and what's set aside."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.contracts.drafts import Draft
from services.stores.drafts import KEPT_FOR, DraftFolder, OpenDraft

WHEN = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
KIM, ROBIN = "kim@example.com", "robin@example.com"


class Time:
    """A clock that a test can move."""

    def __init__(self) -> None:
        self.now = WHEN

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def folder(tmp_path: Path, time: Time) -> DraftFolder:
    return DraftFolder(tmp_path / "drafts", time)


def saved(folder: DraftFolder, email: str = KIM, name: str = "Kim Larsson", street: str = "Testgatan 10") -> OpenDraft:
    opened = folder.begin(email)
    opened.save(Draft(name, opened.mark, folder.now(), {"charge_site": {"street": street}}, ("box_type",)))
    return opened


def names(folder: DraftFolder) -> list[str]:
    return [one.draft.customer_name for one in folder.look().newest]


def files(tmp_path: Path) -> set[str]:
    """The endings of what lies there, but for the key."""
    return {path.suffix for path in (tmp_path / "drafts").rglob("*") if path.is_file()} - {""}


def test_nothing_is_made_by_looking(folder: DraftFolder, tmp_path: Path) -> None:
    assert folder.look().newest == ()
    assert folder.take(KIM) == (None, False)
    assert not (tmp_path / "drafts").exists()


def test_what_a_session_left_is_offered_newest_first_and_taken_by_its_customer(folder: DraftFolder, time: Time) -> None:
    saved(folder).release()
    time.now += timedelta(minutes=5)
    saved(folder, ROBIN, "Robin Nilsson").release()
    time.now += timedelta(minutes=5)
    saved(folder, street="Storgatan 1").release()
    assert names(folder) == ["Kim Larsson", "Robin Nilsson", "Kim Larsson"]
    taken, held = folder.take("Kim@Example.com")
    assert taken is not None
    assert taken.draft is not None
    assert taken.draft.typed == {"charge_site": {"street": "Storgatan 1"}}
    assert not held
    assert folder.take("nobody@example.com") == (None, False)


def test_two_sessions_never_hold_the_same(folder: DraftFolder) -> None:
    mine = saved(folder)
    assert names(folder) == [], "somebody is at work on it"
    assert folder.take(KIM) == (None, True)
    another = saved(folder)
    another.release()
    taken, held = folder.take(KIM)
    assert taken is not None
    assert not held
    mine.release()
    assert names(folder) == ["Kim Larsson"]


def test_a_finished_one_leaves_nothing(folder: DraftFolder, tmp_path: Path) -> None:
    saved(folder).discard()
    assert files(tmp_path) == set()


def test_one_without_a_word_leaves_nothing_either(folder: DraftFolder, tmp_path: Path) -> None:
    folder.begin(KIM).release()
    assert files(tmp_path) == set()


def test_forgetting_spares_what_somebody_has_taken_up_meanwhile(folder: DraftFolder, tmp_path: Path) -> None:
    saved(folder).release()
    (one,) = folder.look().newest
    taken, _ = folder.take(KIM)
    assert taken is not None
    folder.forget(one)
    taken.release()
    assert names(folder) == ["Kim Larsson"]
    folder.forget(one)
    assert files(tmp_path) == set()


def test_the_owner_alone_can_read_it(folder: DraftFolder, tmp_path: Path) -> None:
    saved(folder)
    for path in (tmp_path / "drafts", *(tmp_path / "drafts").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_it_goes_after_two_days(folder: DraftFolder, time: Time, tmp_path: Path) -> None:
    saved(folder).release()
    time.now += KEPT_FOR
    assert names(folder) == ["Kim Larsson"]
    time.now += timedelta(seconds=1)
    assert folder.take(KIM) == (None, False)
    assert names(folder) == []
    assert files(tmp_path) == set()


def test_what_cannot_be_read_is_set_aside_and_told_once(folder: DraftFolder, tmp_path: Path) -> None:
    saved(folder).release()
    broken = tmp_path / "drafts" / "0123456789ab.json"
    broken.write_bytes(b"{half")
    found = folder.look()
    assert [one.draft.customer_name for one in found.newest] == ["Kim Larsson"]
    (remark,) = found.remarks
    assert remark.key == "drafts.broken"
    aside = remark.args["path"]
    assert isinstance(aside, Path)
    assert aside.read_bytes() == b"{half", "nothing is thrown away"
    assert folder.look().remarks == ()


def test_one_of_a_later_version_stays_where_it_is(folder: DraftFolder, tmp_path: Path) -> None:
    saved(folder).release()
    (path,) = (tmp_path / "drafts").rglob("*.json")
    text = path.read_text().replace('"version": 1', '"version": 2')
    path.write_text(text)
    found = folder.look()
    assert found.newest == ()
    assert [remark.key for remark in found.remarks] == ["drafts.too_new"]
    assert path.read_text() == text


def test_what_killed_sessions_left_is_cleared_away(folder: DraftFolder, time: Time, tmp_path: Path) -> None:
    saved(folder).release()
    (customer,) = (tmp_path / "drafts" / "by_customer").iterdir()
    for place in (tmp_path / "drafts", customer):
        for name in (".half.part", "old.broken", "nobody.lock"):
            (place / name).touch()
            os.utime(place / name, (WHEN.timestamp(), WHEN.timestamp()))
    folder.look()
    assert files(tmp_path) == {".json", ".part", ".broken"}, "they may be in use"
    time.now += timedelta(minutes=6)
    folder.look()
    assert files(tmp_path) == {".json", ".broken"}
    time.now += KEPT_FOR
    folder.look()
    assert files(tmp_path) == set()


def test_a_failure_leaves_what_was_there(folder: DraftFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = saved(folder)
    (path,) = (tmp_path / "drafts").rglob("*.json")
    before = path.read_text()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        opened.save(Draft("Kim Larsson", opened.mark, WHEN, {"charge_site": {"street": "Another 1"}}))
    assert path.read_text() == before
    assert files(tmp_path) == {".json", ".lock"}


def test_nothing_is_written_when_only_the_time_is_new(folder: DraftFolder, tmp_path: Path) -> None:
    opened = folder.begin(KIM)
    draft = Draft("Kim Larsson", opened.mark, WHEN, {"box_type": {"name": "Garage"}})
    opened.save(draft)
    (path,) = (tmp_path / "drafts").rglob("*.json")
    before = path.stat().st_ino
    opened.save(replace(draft, saved_at=WHEN + timedelta(minutes=1)))
    assert path.stat().st_ino == before


@pytest.mark.parametrize("ending", [".json", ".broken", ".part"])
def test_what_a_wrong_clock_wrote_stays_no_longer(folder: DraftFolder, tmp_path: Path, time: Time, ending: str) -> None:
    """A year ahead: nobody's data would lie there for a year. Its days begin when it's found, since it may be needed."""
    time.now += timedelta(days=365)
    saved(folder).release()
    (path,) = (tmp_path / "drafts").rglob("*.json")
    path = path.rename(path.with_suffix(ending))
    os.utime(path, (time.now.timestamp(),) * 2)
    time.now = WHEN
    folder.look()
    assert files(tmp_path) == {ending}
    opened, _ = folder.take(KIM)
    assert (opened is not None) is (ending == ".json")
    if opened is not None:
        opened.release()
    time.now += KEPT_FOR + timedelta(seconds=1)
    folder.look()
    assert files(tmp_path) == set()


@pytest.mark.parametrize("when", [-(2.0**40), 2.0**40], ids=["long ago", "far ahead"])
def test_any_time_that_a_file_can_have(folder: DraftFolder, tmp_path: Path, when: float) -> None:
    saved(folder).release()
    (path,) = (tmp_path / "drafts").rglob("*.json")
    os.utime(path, (when, when))
    folder.look()
    folder.look()


def test_without_its_key_everybody_still_finds_what_is_theirs(folder: DraftFolder, tmp_path: Path) -> None:
    """Start offers it, so signing in has to take it up; also the second customer's, who comes after the new key."""
    saved(folder).release()
    saved(folder, ROBIN, "Robin Berg").release()
    (tmp_path / "drafts" / "key").unlink()
    kim, _ = folder.take(KIM)
    assert kim is not None
    saved(folder, "somebody@example.com", "Somebody")  # makes a new key
    robin, _ = folder.take(ROBIN)
    assert robin is not None
    assert robin.draft is not None
    assert robin.draft.customer_name == "Robin Berg"
