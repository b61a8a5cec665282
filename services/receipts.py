"""Keeps receipts of finished activations as files: whole or not at all, for this user only, never over another one."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING

from services.whole_files import private_folder, settle, unfinished_file

if TYPE_CHECKING:
    from pathlib import Path

    from services.contracts import Clock

LONGEST_STEM = 60
MOST_NAMESAKES = 1000
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


class ReceiptFolder:
    """`services.contracts.Receipts`. The folder is made with the first receipt, readable by its owner only."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def save(self, text: str, stem: str) -> Path:
        """Writes a receipt and answers with its path: `stem`, made fit for a file name, and the time of day (UTC).

        Raises `OSError`; then there's no file, not even half a one.
        """
        private_folder(self._folder)
        with unfinished_file(self._folder, text) as unfinished:
            return self._name(unfinished, stem)

    def _name(self, unfinished: Path, stem: str) -> Path:
        """Gives the file its name. A link, unlike a rename, never replaces what's there."""
        first = f"{_fit(stem)}-{self._clock.now():%H%M%SZ}"
        for number in range(1, MOST_NAMESAKES):
            path = self._folder / (f"{first}.txt" if number == 1 else f"{first}-{number}.txt")
            try:
                _give_name(unfinished, path)
            except FileExistsError:
                continue
            settle(self._folder)
            return path
        raise FileExistsError(f"too many receipts of one second: {first}")


def _give_name(unfinished: Path, path: Path) -> None:
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is taken first, then the file put in its place.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            unfinished.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


def _fit(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return _NOT_IN_NAMES.sub("-", plain).strip("-")[:LONGEST_STEM].rstrip("-") or "receipt"
