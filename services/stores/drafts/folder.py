"""The folder of unfinished activations: what's there, whose it is, and one of them opened for this session.

Installers may share an account, and so this folder. Drafts lie in a folder for each customer (`names`); those of
versions before that lie beside these, and go within two days.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from services.stores.atomic_files import replace_whole
from services.stores.drafts.customer_folders import BY_CUSTOMER, folder_of, made_folder_of, told_apart
from services.stores.drafts.draft import LARGEST, DraftBroken, DraftTooNew, is_of, mark_of, read, written
from services.stores.drafts.lock import Lock, hold, is_free, let_go, lock_of, taken
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.contracts.drafts import Draft, FreeDraft, FreeDrafts


KEPT_FOR = timedelta(hours=48)
"""An activation that was broken off is taken up the same day or the next; longer than that nobody's data is kept."""

_LEFT_BEHIND = {".part": timedelta(minutes=5), ".broken": KEPT_FOR}
"""Endings of what nobody will read any more, and the age at which it goes."""

AHEAD = 300.0
"""Seconds. Written later than that from now, it was by a clock that was wrong: its days are counted from now on."""

NAMED = 3
"""Drafts that a look reads, the newest; the others are only counted."""

LOOKS, BETWEEN = 5, 0.02
"""For a draft that is free, and the seconds from one to the next: what another session only tries is free at once."""

TRIES = 50
"""For a place for a new one, which others may clear away before anything is in it."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class OpenDraft:
    """The draft that this session writes. `draft` is what it held when it was opened: None for a new one."""

    _path: Path
    _lock: Lock
    mark: str
    draft: Draft | None = None
    _last: Draft | None = field(default=None, init=False)

    def save(self, draft: Draft) -> None:
        """Writes it, if anything but the time is new. Raises `OSError`; then what was there before is there still."""
        if self._last is not None and _content(self._last) == _content(draft):
            return
        replace_whole(self._path, written(draft))
        saved = draft.saved_at.timestamp()
        os.utime(self._path, (saved, saved))  # a look tells by it which ones are the newest, without reading any
        self._last = draft

    def discard(self) -> None:
        """It's finished or not wanted any more: nothing of it stays, unless the disk has become read-only."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """This session goes; the draft stays, if one was written."""
        let_go(self._path, self._lock)


class DraftFolder:
    """Made with the first draft, for its owner only. `now`: the time, UTC."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        self._folder = folder
        self.now = now

    def look(self) -> FreeDrafts:
        """What's unfinished. Clears away what's too old, and sets aside what can't be read.

        It takes as long as there's much in the folder: not for the event loop.
        """
        from services.contracts.drafts import FreeDraft, FreeDrafts  # off the way to the first paint

        free = sorted((one for folder in self._folders() for one in self._sorted_out(folder)), reverse=True)
        newest: list[FreeDraft] = []
        remarks: list[Message] = []
        looked_at = 0
        for _, path in free:
            if len(newest) == NAMED:
                break
            looked_at += 1
            draft = self._judge(path, remarks)
            if draft is not None:
                newest.append(FreeDraft(draft, str(path)))
        return FreeDrafts(tuple(newest), len(free) - looked_at, tuple(remarks))

    def may_hold_some(self) -> bool:
        """Whether a look may find something, told by one call, however much there is."""
        with suppress(OSError), os.scandir(self._folder / BY_CUSTOMER) as entries:
            return next(entries, None) is not None
        return False

    def take(self, email: str) -> tuple[OpenDraft | None, bool]:
        """The customer's newest free draft, opened for this session; or None, and whether another session holds one.

        Looks again for a tenth of a second where one is held: not for the event loop.
        """
        if not told_apart(self._folder):
            self._gather()
        for again in range(LOOKS):
            if again:
                time.sleep(BETWEEN)
            held = False
            for path in self._of(email):
                if self._own(path, email) is None:
                    continue
                lock = hold(path)
                if lock is None:
                    held = True
                    continue
                draft = self._own(path, email)  # the session before may just have written it, or thrown it away
                if draft is not None:
                    return OpenDraft(path, lock, draft.mark, draft), False
                let_go(path, lock)
            if not held:
                break
        return None, held

    def begin(self, email: str) -> OpenDraft:
        """A new one, with nothing in it yet. Raises `OSError`."""
        import secrets  # off the way to the first paint

        why: OSError = FileNotFoundError(f"no place for a draft in {self._folder}")
        for _ in range(TRIES):
            try:
                path = made_folder_of(self._folder, email) / f"{secrets.token_hex(6)}.json"
                lock = taken(lock_of(path))
            except (FileNotFoundError, FileExistsError) as error:
                why = error  # another session may just have cleared the empty folder away
            else:
                if lock is not None:
                    return OpenDraft(path, lock, mark_of(email, secrets.token_hex(8)))
        raise why

    def forget(self, one: FreeDraft) -> None:
        """Removes it, unless another session has taken it up meanwhile."""
        self._drop(Path(one.place))

    # ------------------------------------------------------------------------------------------ files

    def _folders(self) -> Iterator[Path]:
        yield self._folder
        for entry in _entries(self._folder / BY_CUSTOMER):
            yield self._folder / BY_CUSTOMER / entry.name

    def _gather(self) -> None:
        """The key is lost: drafts go to where they're looked for by what's in them, before there's a new one."""
        for folder in self._folders():
            for entry in _entries(folder) if folder != self._folder else ():
                path = folder / entry.name
                lock = hold(path) if path.suffix == ".json" else None
                if lock is not None:
                    with suppress(OSError):  # another session was quicker
                        path.rename(self._folder / path.name)
                    let_go(path, lock)

    def _of(self, email: str) -> list[Path]:
        """The customer's drafts, newest first; with those of versions before, which may be anybody's."""
        own = folder_of(self._folder, email)
        found = [
            (_modified(entry), folder / entry.name)
            for folder in (self._folder, own)
            if folder is not None
            for entry in _entries(folder)
            if entry.name.endswith(".json")
        ]
        return [path for _, path in sorted(found, reverse=True)]

    def _own(self, path: Path, email: str) -> Draft | None:
        with suppress(OSError, DraftBroken, DraftTooNew):
            draft = _read(path)
            if is_of(draft, email) and not self._expired(draft.saved_at):
                return draft
        return None

    def _sorted_out(self, folder: Path) -> Iterator[tuple[float, Path]]:
        """The drafts in a folder that nobody works on, with their times.

        Drafts that are too old go, and what sessions that were killed have left behind.
        """
        entries = {entry.name: entry for entry in _entries(folder)}
        empty = folder != self._folder
        for name, entry in entries.items():
            path = folder / name
            if path.suffix == ".lock" and path.with_suffix(".json").name not in entries:
                is_free(path.with_suffix(".json"))
            elif path.suffix == ".json":
                modified = _modified(entry)
                if self._age(path, modified) > KEPT_FOR.total_seconds():
                    self._drop(path)
                    continue
                empty = False
                if lock_of(path).name not in entries or is_free(path):
                    yield modified, path
            elif (kept_for := _LEFT_BEHIND.get(path.suffix)) is not None and (
                self._age(path, _modified(entry)) > kept_for.total_seconds()
            ):
                with suppress(OSError):
                    path.unlink()
        if empty:
            with suppress(OSError):  # something is in it, or has just come
                folder.rmdir()

    def _judge(self, path: Path, remarks: list[Message]) -> Draft | None:
        try:
            draft = _read(path)
        except DraftTooNew:
            remarks.append(Message("drafts.too_new", {"path": path}))
            return None
        except DraftBroken:
            aside = path.with_suffix(".broken")
            with suppress(OSError):
                path.replace(aside)
                remarks.append(Message("drafts.broken", {"path": aside}))
            return None
        except OSError:
            return None
        if self._expired(draft.saved_at):  # its file is younger: a copy, or put back from a backup
            self._drop(path)
            return None
        return draft

    def _drop(self, path: Path) -> None:
        """Removes a draft that nobody holds."""
        lock = hold(path)
        if lock is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            let_go(path, lock)

    def _age(self, path: Path, modified: float) -> float:
        """Seconds, by a file's time; one that hasn't come yet is set to now."""
        now = self.now().timestamp()
        if modified > now + AHEAD:
            with suppress(OSError):
                os.utime(path, (now, now))
        return now - modified

    def _expired(self, saved_at: datetime) -> bool:
        return self.now() - saved_at > KEPT_FOR


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _modified(entry: os.DirEntry[str]) -> float:
    """Seconds since 1970; now for a file that has just gone, so that nobody takes it for an old one."""
    try:
        return entry.stat(follow_symlinks=False).st_mtime
    except OSError:
        return time.time()


def _read(path: Path) -> Draft:
    with path.open("rb") as file:
        return read(file.read(LARGEST + 1))


def _content(draft: Draft) -> tuple[object, ...]:
    return draft.customer_name, draft.typed, draft.answered, draft.skipped
