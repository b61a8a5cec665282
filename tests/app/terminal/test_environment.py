from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app.terminal.environment import prepare_environment
from screens.look.depth import Depth


def test_what_the_person_has_set_stays() -> None:
    environ = {"ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "basic"}
    prepare_environment(environ)
    assert environ == {
        "ESCDELAY": "25", "TEXTUAL_ANIMATIONS": "basic", "TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_COLOR_SYSTEM": "256"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("depth", "system"), [(Depth.MANY, "256"), *((depth, "standard") for depth in Depth if depth is not Depth.MANY)]
)
def test_no_more_colours_are_sent_than_there_are(depth: Depth, system: str) -> None:
    environ = {"COLORTERM": "truecolor"}
    prepare_environment(environ, depth)
    assert environ["TEXTUAL_COLOR_SYSTEM"] == system


def test_nothing_that_writes_down_keys_or_screens_is_left() -> None:
    environ = {"TEXTUAL": "devtools,debug", "TEXTUAL_LOG": "keys.log", "TEXTUAL_SCREENSHOT": "3", "NO_COLOR": "1"}
    prepare_environment(environ)
    assert set(environ) == {"TEXTUAL_ANIMATIONS", "TEXTUAL_DISABLE_KITTY_KEY", "TEXTUAL_COLOR_SYSTEM", "ESCDELAY"}


def test_textual_understands_it() -> None:
    """The names are Textual's own: it is asked, in a process that has not imported it yet."""
    code = (
        "import os; from app.terminal.environment import prepare_environment as go; go(os.environ)\n"
        "from textual import constants as c\n"
        "print(c.TEXTUAL_ANIMATIONS, c.DISABLE_KITTY_KEY, c.ESCAPE_DELAY, c.LOG_FILE, c.COLOR_SYSTEM)"
    )
    environ = {**os.environ, "TEXTUAL_LOG": "keys.log"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["none", "True", "0.5", "None", "256"]
