"""The real clock, behind the Protocol that lets tests and pictures hold time still."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class SystemClock:
    """This machine's time. It may be wrong: spans are measured with `monotonic`."""

    def now(self) -> datetime:
        """UTC, as this machine believes."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment; never runs backwards."""
        return time.monotonic()
