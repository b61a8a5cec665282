"""What happens when the program meets what it didn't expect: a report without secrets, and a page to act on."""

from __future__ import annotations

import os
import platform
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.version import VERSION

if TYPE_CHECKING:
    from pathlib import Path

    from services.text.words import Words


def report(error: BaseException, when: datetime) -> str:
    """Where it happened, by files, lines and types. No messages and no values: they may hold what's secret."""
    lines = [f"northe-activate {VERSION}", f"Python {platform.python_version()}", f"{when:%Y-%m-%d %H:%M:%S} UTC", ""]
    link: BaseException | None = error
    told: list[BaseException] = []
    while link is not None and link not in told:
        told.append(link)
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame in traceback.extract_tb(link.__traceback__):
            place = "/".join(frame.filename.replace("\\", "/").split("/")[-3:])
            lines.append(f"  {place}:{frame.lineno} in {frame.name}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
        if link is not None and link not in told:  # errors may cause each other in a circle
            lines.append("because of")
    return "\n".join(lines) + "\n"


def code(error: BaseException) -> str:
    """A short code for support, the same for the same fault: type and place."""
    import hashlib

    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}" if last else ""
    return hashlib.sha256(f"{type(error).__qualname__}@{place}@{VERSION}".encode()).hexdigest()[:8].upper()


def page(error: BaseException, words: Words, folder: Path, *, signed_out: bool, kept: bool) -> str:
    """Writes the report and says what happened, what's saved and how to go on."""
    when = datetime.now(UTC)
    try:
        path = _write(folder / "crashes", f"{when:%Y%m%d-%H%M%S}-{code(error)}.txt", report(error, when))
        saved = words.t("crash.saved", path=path)
    except OSError:
        saved = words.t("crash.not_saved")
    account = words.t("crash.signed_out" if signed_out else "crash.not_signed_out")
    again = words.t("crash.again_kept" if kept else "crash.again")
    return "\n".join([words.t("crash.what", code=code(error)), account, again, saved, words.t("crash.next")])


def _write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    return path
