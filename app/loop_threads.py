"""Threads that do for asyncio what can't be waited for in the loop, such as asking for an address, and a way past them.

Nobody can break off a question to a name server, only leave it behind; Python would wait until the last one is asked.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

PROMPT_WITHIN = 0.3
"""Seconds that threads have to end after the last words."""

_NAME = "beside-the-loop"


def loop_threads() -> ThreadPoolExecutor:
    """Threads for the loop's default executor, which `leave_behind` needn't wait for."""
    return ThreadPoolExecutor(thread_name_prefix=_NAME)


def leave_behind(threads: ThreadPoolExecutor, code: int) -> None:
    """Ends the process with `code` if one of them doesn't end. To be called once all is said and given back."""
    threads.shutdown(wait=False, cancel_futures=True)
    if not _hang():
        return
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, or nobody takes it
            stream.flush()
    os._exit(code)


def _hang() -> bool:
    end = time.monotonic() + PROMPT_WITHIN
    threads = [thread for thread in threading.enumerate() if thread.name.startswith(_NAME)]
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    return any(thread.is_alive() for thread in threads)
