"""The driver of the program, and beside it a record of what Textual gave it to paint: the yardstick for what it sends.

Named in TEXTUAL_DRIVER, it writes `RECORD` into the folder that the program is started in.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from app.terminal.driver.frugal_driver import FrugalDriver

RECORD = "textual-output.jsonl"


class RecordingDriver(FrugalDriver):
    """As the wizard's own, with a witness."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._record = Path(RECORD).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - as long as the program

    def write(self, data: str) -> None:
        self._record.write(json.dumps([*self._app.size, data]) + "\n")
        super().write(data)


class Written(NamedTuple):
    """One write of Textual, and the size of the screen that it's for."""

    columns: int
    lines: int
    data: str


def recorded_writes(folder: Path, since: int = 0) -> list[Written]:
    """What has been written so far, without the first `since` writes; whole lines only."""
    text = (folder / RECORD).read_text("utf-8")
    return [Written(*json.loads(line)) for line in text.splitlines(keepends=True)[since:] if line.endswith("\n")]
