"""Keeps receipts of finished activations as files: whole or not at all, for this user only, never over another one."""

from __future__ import annotations

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING

from services.stores.atomic_files import name_once, private_folder, settle, unfinished_file

if TYPE_CHECKING:
    from pathlib import Path

    from services.contracts import Clock

LONGEST_STEM = 60
COUNTED = 9
"""Receipts of one name and second that are numbered. Where there are more, chance tells them apart."""

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
        numbers = (f"-{number}" for number in range(2, COUNTED + 1))
        for ending in ("", *numbers, f"-{secrets.token_hex(8)}"):
            path = self._folder / f"{first}{ending}.txt"
            try:
                name_once(unfinished, path)
            except FileExistsError:
                continue
            settle(self._folder)
            return path
        raise FileExistsError(f"no name is free for {first}")


def _fit(stem: str) -> str:
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return _NOT_IN_NAMES.sub("-", plain).strip("-")[:LONGEST_STEM].rstrip("-") or "receipt"
