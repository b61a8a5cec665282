"""What's typed before the first screen is there does the same as later, isn't shown, and the terminal comes back."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from typing import TYPE_CHECKING

import pytest

from app import arguments
from app.__main__ import WITHOUT_SCREEN
from tests.support.program.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

SANDBOX = [sys.executable, "-m", "app", "--sandbox"]
HANGING = """
import sys, time, types
sys.modules["app.cli"] = types.SimpleNamespace(main=lambda: time.sleep(60))
from app.__main__ import start
sys.exit(start())
"""
FAILING = """
import sys
sys.modules["app.cli"] = None  # importing it fails
from app.__main__ import start
start()
"""


def taken(terminal: Terminal) -> bool:
    """Whether the program has made the terminal silent."""
    return not terminal._modes()[3] & termios.ECHO


def given_back(terminal: Terminal) -> bool:
    return terminal._modes() == terminal.modes_before


@pytest.mark.parametrize(
    ("after", "keys", "leads_to"),
    [
        (0.0, "{tab}{enter}", "Linked devices"),
        (0.0, "{ctrl+q}", r"Quit\?"),
        (0.05, "{tab}{backtab}{enter}", "Linked devices"),
        (0.05, "{f1}", "Close"),
        (0.12, "{enter}", "Linked devices"),
        (0.12, "{ctrl+q}", r"Quit\?"),
        (0.0, "{enter}{f4}kïm@example.com", r"E-mail +kïm@example.com"),
        (0.12, "{enter}{f4}kïm@example.com", r"E-mail +kïm@example.com"),
    ],
)
def test_keys_wait_for_the_first_screen(tmp_path: Path, after: float, keys: str, leads_to: str) -> None:
    """`after`: seconds from the moment on at which the terminal is the program's. Each kind of key: by itself, behind
    others, as a command of the window's, as a sequence.
    """
    with Terminal(SANDBOX, folder=tmp_path) as terminal:
        while not taken(terminal):
            time.sleep(0.001)
        time.sleep(after)
        terminal.keys(keys)
        terminal.wait(leads_to)
        assert terminal.raw.startswith(b"\x1b[?1049h"), "nothing was echoed before"


@pytest.mark.parametrize("keys", ["{enter}", "{tab}{enter}"])
def test_even_what_was_there_before_the_program_counts(tmp_path: Path, keys: str) -> None:
    """The kernel has made a line feed of Enter by then."""
    with Terminal(["sh", "-c", f"read go; exec {' '.join(SANDBOX)}"], folder=tmp_path) as terminal:
        terminal.send("go\r")
        terminal.keys(keys)
        terminal.wait("Linked devices")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_while_imports_hang_gives_the_terminal_back(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal([sys.executable, "-c", HANGING], folder=tmp_path) as terminal:
        terminal.wait(lambda: taken(terminal))
        terminal.signal(number)
        assert terminal.exit_code() == 128 + number
        assert given_back(terminal)


def test_ctrl_c_ends_imports_that_hang(tmp_path: Path) -> None:
    with Terminal([sys.executable, "-c", HANGING], folder=tmp_path) as terminal:
        terminal.wait(lambda: taken(terminal))
        terminal.keys("{ctrl+c}")
        assert terminal.exit_code() == 128 + signal.SIGINT
        assert given_back(terminal)


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        ([sys.executable, "-c", FAILING], 1, b"ModuleNotFoundError"),
        ([sys.executable, "-m", "app"], 2, b"northe_url"),
        ([sys.executable, "-m", "app", "--bogus"], 2, b"--bogus"),
        ([sys.executable, "-m", "app", "--sandbox", "--world", "nowhere.toml"], 2, b"nowhere.toml"),
        ([sys.executable, "-m", "app", "--hel"], None, b""),
    ],
)
def test_whatever_stops_it_gives_the_terminal_back(
    tmp_path: Path, command: list[str], code: int | None, says: bytes
) -> None:
    with Terminal(command, folder=tmp_path) as terminal:
        assert terminal.exit_code() == code or code is None
        assert given_back(terminal)
        assert says in terminal.raw
        assert b"\x1b[?1049h" not in terminal.raw


@pytest.mark.parametrize("option", ["--help", "--version", "doctor"])
def test_without_a_screen_the_terminal_is_left_alone(tmp_path: Path, option: str) -> None:
    code = (
        "import sys, termios\n"
        "from app.terminal import before_textual\n"
        "early.take = lambda: print('taken')\n"
        "from app.__main__ import start\n"
        f"sys.argv = ['northe-activate', {option!r}]\n"
        "start()\n"
    )
    with Terminal([sys.executable, "-c", code], folder=tmp_path) as terminal:
        terminal.exit_code()
        assert b"taken" not in terminal.raw


def test_in_the_background_nobody_is_stopped_by_it(tmp_path: Path) -> None:
    """Whoever sets modes from the background is stopped by the kernel: the program waits till it's in front."""
    code = (
        "import os, sys\n"
        "from app.terminal import before_textual\n"
        "if os.fork() == 0:\n"
        "    os.setpgid(0, 0)\n"
        "    before_textual.take()\n"
        "    os._exit(7)\n"
        "_, status = os.waitpid(-1, os.WUNTRACED)\n"
        "print('exited' if os.WIFEXITED(status) else 'stopped')\n"
    )
    with Terminal([sys.executable, "-c", code], folder=tmp_path) as terminal:
        assert terminal.exit_code() == os.EX_OK
        assert b"exited" in terminal.raw


def test_it_knows_the_words_with_which_no_screen_comes() -> None:
    assert {arguments.DOCTOR, arguments.SANDBOX} <= WITHOUT_SCREEN
