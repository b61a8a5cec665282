"""Bold is a brighter colour in xterm, tmux, PuTTY and others where there are sixteen: black turns grey."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from app.terminal.driver.cells import PLAIN, restyle
from app.terminal.sixteen_colours import NoBoldDark
from tests.support.program.journey_keys import WORLD as QUICK
from tests.support.program.journey_keys import (
    answer_box_type,
    answer_charge_site,
    connect,
    finish,
    opened,
    sign_in,
    skip_bank_account,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.program.terminal import Terminal

colours = st.builds(RichColor.from_rgb, *[st.integers(0, 255)] * 3) | st.builds(RichColor.from_ansi, st.integers(0, 15))
styles = st.builds(
    Style,
    color=st.none() | colours,
    bgcolor=st.none() | colours,
    bold=st.none() | st.booleans(),
    underline=st.none() | st.booleans(),
    reverse=st.none() | st.booleans(),
)


def brightened(parameters: list[str]) -> list[str]:
    """Of SGR sequences one after the other: those after which something bold would be written in a dark colour."""
    style, wrong = PLAIN, []
    for one in parameters:
        style = restyle(style, one)
        if "1" in style.attributes and re.fullmatch("3[0-7]", style.foreground):
            wrong.append(f"{one}: {style}")
    return wrong


def rendered(segments: list[Segment]) -> str:
    """As it's sent to a terminal of sixteen colours."""
    console = Console(file=io.StringIO(), color_system="standard", force_terminal=True, _environ={})
    return "".join(
        segment.style.render(segment.text, color_system=console._color_system)
        for segment in segments
        if segment.style is not None
    )


@given(st.lists(styles, min_size=1, max_size=4))
def test_no_dark_colour_is_bold_and_nothing_else_changes(looks: list[Style]) -> None:
    before = [Segment("x", one) for one in looks]
    after = NoBoldDark().apply(before, Color(0, 0, 0))
    assert not brightened(re.findall(r"\x1b\[([\d;]*)m", rendered(after)))
    for old, new in zip(looks, after, strict=True):
        assert new.style is not None
        assert (new.style.color, new.style.bgcolor, new.style.reverse) == (old.color, old.bgcolor, old.reverse)
        assert bool(new.style.underline) == bool(old.underline)
        if not brightened(re.findall(r"\x1b\[([\d;]*)m", rendered([Segment("x", old)]))):
            assert bool(new.style.bold) == bool(old.bold)


@pytest.mark.wire
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_on_no_screen_is_a_dark_colour_bold(tmp_path: Path, theme: str) -> None:
    """From Start to Start, with the help of each screen and the question that ends it; from the bytes."""
    options = ("--sandbox", "--world", str(QUICK), "--theme", theme)
    with opened(tmp_path, *options, environ={"TERM": "xterm"}) as terminal:
        help_of(terminal)
        for stretch in (
            sign_in,
            lambda one: answer_box_type(one, "Garage"),
            answer_charge_site,
            skip_bank_account,
            connect,
        ):
            stretch(terminal)
            help_of(terminal)
        terminal.keys("{ctrl+q}")
        terminal.wait(r"Quit\?")
        terminal.keys("{escape}")
        finish(terminal)
        sequences = [one.decode() for one in re.findall(rb"\x1b\[([\d;]*)m", terminal.raw)]
    assert len(sequences) > 500
    assert any(one.split(";")[0] in {"1", ""} and "1" in one.split(";") for one in sequences), "bright ones may be bold"
    assert not brightened(sequences)


def help_of(terminal: Terminal) -> None:
    terminal.keys("{f1}")
    terminal.wait(r"\[ Close \]")
    terminal.keys("{f1}")
    terminal.wait(r"F1 Help")
