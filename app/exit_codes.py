"""What the program tells its caller when it ends, since scripts and support go by the exit code."""

from __future__ import annotations

from enum import IntEnum

SIGNALLED = 128
"""Ended by signal n: the exit code is this plus n, as shells count (SIGINT 130, SIGHUP 129, SIGTERM 143)."""


class Exit(IntEnum):
    """The exit codes. README and `--help` list them; a test holds the three together."""

    DONE = 0
    CRASHED = 1
    WRONG_USE = 2
    NO_TERMINAL = 3
    UNUSABLE_FILES = 4
    PORT_UNUSABLE = 5
    UNWELL = 6
