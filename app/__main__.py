"""What starts the program, as `northe-activate` and as `python -m app`: what can't wait comes before all imports."""

from __future__ import annotations

import sys

WITHOUT_SCREEN = frozenset({"doctor", "sandbox", "-h", "--help", "--version"})
"""Words on the command line with which no wizard opens."""


def start() -> int:
    """Runs the program on the command line that it was started with, and hands out its exit code."""
    from app.terminal import before_textual

    if not WITHOUT_SCREEN.intersection(sys.argv):
        before_textual.take()
    try:
        from app.memory_privacy import keep_memory_private

        keep_memory_private()
        from app.cli import main

        return main()
    finally:
        before_textual.give_back()


if __name__ == "__main__":
    sys.exit(start())
