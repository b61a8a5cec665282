"""The folder of unfinished activations: what's there, whose it is, and one of them opened for this session."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from services.drafts.draft import Draft, DraftBroken, DraftTooNew, mark_of, read, written
from services.drafts.lock import Lock, taken
from services.whole_files import private_folder, replace_whole
from services.words import Message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEPT_FOR = timedelta(hours=48)
"""An activation that was broken off is taken up the same day or the next; longer than that nobody's data is kept."""

_LEFT_BEHIND = {".part": timedelta(minutes=5), ".broken": KEPT_FOR}
"""Endings of what nobody will read any more, and the age at which it goes."""

MOST = 50
"""Files that are looked at; more than a host's installers leave in two days."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A draft that nobody works on, and the name it's filed under."""

    draft_id: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class Found:
    """What a look into the folder shows: drafts, newest first, and a sentence for each file that's none."""

    unfinished: tuple[Unfinished, ...] = ()
    remarks: tuple[Message, ...] = ()


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
        self._last = draft

    def discard(self) -> None:
        """It's finished or not wanted any more: nothing of it stays."""
        self._path.unlink(missing_ok=True)
        self._lock.free(remove=True)

    def release(self) -> None:
        """This session goes; the draft stays, if one was written."""
        self._lock.free(remove=not self._path.exists())


class DraftFolder:
    """Made with the first draft, for its owner only. `now`: the time, UTC."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = _now) -> None:
        self._folder = folder
        self.now = now

    def look(self) -> Found:
        """What's unfinished. Clears away what's too old, and sets aside what can't be read."""
        unfinished: list[Unfinished] = []
        remarks: list[Message] = []
        self._tidy()
        for draft_id in self._ids():
            lock = self._lock(draft_id)
            if lock is None:
                continue  # another session is at work on it
            try:
                draft = self._judge(draft_id, remarks)
            finally:
                lock.free(remove=not self._file(draft_id).exists())
            if draft is not None:
                unfinished.append(Unfinished(draft_id, draft))
        unfinished.sort(key=lambda one: one.draft.saved_at, reverse=True)
        return Found(tuple(unfinished), tuple(remarks))

    def take(self, email: str) -> tuple[OpenDraft | None, bool]:
        """The customer's newest free draft, opened for this session; or None, and whether another session holds one."""
        held = False
        mine: list[Unfinished] = []
        for draft_id in self._ids():
            try:
                draft = read(self._file(draft_id).read_bytes())
            except (OSError, DraftBroken, DraftTooNew):
                continue
            if draft.belongs_to(email) and not self._expired(draft):
                mine.append(Unfinished(draft_id, draft))
        for one in sorted(mine, key=lambda one: one.draft.saved_at, reverse=True):
            lock = self._lock(one.draft_id)
            if lock is not None:
                return OpenDraft(self._file(one.draft_id), lock, one.draft.mark, one.draft), False
            held = True
        return None, held

    def begin(self, email: str) -> OpenDraft:
        """A new one, with nothing in it yet. Raises `OSError`."""
        import secrets  # off the way to the first paint

        private_folder(self._folder)
        while True:
            draft_id = secrets.token_hex(6)
            lock = taken(self._folder / f"{draft_id}.lock")
            if lock is not None:
                return OpenDraft(self._file(draft_id), lock, mark_of(email, secrets.token_hex(8)))

    def forget(self, draft_id: str) -> None:
        """Removes one, unless another session has taken it up meanwhile."""
        lock = self._lock(draft_id)
        if lock is not None:
            self._file(draft_id).unlink(missing_ok=True)
            lock.free(remove=True)

    # ------------------------------------------------------------------------------------------ files

    def _file(self, draft_id: str) -> Path:
        return self._folder / f"{draft_id}.json"

    def _ids(self) -> list[str]:
        try:
            return sorted(path.stem for path in self._folder.glob("*.json"))[:MOST]
        except OSError:
            return []

    def _lock(self, draft_id: str) -> Lock | None:
        try:
            return taken(self._folder / f"{draft_id}.lock")
        except OSError:
            return None

    def _judge(self, draft_id: str, remarks: list[Message]) -> Draft | None:
        path = self._file(draft_id)
        try:
            draft = read(path.read_bytes())
        except DraftTooNew:
            remarks.append(Message("drafts.too_new", {"path": path}))
            return None
        except DraftBroken:
            aside = path.with_suffix(".broken")
            path.replace(aside)
            remarks.append(Message("drafts.broken", {"path": aside}))
            return None
        except OSError:
            return None
        if self._expired(draft):
            path.unlink(missing_ok=True)
            return None
        return draft

    def _tidy(self) -> None:
        """What sessions that were killed, and drafts that couldn't be read, have left behind."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.suffix == ".lock" and not self._file(path.stem).exists():
                    lock = self._lock(path.stem)
                    if lock is not None:
                        lock.free(remove=True)
                elif path.suffix in _LEFT_BEHIND and self._age(path) > _LEFT_BEHIND[path.suffix]:
                    path.unlink(missing_ok=True)

    def _age(self, path: Path) -> timedelta:
        return self.now() - datetime.fromtimestamp(path.stat().st_mtime, UTC)

    def _expired(self, draft: Draft) -> bool:
        return self.now() - draft.saved_at > KEPT_FOR


def _content(draft: Draft) -> tuple[object, ...]:
    return draft.customer_name, draft.typed, draft.answered, draft.skipped
