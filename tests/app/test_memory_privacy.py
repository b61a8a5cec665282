"""What's in memory is for the program alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.program.terminal import ROOT

CODE = """
import ctypes, os, resource
from app.memory_privacy import keep_memory_private

resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, resource.RLIM_INFINITY))
for _ in range(2):
    keep_memory_private()
print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
print(os.readlink("/proc/self/fd/1") != "")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_neither_the_kernel_nor_another_process_may_write_it_down() -> None:
    """PR_GET_DUMPABLE is 3; the program itself still sees what it has open."""
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("(0, 0) 0\nTrue\n", "")
