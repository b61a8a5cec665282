"""Hundreds of installers under one account: each customer's draft is found, and nothing costs more for all the others."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from services.contracts.drafts import Draft
from services.stores.atomic_files import name_once
from services.stores.drafts import KEPT_FOR, NAMED, DraftFolder, customer_folders
from services.stores.drafts.draft import mark_of, written
from services.stores.drafts.lock import hold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHEN = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
MANY = 120


def email(number: int) -> str:
    return f"customer{number}@example.com"


def draft(number: int, mark: str, saved_at: datetime = WHEN) -> Draft:
    return Draft(f"Customer {number}", mark, saved_at, {"box_type": {"name": f"Garage {number}"}})


def at(folder: Path, now: datetime = WHEN) -> DraftFolder:
    return DraftFolder(folder, lambda: now)


def leave(folder: DraftFolder, numbers: range) -> None:
    """Broken off, each a second after the one before."""
    for number in numbers:
        opened = folder.begin(email(number))
        opened.save(draft(number, opened.mark, WHEN + timedelta(seconds=number)))
        opened.release()


def of_before(folder: Path, number: int, saved_at: datetime = WHEN) -> None:
    """As versions before wrote it: beside each other, under names of chance, with a lock that stays."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{number:012x}.json"
    path.write_text(written(draft(number, mark_of(email(number), "salt"), saved_at)))
    os.utime(path, (saved_at.timestamp(), saved_at.timestamp()))
    path.with_suffix(".lock").touch()


def test_everybody_finds_their_own_whatever_else_is_there(tmp_path: Path) -> None:
    folder = at(tmp_path, WHEN + timedelta(hours=1))
    leave(folder, range(MANY))
    running = [folder.begin(email(MANY + number)) for number in range(MANY)]
    for number, opened in enumerate(running):
        opened.save(draft(MANY + number, opened.mark, WHEN + timedelta(minutes=30)))
    for number in range(MANY):
        taken, held = folder.take(email(number))
        assert taken is not None
        assert taken.draft is not None
        assert taken.draft.customer_name == f"Customer {number}"
        assert not held
        taken.discard()
    assert folder.look().newest == (), "somebody works on all that is left"


def test_the_newest_are_named_and_the_others_counted_but_for_those_that_somebody_works_on(tmp_path: Path) -> None:
    folder = at(tmp_path, WHEN + timedelta(hours=1))
    leave(folder, range(MANY))
    running = [folder.begin(email(0)) for _ in range(MANY)]
    for opened in running:
        opened.save(draft(0, opened.mark, WHEN + timedelta(minutes=30)))
    found = folder.look()
    newest = range(MANY - 1, MANY - 1 - NAMED, -1)
    assert [one.draft.customer_name for one in found.newest] == [f"Customer {number}" for number in newest]
    assert found.more == MANY - NAMED


def test_everything_that_is_too_old_goes_also_while_others_run(tmp_path: Path) -> None:
    leave(at(tmp_path), range(MANY))
    for number in range(MANY):
        of_before(tmp_path, MANY + number)
    later = at(tmp_path, WHEN + KEPT_FOR + timedelta(hours=1))
    running = [later.begin(email(number)) for number in range(60)]
    for number, opened in enumerate(running):
        opened.save(draft(number, opened.mark, later.now()))
    assert later.look().newest == ()
    kept = list(tmp_path.rglob("*.json"))
    assert len(kept) == len(running)
    assert not list(tmp_path.glob("*.lock"))
    assert len(list((tmp_path / "by_customer").iterdir())) == len(running), "no empty folders"


def test_what_versions_before_have_left_is_taken_up(tmp_path: Path) -> None:
    for number in range(MANY):
        of_before(tmp_path, number, WHEN + timedelta(seconds=number))
    folder = at(tmp_path, WHEN + timedelta(hours=1))
    found = folder.look()
    assert found.newest[0].draft.customer_name == f"Customer {MANY - 1}"
    assert found.more == MANY - NAMED
    taken, _ = folder.take(email(3))
    assert taken is not None
    assert taken.draft is not None
    assert taken.draft.customer_name == "Customer 3"
    assert folder.take(email(3)) == (None, True)
    taken.save(draft(3, taken.mark, folder.now()))
    taken.release()
    again, _ = folder.take(email(3))
    assert again is not None
    again.discard()
    assert folder.take(email(3)) == (None, False)


def calls(what: Callable[[], Any]) -> int:
    """How often anything is called in the meantime, by Python or by us."""
    count = 0

    def profile(_: Any, event: str, __: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        what()
    finally:
        sys.setprofile(before)
    return count


def test_signing_in_and_coming_up_cost_the_same_with_none_and_with_thousands(tmp_path: Path) -> None:
    folder = at(tmp_path)
    leave(folder, range(1))

    def sign_in() -> None:
        taken, _ = folder.take(email(0))
        assert taken is not None
        taken.release()
        folder.begin(email(-1)).discard()

    sign_in()  # what's imported for it is here now
    alone = calls(sign_in), calls(folder.may_hold_some)
    (one,) = (tmp_path / "by_customer").iterdir()
    for number in range(2_000):
        (tmp_path / "by_customer" / f"{number:032x}").mkdir()
    assert (calls(sign_in), calls(folder.may_hold_some)) == alone
    assert one.is_dir()


def test_a_name_tells_nobody_whose_it_is(tmp_path: Path) -> None:
    names = []
    for place in (tmp_path / "one", tmp_path / "other"):
        at(place).begin("kim@example.com").save(draft(1, "m"))
        (customer,) = (place / "by_customer").iterdir()
        names.append(customer.name)
        assert (place / "key").stat().st_mode & 0o777 == 0o600
    assert names[0] != names[1], "another key, another name: no list of addresses tells it"


@pytest.mark.parametrize("key", [b"", b"00", b"no hex at all", b"\xff" * 32, b"ab" * 33])
def test_a_key_that_is_none_is_made_anew(tmp_path: Path, key: bytes) -> None:
    (tmp_path / "key").write_bytes(key)
    folder = at(tmp_path)
    assert folder.take(email(0)) == (None, False)
    leave(folder, range(1))
    taken, _ = folder.take(email(0))
    assert taken is not None


def test_somebody_who_only_looks_keeps_nobody_from_taking_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = at(tmp_path)
    leave(folder, range(1))
    (path,) = tmp_path.rglob("*.json")
    looking = [hold(path)]

    def a_moment_later(_: float) -> None:
        lock = looking.pop()
        assert lock is not None
        lock.free(remove=True)

    monkeypatch.setattr(time, "sleep", a_moment_later)
    taken, held = folder.take(email(0))
    assert taken is not None
    assert not held


# ------------------------------------------------------------------------------------------ at once

PROCESSES = 20
LOOKS = 5
"""Of each, while the others begin or take up: as many as a hundred sessions have."""


def begin_at_once(place: Path, number: int, start: Any) -> str:
    """None has its key named before each has made one of its own."""

    def late(unfinished: Path, path: Path) -> None:
        start.wait()
        name_once(unfinished, path)

    vars(customer_folders)[name_once.__name__] = late
    start.wait()
    folder = at(place)
    opened = folder.begin(email(number // 2))
    opened.save(draft(number, opened.mark))
    for _ in range(LOOKS):
        folder.look()
    opened.release()
    return str(opened._path)


def take_at_once(place: Path, number: int, start: Any) -> str:
    start.wait()
    folder = at(place)
    for _ in range(LOOKS):
        folder.look()
    taken, _ = folder.take(email(number // 2))
    name = taken.draft.customer_name if taken is not None and taken.draft is not None else ""
    start.wait()  # all hold theirs to the end
    return name


def in_a_process(what: Callable[..., str], place: Path, number: int, start: Any, answers: Any) -> None:
    answers.put(what(place, number, start))


def at_once(what: Callable[..., str], place: Path) -> list[str]:
    """What each of many processes answers that begin at the same moment."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    start, answers = context.Barrier(PROCESSES), context.Queue()
    each = [
        context.Process(target=in_a_process, args=(what, place, number, start, answers)) for number in range(PROCESSES)
    ]
    for one in each:
        one.start()
    found = [answers.get(timeout=60) for _ in each]
    for one in each:
        one.join()
        assert one.exitcode == 0
    return found


def test_many_at_once_two_for_each_customer(tmp_path: Path) -> None:
    """All begin, then all take up what the others have left: each another one."""
    paths = at_once(begin_at_once, tmp_path)
    assert len(set(paths)) == PROCESSES
    assert len(list((tmp_path / "by_customer").iterdir())) == PROCESSES // 2, "one key for all"
    assert len(list(tmp_path.rglob("*.json"))) == PROCESSES
    assert not list(tmp_path.rglob("*.lock")), "nobody works any more"
    assert sorted(at_once(take_at_once, tmp_path)) == sorted(f"Customer {number}" for number in range(PROCESSES))
