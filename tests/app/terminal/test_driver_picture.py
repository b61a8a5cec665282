"""Whatever is drawn: a terminal fed by us and one fed by Textual's own output show the same.

The frames are Textual's own updates of random strips, so what's compared is exactly what its driver would write.
"""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from app.terminal.driver.controls import ENTER, LEAVE
from app.terminal.driver.picture import Picture
from app.terminal.driver.terminfo import PLAINEST, Abilities
from tests.support.program.strict_screen import EVERYTHING, StrictScreen, assert_same

if TYPE_CHECKING:
    from collections.abc import Iterable

MARKS = "\u0301\u0308"
ALPHABET = f"      ab-#é─█漢あ字😀{MARKS}"
"""Blanks, letters, blocks, wide characters, combining marks with something or nothing to stand on."""

COLOURS = [None, "default", "red", "bright_blue", "color(233)", "color(221)", "#102030"]
ATTRIBUTES = ["bold", "dim", "italic", "underline", "blink", "reverse", "conceal", "strike", "underline2", "overline"]
CHANCE = Random(8)  # noqa: S311 - the same styles in every run
STYLES = [
    Style(color=CHANCE.choice(COLOURS), bgcolor=CHANCE.choice(COLOURS))
    + Style.parse(" ".join(CHANCE.sample(ATTRIBUTES, count)))
    for count in (0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 4, 8)
]  # fmt: skip

Session = list[tuple[str, Any]]

texts = st.text(ALPHABET, max_size=14)
styles = st.sampled_from(STYLES)
sizes = st.tuples(st.integers(1, 40), st.integers(1, 9))


@st.composite
def lines(draw: st.DrawFn, width: int) -> Strip:
    """A line of exactly `width` cells. No mark on a blank of another segment: there the driver keeps no letter's style."""
    segments, before = [], ""
    for text, style in draw(st.lists(st.tuples(texts, styles), max_size=4)):
        part = text if before[-1:].strip() else text.lstrip(MARKS)
        segments.append(Segment(part, style))
        before += part
    return Strip(segments).adjust_cell_length(width, draw(styles))


@st.composite
def frames(draw: st.DrawFn, size: tuple[int, int]) -> str:
    """What Textual writes for a whole layout, a part of one, or some pieces of lines."""
    width, height = size
    console = Console(color_system=draw(st.sampled_from(["standard", "256", "truecolor"])), force_terminal=True)
    x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    right, bottom = draw(st.integers(x + 1, width)), draw(st.integers(y + 1, height))
    if draw(st.booleans()):
        if draw(st.booleans()):
            x, y, right, bottom = 0, 0, width, height
        rows: list[Iterable[Strip]] = [[draw(lines(right - x))] for _ in range(y, bottom)]
        out = LayoutUpdate(rows, Region(x, y, right - x, bottom - y)).render_segments(console)
    else:
        spans = [(row, x, right) for row in range(y, bottom)]
        cut = draw(st.integers(x + 1, right))
        chops = [{x: draw(lines(cut - x)), cut: draw(lines(right - cut))} for _ in range(height)]
        out = ChopsUpdate(chops, spans, [[cut, right]] * height).render_segments(console)
    column, row = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    return f"{out}\x1b[{row + 1};{column + 1}H"


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """A size and then frames, other sizes, noise on the line, and where the line is free for what has come so far."""
    size = draw(sizes)
    steps: Session = [("size", size)]
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["frame", "frame", "frame", "frame", "size", "noise", "synchronized"]))
        if kind == "size":
            size = draw(sizes)
            steps.append(("size", size))
        elif kind == "noise":
            steps.append(("noise", draw(st.text("#~ ", max_size=14))))
            continue
        steps.append((kind if kind == "synchronized" else "frame", draw(frames(size))))
        if draw(st.booleans()):
            steps.append(("free", None))
    return [*steps, ("free", None)]


def abilities() -> st.SearchStrategy[Abilities]:
    some = st.builds(Abilities, **{field.name: st.booleans() for field in fields(Abilities)})
    return st.sampled_from([EVERYTHING, PLAINEST, replace(EVERYTHING, erase_in_colour=False)]) | some


def play(session: Session, can: Abilities) -> None:
    width, height = session[0][1]
    picture, ours, textuals = (
        Picture(can, (width, height)),
        StrictScreen(width, height, can),
        StrictScreen(width, height),
    )
    picture.take(ENTER)
    picture.take("\x1b[?7l")
    textuals.feed("\x1b[?7l")
    for kind, value in session:
        if kind == "size":
            width, height = value
            picture.resize(width, height)
            ours.resize(height, width)
            textuals.resize(height, width)
            # Textual paints all of a new size, and so must who compares: what's left of the old one is no frame
            blank = "\x1b[0m" + "".join(f"\x1b[{y + 1}H" + " " * width for y in range(height)) + "\x1b[H"
            picture.take(blank)
            textuals.feed(blank)
        elif kind == "noise":
            ours.feed("\x1b[H\x1b[7;31m" + value[:width])
            picture.repair()
        elif kind == "free":
            ours.feed(picture.commands() + picture.frame())
            assert_same(ours, textuals)
            assert picture.frame() == b"", "what's shown is sent again"
        else:
            if kind == "synchronized":
                picture.take("\x1b[?2026h")
                assert not picture.complete
            assert picture.take(value)
            if kind == "synchronized":
                picture.take("\x1b[?2026l")
            assert picture.complete
            textuals.feed(value)


@settings(max_examples=60)
@given(sessions(), abilities())
@example(
    [
        ("size", (4, 1)),
        ("frame", "\x1b[1;1Ha漢b\x1b[1;1H"),
        ("free", None),
        ("frame", "\x1b[1;2Hx \x1b[1;1H"),
        ("free", None),
    ],
    EVERYTHING,
)
@example(
    [("size", (5, 1)), ("frame", "\x1b[1;1H漢字x"), ("free", None), ("frame", "\x1b[1;2H漢\x1b[1;1H"), ("free", None)],
    EVERYTHING,
)
def test_terminal_shows_what_textual_drew(session: Session, can: Abilities) -> None:
    play(session, can)


def picture(size: tuple[int, int] = (20, 4), can: Abilities = EVERYTHING, encoding: str = "utf-8") -> Picture:
    made = Picture(can, size, encoding)
    made.take(ENTER)
    made.take("\x1b[H ")
    made.commands(), made.frame()
    return made


def test_one_changed_letter_costs_one_letter_and_the_way_to_it() -> None:
    shown = picture()
    shown.take("\x1b[2;5Hx\x1b[1;1H")
    assert shown.frame() == b"\x1b[2;5Hx\x1b[H"
    shown.take("\x1b[2;5Hy\x1b[2;6H")
    assert shown.frame() == b"\x1b[2;5Hy"
    shown.take("\x1b[2;5Hy\x1b[2;6H")
    assert shown.frame() == b""


def test_nothing_is_painted_before_textual_has_drawn_or_after_it_has_left() -> None:
    made = Picture(EVERYTHING, (20, 4))
    made.take(ENTER)
    assert (made.commands(), made.frame()) == (ENTER.encode(), b"")
    made.take("\x1b[Hx")
    made.take(LEAVE)
    assert made.commands().endswith(b"\x1b[m\x1b[H\x1b[J" + LEAVE.encode())
    assert made.frame() == b""


def test_coming_back_paints_all_of_it_without_textuals_help() -> None:
    made = picture()
    made.take("\x1b[1;1Hstill here\x1b[1;1H")
    made.frame()
    made.take(LEAVE)
    made.take(ENTER)
    made.commands()
    assert b"still here" in made.frame()


def test_a_long_frame_is_synchronized_where_the_terminal_can_and_a_short_one_never() -> None:
    made = picture((80, 24))
    long = "\x1b[H" + "\n".join("abcdefgh" * 10 for _ in range(20))
    made.take(long)
    assert b"2026" not in made.frame()
    for part in ("\x1b[?2026h", long.replace("a", "z"), "\x1b[?2026l"):
        made.take(part)
    sent = made.frame()
    assert sent.startswith(b"\x1b[?2026h")
    assert sent.endswith(b"\x1b[?2026l")
    assert len(sent) > 200
    for part in ("\x1b[?2026h", "\x1b[Hx", "\x1b[?2026l"):
        made.take(part)
    assert b"2026" not in made.frame()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b]52;c;cm0gLXJm\x07b", "ab"),
        ("a\x1b[2J\x1b[?1049l\x1bc\x07\x9b31mb", "ab"),
        ("a\x1bPq#0\x1b\\b", "aq#0b"),
        ("tab\there", "tabhere"),
    ],
)
def test_a_text_on_the_screen_cannot_command_the_terminal(text: str, shown: str) -> None:
    """Only text, styles and places count in a frame, wherever the rest of it came from."""
    made, screen = picture(), StrictScreen(20, 4)
    made.take(f"\x1b[H\x1b[31m{text}\x1b[0m")
    assert made.commands() == b""
    screen.feed(made.frame())
    assert screen.display[0].rstrip() == (shown if "31m" not in text else "a31mb")


@pytest.mark.parametrize(
    ("encoding", "text", "shown"),
    [
        ("iso-8859-1", "Åsa 漢字 ─ ę!", "Åsa ???? - e!"),
        ("iso-8859-1", "e\u0301te\u0301 👍🏽 €", "été ?? ?"),
        ("ascii", "Åsa Öberg, Æbelø", "Asa Oberg, Abelo"),
        ("ascii", "“Kim” · – •••… ✓", '"Kim" . - ***. ?'),
        ("ascii", "╭──╮", "+--+"),
        ("ascii", "│あ│▄", "|??|"),
    ],
)
def test_what_the_encoding_has_no_letter_for_gets_the_nearest_and_keeps_its_width(
    encoding: str, text: str, shown: str
) -> None:
    """In every style: what follows a letter is a control sequence, and no mark on it."""
    made, screen = picture(encoding=encoding), StrictScreen(20, 4)
    made.take(f"\x1b[H\x1b[31m{text}\x1b[0m\x1b[2;1H\x1b[0m" + "\x1b[0m".join(f"\x1b[1m{char}" for char in text))
    screen.feed(made.frame().decode(encoding))
    assert screen.display[0].rstrip() == shown
    assert screen.buffer[0][0].fg == (31,)
    assert screen.buffer[1][0].on == {1}
