"""The program's version, in one place that the build, `--version` and the clouds' user agent read."""

from __future__ import annotations

VERSION = "0.1.0"
