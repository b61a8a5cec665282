"""The standard library's curses: fields drawn by hand, the cursor moved by it."""

from __future__ import annotations

import curses

from tests.benchmarks.forms import BUTTONS, LABELS, TITLE

LEFT, TOP, WIDTH = 20, 3, 50


def form(screen: curses.window) -> None:
    """Until Ctrl+Q."""
    curses.raw()
    values = [""] * len(LABELS)
    at = 0
    screen.addstr(1, 2, TITLE, curses.A_BOLD)
    for row, label in enumerate(LABELS):
        screen.addstr(TOP + 2 * row, 2, label)
        screen.addstr(TOP + 2 * row, LEFT, " " * WIDTH, curses.A_REVERSE)
    screen.addstr(TOP + 2 * len(LABELS) + 1, LEFT, "  ".join(f"[ {button} ]" for button in BUTTONS))
    while True:
        screen.move(TOP + 2 * at, LEFT + len(values[at]))
        screen.refresh()
        key = screen.getch()
        if key == ord("\x11"):
            return
        if key == ord("\t"):
            at = (at + 1) % len(LABELS)
        elif ord(" ") <= key <= ord("~"):
            screen.addstr(TOP + 2 * at, LEFT + len(values[at]), chr(key), curses.A_REVERSE)
            values[at] += chr(key)


if __name__ == "__main__":
    curses.wrapper(form)
