"""Keeps what the program holds in memory to the program: no core dump, and no other process may look into it.

A fleet member ID, a partner key and an account number are in memory while somebody types them. A crash in a library
written in C would have the kernel write all memory to the disk, and any program of the same Unix account could read it.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4
"""Of prctl(2)."""


def keep_memory_private() -> None:
    """Call it before anything is typed. Where the system has no such thing, the rest still counts.

    The limit alone isn't enough: where core dumps go to a program (core(5), "piping core dumps"), it doesn't count.
    Not being dumpable also shuts ptrace(2) and `/proc/PID/mem` to everybody but root.
    """
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
