"""How many colours there are is found out, and the screens make do with none."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from app.terminal.colours import depth_of
from app.terminal.no_colours import NoColours
from screens.look.depth import Depth
from screens.look.palette import DARK, LIGHT, palette
from tests.support.program.terminal import Terminal

TERMINFO = ("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo")
MANY, SIXTEEN, UNWANTED, NONE = Depth.MANY, Depth.SIXTEEN, Depth.UNWANTED, Depth.NONE

TABLE = [
    ({"TERM": "xterm-256color"}, 256, MANY),
    ({"TERM": "xterm-256color"}, None, MANY),  # a host without entries
    ({"TERM": "tmux-256color"}, 256, MANY),
    ({"TERM": "xterm-direct"}, 0x1000000, MANY),
    ({"TERM": "xterm-kitty"}, None, MANY),
    ({"TERM": "alacritty"}, 256, MANY),  # by its entry alone
    ({"TERM": "alacritty"}, None, SIXTEEN),
    ({"TERM": "alacritty", "COLORTERM": "truecolor"}, None, MANY),
    ({"TERM": "xterm", "COLORTERM": "24bit"}, 8, MANY),
    ({"TERM": "xterm", "COLORTERM": "yes"}, 8, SIXTEEN),
    ({"TERM": "xterm"}, 8, SIXTEEN),
    ({"TERM": "linux"}, 8, SIXTEEN),
    ({"TERM": "rxvt-16color"}, 16, SIXTEEN),
    ({"TERM": "vt100"}, 0, NONE),
    ({"TERM": "vt220"}, 0, NONE),
    ({}, None, SIXTEEN),
    ({"TERM": "xterm-256color", "NO_COLOR": "1"}, 256, UNWANTED),
    ({"TERM": "xterm", "NO_COLOR": "0"}, 8, UNWANTED),
    ({"TERM": "xterm", "NO_COLOR": ""}, 8, SIXTEEN),  # no-color.org: an empty one says nothing
    ({"TERM": "vt100", "NO_COLOR": "1"}, 0, NONE),
]


@pytest.mark.parametrize(("environ", "in_terminfo", "depth"), TABLE)
def test_how_many_there_are(environ: dict[str, str], in_terminfo: int | None, depth: Depth) -> None:
    assert depth_of(environ, in_terminfo) is depth


def test_the_database_is_asked() -> None:
    """In a process of its own each: curses keeps its first answer."""
    code = "import sys; from app.terminal.driver.terminfo import read_colours; print(read_colours(sys.argv[1], 1))"
    found = {}
    for term in ("xterm-256color", "vt100", "no-such-terminal"):
        done = subprocess.run([sys.executable, "-c", code, term], capture_output=True, text=True, check=True)
        found[term] = done.stdout.strip()
    assert found == {"xterm-256color": "256", "vt100": "0", "no-such-terminal": "None"}


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_without_colours_what_matters_stays_apart(name: str) -> None:
    """What has the focus, what can be pressed or typed into, what comes next: each looks like nothing else."""
    colours = palette(name, NONE)
    bold = {"action", "focus"}
    parts = [
        Segment(role, Style(color=getattr(colours, f"{role}_text"), bgcolor=getattr(colours, role), bold=role in bold))
        for role in ("field", "action", "focus")
    ]
    ground = Segment("ground", Style(color=colours.text, bgcolor=colours.ground))
    seen = [one.style for one in NoColours(colours, codes=False).apply([ground, *parts], Color(0, 0, 0))]
    assert all(one is not None and one.color is None and one.bgcolor is None for one in seen)
    assert len(set(seen)) == 4
    assert [one.reverse for one in seen if one is not None] == [None, None, None, True], "only what has the focus"


@pytest.mark.wire
@pytest.mark.parametrize("environ", [{"TERM": "vt100"}, {"TERM": "xterm", "NO_COLOR": "1"}], ids=["none", "unwanted"])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_without_colours_attributes_say_it(theme: str, environ: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "--sandbox", "--theme", theme]
    with Terminal(command, folder=tmp_path, environ=environ) as terminal:
        terminal.wait("Begin")
        terminal.settle()
        assert re.search(rb"\x1b\[[0-9;]*7[0-9;]*m \[ Begin \] ", terminal.raw), "what has the focus is reversed"
        terminal.keys("{f10}")
        terminal.wait("Linked devices")
        terminal.keys("{f4}")
        terminal.wait("Partner key")
        terminal.settle()
        assert re.search(rb"\x1b\[[0-9;]*4m( {50}| \x1b\[5\db)", terminal.raw), "where one types is underlined"
        if "NO_COLOR" in environ:
            return  # there the code before was black on white
        assert not re.search(rb"\x1b\[([0-9]+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", terminal.raw), "no colours"


@pytest.mark.wire
def test_colours_by_the_entry_alone(tmp_path: Path) -> None:
    """Rich knows this one by no name of its own, and would send sixteen."""
    if not any(Path(folder, "a", "alacritty").exists() for folder in TERMINFO):
        pytest.skip("this host has no entry for it")
    with Terminal(
        [sys.executable, "-m", "app", "--sandbox"], folder=tmp_path, environ={"TERM": "alacritty"}
    ) as terminal:
        terminal.wait("Begin")
        assert b"38;5;" in terminal.raw
        assert b"38;2;" not in terminal.raw
